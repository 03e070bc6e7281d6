"""The one read-only door to snapshots: a locked-down DuckDB for each process, a cursor a thread."""

import os
import threading
from pathlib import Path

import duckdb

from convergent.facts.literals import literal

_opening = threading.Lock()
_connections: dict[tuple[int, Path], duckdb.DuckDBPyConnection] = {}


class _CursorsOfThread(threading.local):
    def __init__(self) -> None:
        self.open: dict[tuple[int, Path], duckdb.DuckDBPyConnection] = {}


_of_thread = _CursorsOfThread()


def reading_cursor(snapshots: Path) -> duckdb.DuckDBPyConnection:
    """Reads Parquet below the folder `snapshots`, and nothing else: no other file, no setting."""
    key = (os.getpid(), snapshots)
    cursors = _of_thread.open
    if key not in cursors:
        with _opening:
            if key not in _connections:
                _connections[key] = _locked_down(snapshots)
            cursors[key] = _connections[key].cursor()
    return cursors[key]


def _locked_down(snapshots: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "512MB"})
    connection.execute("SET parquet_metadata_cache = true")
    connection.execute(f"SET allowed_directories = [{literal(str(snapshots))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection
