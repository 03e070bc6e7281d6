"""What removing a student changes in each folder, written down before anything is changed: what was
cut off goes on from it.

<home>/facts/removal.json    readable by this account alone, and there only meanwhile
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from convergent.facts.literals import literal
from convergent.facts.one_student import Student
from convergent.facts.snapshot import (
    MANIFEST,
    Snapshot,
    facts_folder,
    flush,
    held_folder,
    snapshots_folder,
    write_whole,
)
from convergent.facts.stored import parquet
from convergent.facts.tables import TABLES, Table
from convergent.facts.tombstones import ROSTER, PersonId, belongs_to, person_columns

Keys = dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class FolderRemoval:
    """Of one snapshot or held load: its tables that change, the keys of rows that go, by table, and
    how many removals its manifest is to count.
    """

    folder: Path
    tables: tuple[str, ...]
    keys: Keys
    removals: int


@dataclass(frozen=True, kw_only=True)
class Removal:
    student: Student
    folders: tuple[FolderRemoval, ...]


@dataclass(frozen=True)
class Theirs:
    """What of a table is the student's: `rows`, as SQL over one, and places in the `lists`."""

    rows: str
    lists: tuple[str, ...]
    ids: str

    @property
    def any(self) -> str:
        """SQL that a row is to go or to change."""
        return " OR ".join([self.rows, *(f"list_has_any({c}, [{self.ids}])" for c in self.lists)])


def kept_folders(home: Path) -> list[Path]:
    """Of every snapshot, and of every load that waits."""
    return sorted(
        manifest.parent
        for within in (snapshots_folder(home), held_folder(home))
        for manifest in within.glob(f"*/{MANIFEST}")
    )


def removal_of(
    student: Student, folders: Sequence[Path], connection: duckdb.DuckDBPyConnection
) -> Removal:
    found = (_of_folder(student, folder, connection) for folder in folders)
    return Removal(student=student, folders=tuple(one for one in found if one.tables))


def _of_folder(
    student: Student, folder: Path, connection: duckdb.DuckDBPyConnection
) -> FolderRemoval:
    """Table by table, in their order, so that what belongs to a row that goes is found too."""
    keys: Keys = {}
    changed = []
    for table in TABLES:
        file = folder / f"{table.name}.parquet"
        if not file.exists():
            continue
        theirs = theirs_of(table, file, student, keys, connection)
        if count_theirs(file, theirs, connection):
            changed.append(table.name)
        if table.name in _OWNERS and len(table.key) == 1:
            keys[table.name] = _keys(table, file, theirs, connection)
    removals = Snapshot(folder).manifest.removals + 1
    return FolderRemoval(folder=folder, tables=tuple(changed), keys=keys, removals=removals)


def theirs_of(
    table: Table, file: Path, student: Student, keys: Keys, connection: duckdb.DuckDBPyConnection
) -> Theirs:
    """Older files may lack a column. `keys` are those of the tables before."""
    stored = {row[0] for row in connection.execute(f"DESCRIBE FROM {parquet(file)}").fetchall()}
    ids = _as_sql(student.ids)
    named = [one.among(ids) for one in person_columns(table) if one.stored in stored]
    belonging = [
        f"coalesce({column.stored} IN ({', '.join(map(literal, gone))}), false)"
        for column in table.columns
        if column.stored in stored and (gone := keys.get(belongs_to(column)))
    ]
    lists = [c.stored for c in table.columns if c.refers_to == "users" and c.kind == "list"]
    return Theirs(
        " OR ".join([*named, *belonging]) or "false",
        tuple(name for name in lists if name in stored),
        ", ".join(literal(one.value) for one in student.ids if one.kind == ROSTER),
    )


def count_theirs(file: Path, theirs: Theirs, connection: duckdb.DuckDBPyConnection) -> int:
    """How many rows are to go or to change."""
    sql = f"SELECT count(*) FROM {parquet(file)} WHERE {theirs.any}"
    return int(connection.execute(sql).fetchall()[0][0])


def _keys(
    table: Table, file: Path, theirs: Theirs, connection: duckdb.DuckDBPyConnection
) -> list[str]:
    rows = connection.execute(
        f"SELECT {table.key[0]} FROM {parquet(file)} WHERE {theirs.rows} ORDER BY 1"
    ).fetchall()
    return [key for (key,) in rows]


def _as_sql(ids: Sequence[PersonId]) -> str:
    rows = ", ".join(f"({literal(one.kind)}, {literal(one.value)})" for one in ids)
    return f"VALUES {rows}" if rows else "SELECT '', '' WHERE false"


_OWNERS = frozenset(belongs_to(column) for table in TABLES for column in table.columns) - {""}


def write_removal(home: Path, removal: Removal) -> None:
    write_whole(_file(home), json.dumps(asdict(removal), default=str))


def read_removal(home: Path) -> Removal | None:
    """None where none was cut off."""
    try:
        told = json.loads(_file(home).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    student = told["student"]
    return Removal(
        student=Student(
            ids=tuple(PersonId(*one) for one in student["ids"]),
            words=tuple(student["words"]),
            names=tuple((given, family) for given, family in student["names"]),
        ),
        folders=tuple(
            FolderRemoval(**{**one, "folder": Path(one["folder"]), "tables": tuple(one["tables"])})
            for one in told["folders"]
        ),
    )


def end_removal(home: Path) -> None:
    _file(home).unlink()
    flush(facts_folder(home))


def _file(home: Path) -> Path:
    return facts_folder(home) / "removal.json"
