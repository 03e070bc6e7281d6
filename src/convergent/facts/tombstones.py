"""Students who were removed on lawful request: known again by keyed hashes, and by nothing else.

<home>/facts/forgotten.txt    a hash a line, of each of their ids
<home>/keys/forgotten.key     the key, without which nobody can try ids one after the other
"""

import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import duckdb

from convergent.errors import WrongSetting
from convergent.facts.literals import literal
from convergent.facts.other_ids import every_other_id, names_one_of
from convergent.facts.snapshot import facts_folder, flush
from convergent.facts.stored import parquet
from convergent.facts.tables import Table
from convergent.facts.tables.declare import Column
from convergent.facts.tables.results import ID_KINDS

ROSTER = "roster"
"""The kind of a sourcedId of users."""


class PersonId(NamedTuple):
    """An id, and whose it is: the roster's, or that of a file of results."""

    kind: str
    value: str


class PersonColumn(NamedTuple):
    """A column that names a person by id, and the kind of id, as SQL over its row; without a kind
    one of several ids, each after its own.
    """

    stored: str
    kind: str

    def ids(self, rows: str) -> str:
        """SQL for `kind` and `id`, each once, of those whom these rows name."""
        if not self.kind:
            said = every_other_id(f"(SELECT DISTINCT {self.stored} FROM {rows})")
            return f"SELECT DISTINCT other_kind AS kind, other_id AS id FROM ({said})"
        return f"SELECT DISTINCT {self.kind} AS kind, {self.stored} AS id FROM {rows}"

    def among(self, selected: str) -> str:
        """SQL that the row names one of those that are selected as kind and id."""
        if not self.kind:
            return names_one_of(selected)
        return f"coalesce((coalesce({self.kind}, ''), {self.stored}) IN ({selected}), false)"


def person_columns(table: Table) -> tuple[PersonColumn, ...]:
    """The columns of a table that name a person by id; lists of ids are none of them."""
    return tuple(_person_columns(table))


def _person_columns(table: Table) -> Iterator[PersonColumn]:
    if table.name == "users":
        yield PersonColumn("sourced_id", literal(ROSTER))
    for column in table.columns:
        if column.refers_to == "users" and column.kind != "list":
            yield PersonColumn(column.stored, literal(ROSTER))
        elif column.id_kind or column.of_ids:
            yield PersonColumn(column.stored, column.id_kind)


def bury(home: Path, ids: Iterable[PersonId]) -> None:
    """Every later load drops whoever has one of these. Once is enough."""
    key = make_key(home)
    known = set(marks(home))
    new = sorted({_hash(key, one) for one in ids} - known)
    with _file(home).open("a", encoding="ascii") as file:
        file.writelines(f"{mark}\n" for mark in new)
        file.flush()
        os.fsync(file.fileno())
    flush(_file(home).parent)


def is_buried(home: Path, person: str) -> bool:
    return Buried(marks(home), key_of(home)).are_in(person)


def marks(home: Path) -> tuple[str, ...]:
    try:
        return tuple(_file(home).read_text(encoding="ascii").split())
    except FileNotFoundError:
        return ()


def key_of(home: Path) -> str:
    """Empty where nobody was removed; raises WrongSetting where the key is lost."""
    return _key(home) if marks(home) else ""


def make_key(home: Path) -> str:
    """The key, made where nobody was removed yet; raises WrongSetting where it is lost."""
    path = _key_file(home)
    if not marks(home):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
                file.flush()
                os.fsync(file.fileno())
    return _key(home)


@dataclass(frozen=True)
class Buried:
    """Who was removed, to be known again by id, one value after the other."""

    hashes: Collection[str] = ()
    key: str = field(default="", repr=False)

    def are_in(self, cell: str) -> bool:
        """Whether a cell names one of them, alone or within a list."""
        if not self.hashes:
            return False
        values = {cell.strip(), *(item.strip(" \"'") for item in re.split(r"[][{},;:|]", cell))}
        ids = (PersonId(kind, one) for one in values if one for kind in (ROSTER, *ID_KINDS))
        return any(_hash(self.key, one) in self.hashes for one in ids)


