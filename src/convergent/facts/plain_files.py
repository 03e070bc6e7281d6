"""Files of a person's own, read as text with their lines: CSV, gzipped CSV, TSV or Parquet."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from convergent.facts.cells import marked, unmarked
from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.gzipped import gunzip, is_gzipped

MEMORY, SPILLED = "1GB", "20GB"
LONGEST_SHOWN = 60


@contextmanager
def reading_text(path: Path, threads: int = 1) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the view `file`, whose columns are text and which knows its lines."""
    with TemporaryDirectory(prefix="convergent-") as spilled, duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}; SET memory_limit = '{MEMORY}'")
        connection.execute(f"SET temp_directory = {quoted(spilled)}")
        connection.execute(f"SET max_temp_directory_size = '{SPILLED}'")
        source = _source(path, Path(spilled) / "unpacked")
        try:
            connection.execute(
                f"""CREATE TABLE file AS
                SELECT COLUMNS(*)::VARCHAR, row_number() OVER () + 1 AS "line of file"
                FROM {source}"""
            )
            yield connection
        except duckdb.Error as wrong:
            reason = str(wrong).splitlines()[0]
            fix = "Save it as CSV in UTF-8 with a heading, or as Parquet."
            raise ExportRefused(
                Finding(file=path.name, value=reason[:200], rule="a readable table", fix=fix)
            ) from None


def headings(connection: duckdb.DuckDBPyConnection) -> list[str]:
    described = connection.execute("DESCRIBE file").fetchall()
    return [name for name, *_ in described if name != "line of file"]


def write_plain(table: pa.Table, path: Path) -> None:
    """By the ending of the name; whole or not at all. Raises OSError.

    In CSV an apostrophe stands before what a spreadsheet would take for a formula.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _write(table, beside, names={one.lower() for one in path.suffixes})
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def shown(value: str) -> str:
    """A value as a message repeats it."""
    return value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def identifier(heading: str) -> str:
    return '"' + heading.replace('"', '""') + '"'


def as_written(heading: str, path: Path) -> str:
    """SQL for a column's text as it was given to `write_plain`."""
    column = identifier(heading)
    return column if _is_parquet(path) else unmarked(column)


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() in {".parquet", ".pq"}


def _source(path: Path, into: Path) -> str:
    """SQL that reads the file; what is packed is unpacked first, and counted while it is."""
    if _is_parquet(path):
        return f"read_parquet({quoted(str(path))})"
    plain = gunzip(path, into) if is_gzipped(path) else path
    return f"""read_csv({quoted(str(plain))}, all_varchar = true, header = true,
        delim = {quoted(_delimiter(path))}, quote = '"', escape = '"', null_padding = true,
        compression = 'none')"""


def _delimiter(path: Path) -> str:
    """By the ending of the name: tabs in .tsv and .txt, else commas."""
    names = {one.lower() for one in path.suffixes}
    return "\t" if names & {".tsv", ".txt"} else ","


def _write(table: pa.Table, path: Path, *, names: set[str]) -> None:
    if names & {".parquet", ".pq"}:
        form = "FORMAT parquet"
    else:
        form = f"FORMAT csv, HEADER{', COMPRESSION gzip' if '.gz' in names else ''}"
        table = _for_spreadsheets(table)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("written", table)
        connection.execute(f"COPY written TO {quoted(str(path))} ({form})")


def _for_spreadsheets(table: pa.Table) -> pa.Table:
    for at, column in enumerate(table.schema):
        if pa.types.is_string(column.type):
            names = table[column.name].combine_chunks().dictionary_encode()
            safe = pa.array([marked(one) for one in names.dictionary.to_pylist()], pa.string())
            table = table.set_column(at, column, safe.take(names.indices))
    return table
