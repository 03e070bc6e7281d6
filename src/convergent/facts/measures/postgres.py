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
from convergent.facts.measures.elsewhere import Elsewhere, Session, as_declared
from convergent.facts.measures.planning import Step

AT_ONCE = 10_000


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
        except psycopg.Error as error:  # whose words may hold a row's values
            raise RuntimeError(f"PostgreSQL refused a step: SQLSTATE {error.sqlstate}") from None


class PostgresSession:
    """Temporary tables in one transaction, which is never committed."""

    def __init__(self, connected: psycopg.Connection, folder: Path) -> None:
        self.connected = connected
        self.folder = folder

    def bring(self, name: str, schema: ibis.Schema, connection: duckdb.DuckDBPyConnection) -> None:
        kinds = ", ".join(f"{one} {PostgresType.to_string(kind)}" for one, kind in schema.items())
        self._run(f"CREATE TEMPORARY TABLE {name} ({kinds})")
        rows = connection.execute(f"SELECT {as_declared(schema)} FROM {name}")
        self._copy_in(name, [_sent_as(kind) for kind in schema.types], rows)
        self._run(f"ANALYZE {name}")

    def _copy_in(self, name: str, kinds: list[str], rows: duckdb.DuckDBPyConnection) -> None:
        """In the binary form, of which a server that refuses a row writes nothing into its log."""
        with (
            self.connected.cursor() as cursor,
            cursor.copy(f"COPY {name} FROM STDIN (FORMAT binary)") as copy,
        ):
            copy.set_types(kinds)
            while some := rows.fetchmany(AT_ONCE):
                for row in some:
                    copy.write_row(row)

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


def _sent_as(kind: ibis.expr.datatypes.DataType) -> str:
    if isinstance(kind, ibis.expr.datatypes.Array):
        return f"{_sent_as(kind.value_type)}[]"
    return _NAMES[str(kind)]


_NAMES = {
    "boolean": "bool",
    "int16": "int2",
    "int32": "int4",
    "int64": "int8",
    "float64": "float8",
}
