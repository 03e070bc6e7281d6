"""Whether a snapshot is still what was built."""

import duckdb

from convergent import __version__
from convergent.facts.build import table_hash
from convergent.facts.snapshot import Snapshot
from convergent.facts.stored import parquet
from convergent.facts.tables import table_named

MEMORY = "512MB"


def damaged_tables(snapshot: Snapshot) -> list[str]:
    """Tables that are missing, cannot be read, or hold other rows than those that were published.
    What another version wrote is only read.
    """
    is_ours = snapshot.manifest.code_version == __version__
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        return [
            name
            for name, expected in sorted(snapshot.manifest.hashes.items())
            if _found(snapshot, name, connection, is_ours=is_ours) not in {expected, "readable"}
        ]


def _found(
    snapshot: Snapshot, name: str, connection: duckdb.DuckDBPyConnection, *, is_ours: bool
) -> str:
    file = snapshot.table(name)
    try:
        if is_ours:
            return table_hash(table_named(name), file, connection)
        connection.execute(f"SELECT count(COLUMNS(*)) FROM {parquet(file)}").fetchall()
    except duckdb.Error:
        return "not readable"
    return "readable"