class Forgotten:
    """Which staged rows are about persons who were removed, and are not read."""

    def __init__(
        self,
        staged: Sequence[Table],
        *,
        hashes: Collection[str],
        key: str,
        connection: duckdb.DuckDBPyConnection,
    ) -> None:
        self.staged = {table.name: table for table in staged}
        self.any = bool(hashes) and self._find(hashes, key, connection)

    def others(self, table: Table) -> str:
        """SQL over a staged row: that it is about nobody who was removed, nor belongs to such."""
        return self._others(table) if self.any else "true"

    def _others(self, table: Table) -> str:
        named = "SELECT kind, id FROM forgotten"
        conditions = [f"NOT {column.among(named)}" for column in person_columns(table)]
        for column in table.columns:
            owner = self.staged.get(belongs_to(column))
            if owner is not None:
                others = self._others(owner) if owner is not table else "true"
                if others != "true":
                    dropped = f"SELECT {owner.key[0]} FROM staged_{owner.name} WHERE NOT ({others})"
                    conditions.append(
                        f"({column.stored} IS NULL OR {column.stored} NOT IN ({dropped}))"
                    )
        return " AND ".join(conditions) or "true"

    def _find(
        self, hashes: Collection[str], key: str, connection: duckdb.DuckDBPyConnection
    ) -> bool:
        """Makes the table `forgotten` of the ids that belong to removed persons."""
        ids = " UNION ".join(
            column.ids(f"staged_{table.name}")
            for table in self.staged.values()
            for column in person_columns(table)
        )
        if not ids:
            return False
        connection.execute(f"CREATE TEMP TABLE forgotten AS {_buried_among(ids, hashes, key)}")
        return connection.execute("SELECT 1 FROM forgotten LIMIT 1").fetchone() is not None


def buried_in(
    table: Table,
    file: Path,
    *,
    hashes: Collection[str],
    key: str,
    connection: duckdb.DuckDBPyConnection,
) -> list[PersonId]:
    """Who stands in a stored table and was removed."""
    stored = {row[0] for row in connection.execute(f"DESCRIBE FROM {parquet(file)}").fetchall()}
    ids = " UNION ".join(
        column.ids(parquet(file)) for column in person_columns(table) if column.stored in stored
    )
    if not ids:
        return []
    return [
        PersonId(*one) for one in connection.execute(_buried_among(ids, hashes, key)).fetchall()
    ]


def _buried_among(ids: str, hashes: Collection[str], key: str) -> str:
    """SQL: those of the selected kinds and ids that were removed."""
    inner = f"sha256({literal(key)} || coalesce(kind, '') || ':' || trim(id))"
    return f"""SELECT DISTINCT coalesce(kind, '') AS kind, id FROM ({ids}) WHERE id IS NOT NULL
        AND sha256({literal(key)} || {inner}) IN ({", ".join(map(literal, hashes))})"""


def belongs_to(column: Column) -> str:
    """The table with whose rows those of this column go; none for persons, who go by id."""
    if column.part_of or column.refers_to == "users":
        return column.part_of
    return column.refers_to if column.must_exist else ""


def _hash(key: str, one: PersonId) -> str:
    inner = hashlib.sha256(f"{key}{one.kind}:{one.value}".encode()).hexdigest()
    return hashlib.sha256((key + inner).encode()).hexdigest()


def _file(home: Path) -> Path:
    return facts_folder(home) / "forgotten.txt"


def _key_file(home: Path) -> Path:
    return home.resolve() / "keys" / "forgotten.key"


def _key(home: Path) -> str:
    path = _key_file(home)
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise WrongSetting(
            f"The file {path} is missing: without it, students who were removed would come back.",
            "Bring it back from the backup of the keys.",
        ) from None
