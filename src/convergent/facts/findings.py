"""What a load found wrong, where, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LoadStatus = Literal["published", "published_with_rejects", "unchanged", "refused", "cancelled"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One fault in an export. Line 1 is the heading; line 0 means the file as a whole."""

    file: str
    line: int = 0
    column: str = ""
    value: str = ""
    rule: str
    fix: str


@dataclass(frozen=True)
class TableCount:
    """Rows of one export file."""

    read: int
    loaded: int
    rejected: int


@dataclass(frozen=True, kw_only=True)
class LoadResult:
    """How a load ended. `snapshot` is the one now serving, if there is any.

    `errors` and `notices` hold the first thousand of each kind; `tables` counts all rejected rows.
    """

    status: LoadStatus
    snapshot: str | None
    tables: Mapping[str, TableCount]
    errors: tuple[Finding, ...] = ()
    notices: tuple[Finding, ...] = ()


class ExportRefused(Exception):
    """The exports cannot be read at all; carries the findings that say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].rule)
        self.findings = findings
