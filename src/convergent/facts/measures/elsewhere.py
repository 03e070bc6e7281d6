"""The plan worked out by another engine: base tables go there, what was found comes back.

Base tables are made by DuckDB whatever the engine: they are the district's rules for what counts,
and no measure.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import duckdb
import ibis
from ibis.backends.sql.datatypes import DuckDBType

from convergent.facts.measures.planning import Step
from convergent.facts.measures.tables import BASES, base_table, cell_slices

RESTED_ON = {
    **{name: base_table(name).schema() for name in BASES},
    "cell_slices": cell_slices().schema(),
}
"""The tables that a plan rests on."""


class Session(Protocol):
    """An engine at work: it keeps tables by name, and makes others of them."""

    def bring(self, name: str, schema: ibis.Schema, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes a table of one that DuckDB has."""

    def keep(self, step: Step) -> None:
        """Makes the table of a step."""

    def take(self, step: Step) -> str:
        """SQL by which DuckDB reads the table of a step."""


class Elsewhere(ABC):
    """An engine that opens a session of its own."""

    name: str

    @abstractmethod
    def open(self, folder: Path) -> AbstractContextManager[Session]:
        """What is written in the folder is of no use once the session is closed."""

    def make(
        self, steps: Sequence[Step], connection: duckdb.DuckDBPyConnection, folder: Path, /
    ) -> None:
        folder.mkdir()
        with self.open(folder) as session:
            for name, schema in RESTED_ON.items():
                session.bring(name, schema, connection)
            for step in steps:
                session.keep(step)
            for step in steps:
                if step.is_outcome:
                    columns = as_declared(step.expression.schema())
                    rows = session.take(step)
                    connection.execute(f"CREATE TABLE {step.name} AS SELECT {columns} FROM {rows}")


def as_declared(schema: ibis.Schema) -> str:
    """Columns in SQL of DuckDB, of the types that expressions were written for."""
    return ", ".join(
        f"{name}::{DuckDBType.to_string(kind)} AS {name}" for name, kind in schema.items()
    )
