"""Writes a table as Parquet, sorted by school, and hashes its rows."""

import hashlib
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from convergent.facts.literals import literal
from convergent.facts.readings import SQL_TYPES
from convergent.facts.stored import parquet
from convergent.facts.tables import Table

_ROWS_IN_A_GROUP = 50_000
_IN_A_DICTIONARY = 5_000  # ids that differ from row to row take less room without one
_ROWS_AT_ONCE = 100_000


def write_table(table: Table, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Writes `<folder>/<table>.parquet` of `next_<table>`, in an order that depends on the rows
    alone.
    """
    columns = ", ".join(
        f"CAST({column.stored} AS {SQL_TYPES[column.kind]}) AS {column.stored}"
        for column in table.kept
    )
    order = ", ".join(dict.fromkeys((*table.sorted_by, *table.key)))
    connection.execute(
        f"""COPY (SELECT {columns} FROM next_{table.name} ORDER BY {order})
        TO {literal(str(folder / f"{table.name}.parquet"))}
        (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_IN_A_GROUP},
        DICTIONARY_SIZE_LIMIT {_IN_A_DICTIONARY})"""
    )


def table_hash(table: Table, file: Path, connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over the rows in their order: what was said, not how the export wrote it.

    Each column is hashed by itself, as the lengths and the bytes of its values, so that neither
    batches nor compression matter.
    """
    columns = ", ".join(f"CAST({column.stored} AS VARCHAR)" for column in table.kept)
    rows = connection.sql(f"SELECT {columns} FROM {parquet(file)}")
    digests = [hashlib.sha256() for _ in table.kept]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for batch in rows.to_arrow_reader(_ROWS_AT_ONCE):
            list(threads.map(_hash_values, digests, batch.columns))
    whole = hashlib.sha256(",".join(column.stored for column in table.kept).encode())
    for digest in digests:
        whole.update(digest.digest())
    return whole.hexdigest()


def content_hash(hashes: Mapping[str, str]) -> str:
    """One hash for a snapshot, from the hashes of its tables."""
    lines = "".join(f"{name}:{hashes[name]}\n" for name in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()


def _hash_values(digest: Any, values: pa.Array) -> None:
    """Nothing has the length -1, and no bytes."""
    lengths = pc.fill_null(pc.binary_length(values), -1).cast(pa.int32())
    digest.update(lengths.buffers()[1])
    text = pc.fill_null(values, "").cast(pa.large_string())
    _, offsets, data = text.buffers()
    if data is not None:
        first, last = text.offset, text.offset + len(text)
        ends = memoryview(offsets).cast("q")
        digest.update(memoryview(data)[ends[first] : ends[last]])
