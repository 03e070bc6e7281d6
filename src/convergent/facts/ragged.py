"""What rows are about that are none, such as one with too few values.

Such a row cannot be read, and is not absent: what was known of it before stays as it was.
"""

import csv

import duckdb
import pyarrow as pa

from convergent.facts.findings import Finding
from convergent.facts.readings import SQL_TYPES, applied, strict
from convergent.facts.sources.forms import Selection, position
from convergent.facts.sources.lines import find_lines
from convergent.facts.sources.recognise import ExportFile
from convergent.facts.sources.text import TextFile
from convergent.facts.staging import numbered, value_of
from convergent.facts.tables import Table, table_named

MOST_ROWS = 200_000
"""A file of which so many are ragged is refused, unless it has twenty million rows."""
LONGEST = 100_000


def note_keys(
    file: ExportFile, text: TextFile, connection: duckdb.DuckDBPyConnection
) -> list[Finding]:
    """Fills `unread_<table>`, for each table that the file gives rows to, with the keys of its
    ragged rows, as far as these show them; a notice where some show none.
    """
    selections = file.fit.selections
    for selection in selections:
        _make_unread(table_named(selection.table), connection)
    columns = _cut(file, text, connection)
    if not columns:
        return []
    for selection in selections:
        _note(selection, f"cells_{file.number}", columns, connection)
    return _untold(file, text, connection)


def are_unread(table: Table, connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(f"SELECT 1 FROM unread_{table.name} LIMIT 1")
    return found.fetchone() is not None


def _make_unread(table: Table, connection: duckdb.DuckDBPyConnection) -> None:
    keys = ", ".join(f"{key} {SQL_TYPES[table.column(key).kind]}" for key in table.key)
    connection.execute(f"CREATE TABLE IF NOT EXISTS unread_{table.name} ({keys})")


def _cut(file: ExportFile, text: TextFile, connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Makes `cells_<file>` of the ragged rows, each with its byte, unless there are none; returns
    the names of its columns.
    """
    rows = connection.execute(
        f"""SELECT line_byte_position, coalesce(any_value(csv_line)[:{LONGEST}], '')
        FROM ragged_{file.number} GROUP BY 1 ORDER BY 1 LIMIT {MOST_ROWS}"""
    ).fetchall()
    if not rows:
        return []
    width = _width(file, text)
    names = ["byte", *map(position, range(width))]
    cells = [[byte, *_cells(file, text, line, width)] for byte, line in rows]
    found = pa.table(dict(zip(names, map(list, zip(*cells, strict=True)), strict=True)))
    connection.register("ragged_cells", found)
    connection.execute(f"CREATE TEMP TABLE cells_{file.number} AS FROM ragged_cells")
    connection.unregister("ragged_cells")
    return names[1:]


def _width(file: ExportFile, text: TextFile) -> int:
    fixed = file.fit.fixed
    return len(fixed.columns) if fixed else len(text.heading)


def _cells(file: ExportFile, text: TextFile, line: str, width: int) -> list[str]:
    """So many values, as far as they can be told apart; the others are empty."""
    if file.fit.fixed:
        return [line[begin : begin + size] for begin, size in file.fit.fixed.columns]
    try:
        values = next(csv.reader([line.strip("\r\n")], delimiter=text.delimiter), [])
    except csv.Error:
        values = []
    return (values + [""] * width)[:width]


def _note(
    selection: Selection, cells: str, columns: list[str], connection: duckdb.DuckDBPyConnection
) -> None:
    table = table_named(selection.table)
    keys = ", ".join(
        applied(strict(table.column(key)), f"({value_of(selection, key)})") for key in table.key
    )
    connection.execute(
        f"INSERT INTO unread_{table.name} SELECT {keys} FROM {numbered(cells, selection, columns)}"
    )


def _untold(
    file: ExportFile, text: TextFile, connection: duckdb.DuckDBPyConnection
) -> list[Finding]:
    """Of a file of changes nothing is absent, and nothing has to be told."""
    selection = file.fit.selections[0]
    if file.mode == "delta" or selection.each:
        return []
    key = value_of(selection, table_named(selection.table).key[0])
    first, rows = connection.execute(
        f"SELECT min(byte), count(*) FROM cells_{file.number} WHERE ({key}) IS NULL"
    ).fetchone() or (0, 0)
    if not rows:
        return []
    return [
        Finding(
            file=file.name,
            line=find_lines(text, rows=(), ragged_bytes={first}).of_byte[first],
            rule="key of a row",
            fix="Write the row anew: what it is about cannot be told, so that counts as absent.",
            rows=rows,
        )
    ]
