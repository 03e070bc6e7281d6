"""Students who were removed on lawful request: known again by a keyed hash, and by nothing else.

<home>/facts/forgotten.txt    a hash a line
<home>/keys/forgotten.key     the key, without which nobody can try ids one after the other
"""

import hashlib
import os
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from convergent.errors import WrongSetting
from convergent.facts.snapshot import facts_folder, flush
from convergent.facts.sources.forms import literal
from convergent.facts.tables import Table


def person_columns(table: Table) -> tuple[str, ...]:
    """The columns of a table that name a person by id; lists of ids are none of them."""
    own = ("sourced_id",) if table.name == "users" else ()
    others = (c.stored for c in table.columns if c.refers_to == "users" and c.kind != "list")
    return (*own, *others)


def bury(home: Path, person: str) -> None:
    """Every later load drops this person. Once is enough."""
    key = _key(home, make=True)
    if _hash(key, person) in marks(home):
        return
    with _file(home).open("a", encoding="ascii") as file:
        file.write(f"{_hash(key, person)}\n")
        file.flush()
        os.fsync(file.fileno())
    flush(_file(home).parent)


def marks(home: Path) -> tuple[str, ...]:
    try:
        return tuple(_file(home).read_text(encoding="ascii").split())
    except FileNotFoundError:
        return ()


def key_of(home: Path) -> str:
    """Empty where nobody was removed; raises WrongSetting where the key is lost."""
    return _key(home, make=False) if marks(home) else ""


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
        conditions = [_not_in(c, "SELECT id FROM forgotten") for c in person_columns(table)]
        for column in table.columns:
            owner = self.staged.get(column.refers_to)
            if column.must_exist and owner is not None and column.refers_to != "users":
                others = self._others(owner) if owner is not table else "true"
                if others != "true":
                    dropped = f"SELECT {owner.key[0]} FROM staged_{owner.name} WHERE NOT ({others})"
                    conditions.append(_not_in(column.stored, dropped))
        return " AND ".join(conditions) or "true"

    def _find(
        self, hashes: Collection[str], key: str, connection: duckdb.DuckDBPyConnection
    ) -> bool:
        """Makes the table `forgotten` of the ids that belong to removed persons."""
        ids = " UNION ALL ".join(
            f"SELECT DISTINCT {column} AS id FROM staged_{table.name}"
            for table in self.staged.values()
            for column in person_columns(table)
        )
        if not ids:
            return False
        inner = f"sha256({literal(key)} || id)"
        connection.execute(
            f"""CREATE TEMP TABLE forgotten AS SELECT DISTINCT id FROM ({ids})
            WHERE sha256({literal(key)} || {inner}) IN ({", ".join(map(literal, hashes))})"""
        )
        return connection.execute("SELECT 1 FROM forgotten LIMIT 1").fetchone() is not None


def _not_in(column: str, selected: str) -> str:
    return f"({column} IS NULL OR {column} NOT IN ({selected}))"


def _hash(key: str, person: str) -> str:
    inner = hashlib.sha256((key + person).encode()).hexdigest()
    return hashlib.sha256((key + inner).encode()).hexdigest()


def _file(home: Path) -> Path:
    return facts_folder(home) / "forgotten.txt"


def _key(home: Path, *, make: bool) -> str:
    path = home.resolve() / "keys" / "forgotten.key"
    if make and not marks(home):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
                file.flush()
                os.fsync(file.fileno())
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise WrongSetting(
            f"The file {path} is missing: without it, students who were removed would come back.",
            "Bring it back from the backup of the keys.",
        ) from None
