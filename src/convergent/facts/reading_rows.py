"""Finds, for each column, how its values are to be read, and shows the staged rows so read.

`read_<table>` has, for each stored column, its value (a date, a number, …) and, as
`<column>_written`, the text that it was read from.
"""

from dataclasses import dataclass

import duckdb

from convergent.facts.readings import EITHER_FIRST, Reading, applied, looser, strict
from convergent.facts.tables import Column, Table

BLANK_STATUS = "blank status"
BLANK_ROWS = "blank rows"
ROWS = "rows"
FEW = 10_000
"""So many rows are read once and kept: planning the reading anew for each rule takes longer."""


@dataclass(frozen=True)
class Oddity:
    """Values that only a looser reading understood. `found` is SQL over a row t of `read_`."""

    column: Column
    notice: str
    found: str


@dataclass(frozen=True)
class ReadRows:
    """What was odd about the values of a table, and how many rows hold nothing at all."""

    oddities: tuple[Oddity, ...]
    blank: int


def show_read(
    table: Table, connection: duckdb.DuckDBPyConnection, *, only: str = "true"
) -> ReadRows:
    """Makes `read_<table>` of the rows that hold something. `only` is SQL over a staged row that
    tells whether it is read.
    """
    left = _left(table, connection)
    readings: dict[str, str] = {}
    oddities: list[Oddity] = []
    for column in table.columns:
        readings[column.stored] = strict(column)
        if left[column.stored]:
            readings[column.stored], odd = _loosened(column, table, connection)
            oddities.extend(odd)
        if column.stored == "status" and left[BLANK_STATUS]:
            oddities.append(Oddity(column, BLANK_STATUS, "t.status_written IS NULL"))
    columns = ", ".join(
        f"{applied(sql, stored)} AS {stored}, {stored} AS {stored}_written"
        for stored, sql in readings.items()
    )
    where = f"({only}) AND NOT {is_blank(table)}" if left[BLANK_ROWS] else only
    kept = "TEMP TABLE" if left[ROWS] <= FEW else "VIEW"
    connection.execute(
        f"""CREATE {kept} read_{table.name} AS
        SELECT rowid AS row_number, from_row, {columns} FROM staged_{table.name} WHERE {where}"""
    )
    return ReadRows(tuple(oddities), left[BLANK_ROWS])


def is_blank(table: Table) -> str:
    """SQL over a staged row."""
    return f"({' AND '.join(f'{column.stored} IS NULL' for column in table.columns)})"


def _left(table: Table, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many values of each column its strict reading leaves: one pass over the table.

    Rows that hold nothing are counted too, and, where some have a status, those without it.
    """
    counts = ", ".join(
        "0" if sql == "{0}" else f"count_if({_leaves(sql, column.stored)})"
        for column in table.columns
        for sql in (strict(column),)
    )
    names = [column.stored for column in table.columns]
    counts += f", count_if({is_blank(table)}), count(*)"
    names += [BLANK_ROWS, ROWS]
    if table.has_status:
        counts += ", CASE WHEN count(status) > 0 THEN count(*) - count(status) ELSE 0 END"
        names.append(BLANK_STATUS)
    row = connection.execute(f"SELECT {counts} FROM staged_{table.name}").fetchone() or ()
    return dict(zip(names, row, strict=True))


def _loosened(
    column: Column, table: Table, connection: duckdb.DuckDBPyConnection
) -> tuple[str, list[Oddity]]:
    """The strict reading, and each looser one that reads what those before it leave."""
    chosen, oddities = strict(column), []
    for reading in _worth_trying(column, table, connection):
        newly = f"({_leaves(chosen, '{0}')} AND {reading.sql} IS NOT NULL)"
        if _count(applied(newly, column.stored), table, connection):
            written = applied(newly, f"t.{column.stored}_written")
            oddities.append(Oddity(column, reading.notice, written))
            chosen = f"coalesce({chosen}, {reading.sql})"
    return chosen, oddities


def _worth_trying(
    column: Column, table: Table, connection: duckdb.DuckDBPyConnection
) -> list[Reading]:
    """All but one order of day and month: a column has one, by those of its dates that tell."""
    readings = list(looser(column))
    for month_first, day_first in EITHER_FIRST:
        if month_first in readings:
            tells_day = _reads_alone(day_first, month_first, column, table, connection)
            tells_month = _reads_alone(month_first, day_first, column, table, connection)
            readings.remove(month_first if tells_day and not tells_month else day_first)
    return readings


def _reads_alone(
    one: Reading,
    other: Reading,
    column: Column,
    table: Table,
    connection: duckdb.DuckDBPyConnection,
) -> bool:
    """Whether some value is only understood by the first of two readings."""
    left = _leaves(other.sql, column.stored)
    read = f"{applied(one.sql, column.stored)} IS NOT NULL"
    return _count(f"({left} AND {read})", table, connection) > 0


def _leaves(sql: str, value: str) -> str:
    return f"{value} IS NOT NULL AND {applied(sql, value)} IS NULL"


def _count(condition: str, table: Table, connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute(f"SELECT count_if({condition}) FROM staged_{table.name}").fetchone()
    return int(found[0]) if found else 0
