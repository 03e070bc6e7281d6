"""How many rows of each kind a snapshot serves; what its last load read is another number."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from convergent.facts.snapshot import Snapshot
from convergent.facts.stored import stored_rows
from convergent.facts.tables import TABLES, Table

MEMORY = "256MB"


def served_rows(snapshot: Snapshot) -> Mapping[str, int]:
    """By table, as its manifest says; counted where an earlier version wrote that."""
    served = snapshot.manifest.served
    return count_served(snapshot.folder) if served is None else served


def count_served(folder: Path) -> dict[str, int]:
    """The active rows of each table in the folder; what has no status is active."""
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        return {
            table.name: _active(table, file, connection)
            for table in TABLES
            for file in (folder / f"{table.name}.parquet",)
            if file.exists()
        }


def _active(table: Table, file: Path, connection: duckdb.DuckDBPyConnection) -> int:
    where = "WHERE status = 'active'" if table.has_status else ""
    counted = connection.execute(
        f"SELECT count(*) FROM ({stored_rows(table, file)}) {where}"
    ).fetchone()
    return int(counted[0]) if counted else 0
