"""What works out the plan: DuckDB, or another engine that Ibis compiles to."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import duckdb
import ibis

from convergent.errors import WrongSetting
from convergent.facts.measures.planning import Step
from convergent.facts.measures.postgres import Postgres
from convergent.facts.measures.spark import Spark


class Engine(Protocol):
    """All engines give the same values; `tests/facts/measures/test_engines.py` holds them to it."""

    name: str

    def make(
        self, steps: Sequence[Step], connection: duckdb.DuckDBPyConnection, folder: Path, /
    ) -> None:
        """Makes the outcomes, as tables of the connection that has the base tables. What the engine
        has to write lies in `folder`, which is not there yet.
        """


class DuckDB:
    """The default: in this process, in the connection that made the base tables."""

    name = "duckdb"

    def make(
        self, steps: Sequence[Step], connection: duckdb.DuckDBPyConnection, _folder: Path, /
    ) -> None:
        for step in steps:
            connection.execute(f"CREATE TABLE {step.name} AS {_question(step)}")


ENGINES = (DuckDB.name, Spark.name, Postgres.name)


def engine_named(name: str, *, database: str) -> Engine:
    """`database` is the address of PostgreSQL; empty where there is none."""
    if name == DuckDB.name:
        return DuckDB()
    if name == Spark.name:
        return Spark()
    if name != Postgres.name:
        raise WrongSetting(f"There is no engine {name}.", f"Use one of: {', '.join(ENGINES)}.")
    if not database:
        raise WrongSetting(
            "Records are not in PostgreSQL, and measures would be worked out beside them.",
            "Set database_url, or take the engine duckdb.",
        )
    return Postgres(database)


@cache
def _question(step: Step) -> str:
    return str(ibis.to_sql(step.expression, dialect="duckdb"))
