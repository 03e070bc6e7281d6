"""What a load would change: rows that end, change and come, for each kind and each school."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from convergent.facts.findings import Difference, SchoolDifference
from convergent.facts.stored import parquet, stored_rows
from convergent.facts.tables import Table

SCHOOLS_SHOWN = 50


def difference(
    table: Table, before: Path, after: Path, *, day: date, connection: duckdb.DuckDBPyConnection
) -> Difference:
    """Compares two files of one table, by key; rows count while they are active on `day`.

    Columns that one of them does not have yet, or no longer, make no difference.
    """
    both = [_columns(file, connection) for file in (before, after)]
    for view, file in (("was", before), ("is_now", after)):
        rows = _active(table, file, day)
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {rows}")
    same_key = table.same_key("was", "is_now")
    shared = both[0] & both[1] - set(table.key)
    compared = [column.stored for column in table.kept if column.stored in shared]
    alike = " AND ".join(f"was.{name} IS NOT DISTINCT FROM is_now.{name}" for name in compared)
    row = connection.execute(
        f"""SELECT (SELECT count(*) FROM was),
        (SELECT count(*) FROM was ANTI JOIN is_now ON {same_key}),
        (SELECT count(*) FROM was JOIN is_now ON {same_key} WHERE NOT ({alike or "true"})),
        (SELECT count(*) FROM is_now ANTI JOIN was ON {same_key})"""
    ).fetchone() or (0, 0, 0, 0)
    schools = _by_school(table, same_key, connection) if row[1] and table.school else ()
    before_count, ended, changed, added = row
    return Difference(table.name, before_count, ended, changed, added, tuple(schools))


def _by_school(
    table: Table, same_key: str, connection: duckdb.DuckDBPyConnection
) -> Sequence[SchoolDifference]:
    rows = connection.execute(
        f"""SELECT {table.school}, count(*) AS before, count(*) FILTER (is_gone) AS ended FROM (
            SELECT was.{table.school},
            NOT EXISTS (SELECT 1 FROM is_now WHERE {same_key}) AS is_gone FROM was)
        WHERE {table.school} IS NOT NULL GROUP BY 1 HAVING ended > 0
        ORDER BY ended DESC, 1 LIMIT {SCHOOLS_SHOWN}"""
    ).fetchall()
    return [SchoolDifference(*row) for row in rows]


def _columns(file: Path, connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    found = connection.execute(f"DESCRIBE SELECT * FROM {parquet(file)}").fetchall()
    return frozenset(column[0] for column in found)


def _active(table: Table, file: Path, day: date) -> str:
    conditions = [table.is_open.replace("$day", f"DATE '{day.isoformat()}'")]
    if table.has_status:
        conditions.append("status = 'active'")
    return f"SELECT * FROM ({stored_rows(table, file)}) WHERE {' AND '.join(conditions)}"
