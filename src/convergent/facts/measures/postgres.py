"""PostgreSQL as the engine: tables of one session, which are gone when it ends."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import ibis
import psycopg
from ibis.backends.sql.datatypes import DuckDBType, PostgresType

from convergent.errors import WrongSetting
from convergent.facts.literals import literal
from convergent.facts.measures.elsewhere import Elsewhere, Session
from convergent.facts.measures.planning import Step

AT_ONCE = 1 << 20


class Postgres(Elsewhere):
    """The database at `address`."""

    name = "postgres"

    def __init__(self, address: str) -> None:
        self.address = address

    @contextmanager
    def open(self, folder: Path) -> Iterator[Session]:
        try:
            with closing(psycopg.connect(self.address, options="-c timezone=UTC")) as connected:
                yield PostgresSession(connected, folder)
        except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
            said = str(error).partition("\n")[0]
            raise WrongSetting(
                f"PostgreSQL did not work out the measures: {said}.",
                "Its account needs the right to make temporary tables.",
            ) from error


class PostgresSession:
    """Temporary tables in one transaction, which is never committed."""

    def __init__(self, connected: psycopg.Connection, folder: Path) -> None:
        self.connected = connected
        self.folder = folder

    def bring(self, name: str, schema: ibis.Schema, connection: duckdb.DuckDBPyConnection) -> None:
        file = self._file(name)
        columns = ", ".join(_as_text(*column) for column in schema.items())
        connection.execute(
            f"COPY (SELECT {columns} FROM {name}) TO {literal(str(file))} "
            "(FORMAT csv, HEADER false)"
        )
        kinds = ", ".join(f"{one} {PostgresType.to_string(kind)}" for one, kind in schema.items())
        self._run(f"CREATE TEMPORARY TABLE {name} ({kinds})")
        self._copy_in(name, file)
        file.unlink()
        self._run(f"ANALYZE {name}")

    def _copy_in(self, name: str, file: Path) -> None:
        with (
            file.open("rb") as rows,
            self.connected.cursor() as cursor,
            cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy,
        ):
            while some := rows.read(AT_ONCE):
                copy.write(some)

    def keep(self, step: Step) -> None:
        question = ibis.to_sql(step.expression, dialect="postgres")
        self._run(f"CREATE TEMPORARY TABLE {step.name} AS {question}")
        self._run(f"ANALYZE {step.name}")

    def take(self, step: Step) -> str:
        file = self._file(step.name)
        with (
            file.open("wb") as rows,
            self.connected.cursor() as cursor,
            cursor.copy(f"COPY {step.name} TO STDOUT (FORMAT csv)") as copy,
        ):
            rows.writelines(copy)
        kinds = ", ".join(
            f"{literal(name)}: {literal(DuckDBType.to_string(kind))}"
            for name, kind in step.expression.schema().items()
        )
        file_said = f"{literal(str(file))}, auto_detect = false, delim = ','"
        return f"read_csv({file_said}, columns = {{{kinds}}})"

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.csv"

    def _run(self, statement: str) -> None:
        self.connected.execute(statement)


def _as_text(name: str, kind: ibis.expr.datatypes.DataType) -> str:
    """A list as PostgreSQL reads it; everything else it reads as DuckDB writes it."""
    if kind.is_array():
        return f"'{{' || array_to_string({name}, ',') || '}}' AS {name}"
    return f"{name}::{DuckDBType.to_string(kind)} AS {name}"
