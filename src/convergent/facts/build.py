"""Writes the rows that passed as Parquet, sorted by school, and hashes them."""

import hashlib
from pathlib import Path

import duckdb

from convergent.facts.tables import TABLES, Column, Kind, Table

_READ_AS: dict[Kind, str] = {
    "text": "{0}",
    "date": "CAST({0} AS DATE)",
    "boolean": "lower({0}) = 'true'",
    "decimal": "CAST({0} AS DECIMAL(9, 4))",
    "list": "list_transform(string_split(coalesce({0}, ''), ','), lambda item: trim(item))",
}
_ROWS_IN_A_GROUP = 50_000


def write_table(table: Table, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Writes `<folder>/<table>.parquet`, in an order that depends on the rows alone."""
    columns = ", ".join(f"{_typed(column)} AS {column.stored}" for column in table.columns)
    order = ", ".join(table.sorted_by)
    connection.execute(
        f"""COPY (SELECT {columns} FROM accepted_{table.name} ORDER BY {order})
        TO '{_quoted(folder / f"{table.name}.parquet")}'
        (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_IN_A_GROUP})"""
    )


def content_hash(folder: Path, connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over all rows in their order: what was said, not how the export wrote it."""
    digest = hashlib.sha256()
    for table in TABLES:
        heading = f"{table.name}:{','.join(column.stored for column in table.columns)}\n"
        digest.update(heading.encode())
        rows = connection.sql(
            f"""SELECT {_as_text(table)} FROM
            read_parquet('{_quoted(folder / f"{table.name}.parquet")}')"""
        )
        for batch in rows.to_arrow_reader(100_000):
            digest.update(batch.column(0).buffers()[2])
    return digest.hexdigest()


def _typed(column: Column) -> str:
    if column.stored == "status":
        return "coalesce(status, 'active')"
    return _READ_AS[column.kind].format(column.stored)


def _as_text(table: Table) -> str:
    """A row as text: control characters part the values, end the row, and stand for nothing."""
    values = ", ".join(
        f"coalesce(CAST({column.stored} AS VARCHAR), chr(0))" for column in table.columns
    )
    return f"concat_ws(chr(31), {values}) || chr(30)"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
