"""What a table holds after a load: the rows that were accepted, and those of the serving snapshot
that they do not replace.

Absence deactivates, never deletes: a row that a whole export no longer holds stays, inactive. A row
that was rejected is not absent: what was known of it before stays as it was.
"""

import duckdb

from convergent.facts.readings import SQL_TYPES
from convergent.facts.snapshot import Snapshot
from convergent.facts.tables import Table


def show_serving(
    table: Table, serving: Snapshot | None, connection: duckdb.DuckDBPyConnection
) -> bool:
    """Makes the view `serving_<table>`, with today's columns; tells whether it can hold rows."""
    held = serving is not None and serving.table(table.name).exists()
    if serving is None or not held:
        connection.execute(
            f"CREATE VIEW serving_{table.name} AS SELECT {_empty(table)} WHERE false"
        )
        return False
    source = f"read_parquet('{_quoted(str(serving.table(table.name)))}')"
    stored = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    columns = ", ".join(
        f"CAST({column.stored} AS {SQL_TYPES[column.kind]}) AS {column.stored}"
        if column.stored in stored
        else f"NULL::{SQL_TYPES[column.kind]} AS {column.stored}"
        for column in table.kept
    )
    connection.execute(f"CREATE VIEW serving_{table.name} AS SELECT {columns} FROM {source}")
    return True


def keys_of(table: Table, *views: str) -> str:
    """SQL for the keys, as `key`, of a table in these of its views: `accepted`, `serving` …"""
    selected = (f"SELECT {table.key[0]} AS key FROM {view}_{table.name}" for view in views)
    return f"({' UNION ALL '.join(selected)})"


def show_known(table: Table, connection: duckdb.DuckDBPyConnection, *views: str) -> None:
    """Makes the view `known_<table>`: the rows of these of its views, or none."""
    every = (f"SELECT {_columns(table)} FROM {view}_{table.name}" for view in views)
    none = f"SELECT {_empty(table)} WHERE false"
    connection.execute(f"CREATE VIEW known_{table.name} AS {' UNION ALL '.join(every) or none}")


def show_rejected(table: Table, connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the view `rejected_<table>`: serving rows whose successors were rejected."""
    same_key = table.same_key("new", "old")
    connection.execute(
        f"""CREATE VIEW rejected_{table.name} AS
        SELECT {_columns(table)} FROM serving_{table.name} old
        WHERE EXISTS (SELECT 1 FROM read_{table.name} new WHERE {same_key})
        AND NOT EXISTS (SELECT 1 FROM accepted_{table.name} new WHERE {same_key})"""
    )


def show_next(
    table: Table,
    connection: duckdb.DuckDBPyConnection,
    *,
    is_whole: bool,
    has_serving: bool,
    has_rejected: bool = False,
) -> None:
    """Makes the view `next_<table>`."""
    rows = f"SELECT {_columns(table)} FROM accepted_{table.name} new"
    if table.has_status:
        rows += f" WHERE status <> 'tobedeleted' OR {_is_told_whole(table)}"
    if has_serving:
        rows += f" UNION ALL {_kept(table, is_whole=is_whole, has_rejected=has_rejected)}"
    if has_rejected and is_whole:
        rows += f" UNION ALL SELECT {_columns(table)} FROM rejected_{table.name}"
    if has_serving and table.has_status:
        rows += f" UNION ALL {_deleted(table)}"
    connection.execute(f"CREATE VIEW next_{table.name} AS {rows}")


def _is_told_whole(table: Table) -> str:
    """Whether a row that is to be deleted is not held yet, and says what it was."""
    needed = (column.stored for column in table.kept if column.required)
    said = "".join(f" AND new.{name} IS NOT NULL" for name in needed)
    held = f"SELECT 1 FROM serving_{table.name} old WHERE {table.same_key('new', 'old')}"
    return f"(NOT EXISTS ({held}){said})"


def _deleted(table: Table) -> str:
    """Serving rows that are to be deleted: what they were stays, whatever else is said of them."""
    columns = _columns(table).replace("status", "'tobedeleted' AS status", 1)
    return f"""SELECT {columns} FROM serving_{table.name} old WHERE EXISTS (
        SELECT 1 FROM accepted_{table.name} new
        WHERE new.status = 'tobedeleted' AND {table.same_key("new", "old")})"""


def _kept(table: Table, *, is_whole: bool, has_rejected: bool) -> str:
    """The serving rows that stay; ended ones where a whole export no longer holds them."""
    same_key = table.same_key("new", "old")
    columns = _columns(table)
    ends = is_whole and table.absence == "ends" and table.has_status
    if ends:
        columns = columns.replace("status", "'inactive' AS status", 1)
    kept = f"""SELECT {columns} FROM serving_{table.name} old
        WHERE NOT EXISTS (SELECT 1 FROM accepted_{table.name} new WHERE {same_key})"""
    if has_rejected and is_whole:
        kept += f" AND NOT EXISTS (SELECT 1 FROM rejected_{table.name} new WHERE {same_key})"
    if is_whole and table.absence == "replaced":
        spoken_of = " AND ".join(f"new.{one} = old.{one}" for one in table.replaced_by.split(", "))
        kept += f""" AND NOT EXISTS
            (SELECT 1 FROM accepted_{table.name} new WHERE {spoken_of})"""
    return kept


def _columns(table: Table) -> str:
    return ", ".join(column.stored for column in table.kept)


def _empty(table: Table) -> str:
    return ", ".join(f"NULL::{SQL_TYPES[column.kind]} AS {column.stored}" for column in table.kept)


def _quoted(text: str) -> str:
    return text.replace("'", "''")
