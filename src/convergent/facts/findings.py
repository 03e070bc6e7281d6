"""What a load found wrong, where, and what to do about it; and what it would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from convergent.facts.social_security import without_social_security_number

LoadStatus = Literal[
    "published",
    "published_with_rejects",
    "unchanged",
    "checked",
    "held",
    "refused",
    "cancelled",
]
SERVES: frozenset[LoadStatus] = frozenset({"published", "published_with_rejects", "unchanged"})
MOST_ENDED = 0.10
MOST_CHANGED = 0.75


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One fault in an export. Line 1 is the heading; line 0 means the file as a whole.

    Of a fault that was only noticed the first row is shown; `rows` says how many have it. Of a row
    whose key another one has, `first` says where that one stands, such as `users.csv:3`. A value
    that is shaped as a social-security number is not shown.
    """

    file: str
    line: int = 0
    column: str = ""
    value: str = ""
    rule: str
    fix: str
    rows: int = 1
    first: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", without_social_security_number(self.value))


@dataclass(frozen=True)
class Recognized:
    """What a file was found to be, and why; `mode` is bulk or delta."""

    file: str
    form: str
    mode: str
    why: str


@dataclass(frozen=True)
class TableCount:
    """Rows of one kind: of the files, and of these loaded and rejected."""

    read: int
    loaded: int
    rejected: int


@dataclass(frozen=True)
class Broken:
    """How many rows of a table broke a rule on a column, also those that no finding shows."""

    table: str
    rule: str
    column: str
    rows: int


@dataclass(frozen=True)
class SchoolDifference:
    """Active rows of one kind at one school: before, and how many of them end."""

    school: str
    before: int
    ended: int


@dataclass(frozen=True)
class Difference:
    """Active rows of one kind: before, of these ended and changed, and added.

    `schools` holds those that lose most, at most fifty of them.
    """

    table: str
    before: int
    ended: int
    changed: int
    added: int
    schools: tuple[SchoolDifference, ...] = ()

    @property
    def is_large(self) -> bool:
        """Whether a person has to look first."""
        return self.before > 0 and (
            self.ended > self.before * MOST_ENDED or self.changed > self.before * MOST_CHANGED
        )


def difference_from(stored: Mapping[str, Any]) -> Difference:
    """A difference out of JSON."""
    schools = tuple(SchoolDifference(**one) for one in stored["schools"])
    return Difference(**{**stored, "schools": schools})


@dataclass(frozen=True, kw_only=True)
class LoadResult:
    """How a load ended. `snapshot` is the one now serving, if there is any; `held` names a load
    that waits for a person, `quarantine` the rejected rows that are kept.

    `errors` holds the first thousand of each rule, `broken` counts all.
    """

    status: LoadStatus
    snapshot: str | None
    tables: Mapping[str, TableCount]
    files: tuple[Recognized, ...] = ()
    errors: tuple[Finding, ...] = ()
    notices: tuple[Finding, ...] = ()
    broken: tuple[Broken, ...] = ()
    differences: tuple[Difference, ...] = ()
    held: str | None = None
    quarantine: str | None = None


class ExportRefused(Exception):
    """The exports cannot be read at all; carries the findings that say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].rule)
        self.findings = findings


def no_room(trouble: BaseException, *, file: str = "") -> Finding:
    """That the disk did not take what was written, or did not give what was read."""
    return Finding(
        file=file,
        value=str(getattr(trouble, "strerror", None) or ""),  # the rest tells places on the server
        rule="reading and writing",
        fix="Look whether the disk is full or the files can be read, then load again.",
    )
