"""Fills in what rows leave empty and other rows of the same export tell."""

from collections.abc import Iterator

import duckdb

from convergent.facts.findings import Finding
from convergent.facts.staging import Part, Staging
from convergent.facts.tables import Filling, Table


def fill_in(
    table: Table, staging: Staging, connection: duckdb.DuckDBPyConnection
) -> Iterator[Finding]:
    """Makes `staged_<table>` anew, and tells what a person should know of it."""
    for filling in table.fillings:
        filled = _fill(table, filling, staging, connection)
        parts = [p for p in staging.parts_of(table) if filling.column in p.selection.columns]
        if filled and filling.notice and parts:
            yield _told(filling, parts[0], rows=filled)


def _fill(
    table: Table,
    filling: Filling,
    staging: Staging,
    connection: duckdb.DuckDBPyConnection,
) -> int:
    where = filling.where or f"t.{filling.column} IS NULL"
    if not all(name in staging.tables for name in filling.needs):
        return 0
    if not _has_any(table, where, connection):
        return 0
    column = filling.column
    joined = f"""FROM staged_{table.name} t LEFT JOIN (
        SELECT key, min(value) AS value FROM ({filling.values}) GROUP BY key) filled
        ON filled.key = t.{filling.by}"""
    is_filled = f"(({where}) AND filled.value IS NOT NULL)"
    counted = connection.execute(f"SELECT count_if({is_filled}) {joined}").fetchone()
    if not counted or not counted[0]:
        return 0
    staging.replace(
        table,
        f"""t.* EXCLUDE rowid
        REPLACE (CASE WHEN {is_filled} THEN filled.value ELSE t.{column} END AS {column})
        {joined} ORDER BY t.rowid""",
    )
    return int(counted[0])


def _has_any(table: Table, where: str, connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(f"SELECT 1 FROM staged_{table.name} t WHERE {where} LIMIT 1")
    return found.fetchone() is not None


def _told(filling: Filling, part: Part, *, rows: int) -> Finding:
    return Finding(
        file=part.file.name,
        line=part.text.heading_line,
        column=part.selection.columns[filling.column],
        rule="filled in",
        fix=filling.notice,
        rows=rows,
    )
