"""How a table of a snapshot is declared; checks, build, differences and documents follow it."""

from dataclasses import KW_ONLY, dataclass
from typing import Literal

Kind = Literal[
    "text", "date", "time", "moment", "boolean", "integer", "decimal", "list", "grade", "grades"
]
Absence = Literal["ends", "stays", "replaced"]


@dataclass(frozen=True)
class Column:
    """A column as our form heads it (`name`) and, where that is another word, as the snapshot calls
    it (`stored`).

    `allowed` is open to values that begin with `ext:`, as OneRoster has it. A reference whose
    target `must_exist` rejects the row without it; any other is only noticed, and left empty.
    `within` are the least and the most that a number or, as an ISO date, a day may be.
    `understood` pairs other words, in small letters and digits alone, with the allowed value that
    they mean. A value that cannot be read rejects its row, or, where it `empties`, is left out.
    What is not `kept` is looked at and goes no further. Where the id of a student stands that is
    no sourcedId, `id_kind` is the column that says whose id it is; a column `of_ids` holds several,
    each after its kind. A row is `part_of` the row of that table whose key it has, and goes with
    it; no load checks that it is there. `says` is a line for the reference.
    """

    name: str
    stored: str = ""
    _: KW_ONLY
    kind: Kind = "text"
    required: bool = False
    allowed: frozenset[str] = frozenset()
    understood: tuple[tuple[str, str], ...] = ()
    within: tuple[str, str] = ("", "")
    refers_to: str = ""
    must_exist: bool = False
    part_of: str = ""
    id_kind: str = ""
    of_ids: bool = False
    empties: bool = False
    kept: bool = True
    says: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "stored", self.stored or self.name)

    @property
    def is_needed(self) -> bool:
        """Whether a file cannot do without this heading."""
        return self.required or self.must_exist


@dataclass(frozen=True, kw_only=True)
class Check:
    """A rule over rows that one column cannot state. `violated` is SQL over the row t, whose
    columns are already dates, numbers and so on. It may look into `read_<table>` and
    `repeated_<table>` of its own table, and into `known_<table>` of those before it: then it is
    not `simple`, and is counted by itself. `$day` is the day of the load. `rejects` says whether
    the row goes, or is only noticed; then its column is left empty where it `empties`. Of what is
    only noticed the first row is shown, or, where they are `listed`, each. In the `fix`, `{column}`
    and `{key}` stand for the headings of the file.
    """

    rule: str
    column: str
    violated: str
    fix: str
    rejects: bool = True
    empties: bool = False
    listed: bool = False
    simple: bool = False


@dataclass(frozen=True, kw_only=True)
class Filling:
    """Where a value comes from that a row leaves empty: of `values`, SQL that selects `key` and
    `value` as text, the one whose key stands in the row's column `by`.

    It may look into `staged_<table>` of any table of `needs`, and into `known_<table>` of those
    that are checked before. `where` is SQL over the row t, for other rows than those that are
    empty. `notice` tells the person what was done.
    """

    column: str
    by: str
    values: str
    needs: tuple[str, ...] = ()
    where: str = ""
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One kind of row. Its grain is one row for each value of `key`.

    `absence` says what a whole export means for rows that it no longer holds: their status becomes
    inactive (`ends`), they stay as they are (`stays`), or they go where the export speaks of the
    same values of `replaced_by` (`replaced`): a column, or several with commas between, such as a
    fiscal year. `is_open` is SQL over a row that tells whether it counts as active on `$day`.
    `school` is the column that names the school. `looked_up` are names of tables and SQL for
    them, which are made of `read_<table>` and the tables before it, for the checks to look into.
    """

    name: str
    columns: tuple[Column, ...]
    sorted_by: tuple[str, ...]
    key: tuple[str, ...] = ("sourced_id",)
    absence: Absence = "ends"
    replaced_by: str = ""
    is_open: str = "true"
    school: str = ""
    checks: tuple[Check, ...] = ()
    fillings: tuple[Filling, ...] = ()
    looked_up: tuple[tuple[str, str], ...] = ()
    says: str = ""

    @property
    def kept(self) -> tuple[Column, ...]:
        """The columns of a snapshot."""
        return tuple(column for column in self.columns if column.kept)

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    def column(self, stored: str) -> Column:
        return next(column for column in self.columns if column.stored == stored)

    @property
    def has_status(self) -> bool:
        return any(column.stored == "status" for column in self.columns)

    def same_key(self, one: str, other: str) -> str:
        """SQL that two rows have one key; in a column that may be empty, so is nothing a value."""
        equal = {
            key: "=" if self.column(key).required else "IS NOT DISTINCT FROM" for key in self.key
        }
        return " AND ".join(f"{one}.{key} {sign} {other}.{key}" for key, sign in equal.items())


STATUSES = frozenset({"active", "inactive", "tobedeleted"})
KEY = Column("sourcedId", "sourced_id", required=True)
STATUS = Column(
    "status",
    allowed=STATUSES - {"inactive"},  # which OneRoster 1.0 had
    understood=(
        *((word, "active") for word in ("a", "enrolled", "open")),
        *((word, "inactive") for word in ("inactive", "i", "withdrawn", "closed")),
        *((word, "tobedeleted") for word in ("deleted", "delete", "todelete")),
    ),
)
MODIFIED = Column("dateLastModified", "modified", kind="moment", empties=True, kept=False)
OPEN_TODAY = "(ends IS NULL OR ends >= $day)"
