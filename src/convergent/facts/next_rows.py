"""What a table holds after a load: the rows that were accepted, and those of the serving snapshot
that they do not replace.

Absence deactivates, never deletes: a row that a whole export no longer holds stays, inactive. A row
that was rejected is not absent: what was known of it before stays as it was.
"""

import duckdb

from convergent.facts.literals import literal
from convergent.facts.snapshot import Snapshot
from convergent.facts.stored import no_rows, stored_rows
from convergent.facts.tables import Table


def show_serving(
    table: Table, serving: Snapshot | None, connection: duckdb.DuckDBPyConnection
) -> bool:
    """Makes the view `serving_<table>`, with today's columns; tells whether it can hold rows."""
    held = serving is not None and serving.table(table.name).exists()
    if serving is None or not held:
        connection.execute(f"CREATE VIEW serving_{table.name} AS {no_rows(table)}")
        return False
    rows = stored_rows(table, serving.table(table.name))
    connection.execute(f"CREATE VIEW serving_{table.name} AS {rows}")
    return True


def keys_of(table: Table, *views: str) -> str:
    """SQL for the keys, as `key`, of a table in these of its views: `accepted`, `serving` …"""
    selected = (f"SELECT {table.key[0]} AS key FROM {view}_{table.name}" for view in views)
    return f"({' UNION ALL '.join(selected)})"


def show_known(table: Table, connection: duckdb.DuckDBPyConnection, *views: str) -> None:
    """Makes the view `known_<table>`: the rows of these of its views, or none."""
    every = (f"SELECT {_columns(table)} FROM {view}_{table.name}" for view in views)
    rows = " UNION ALL ".join(every) or no_rows(table)
    connection.execute(f"CREATE VIEW known_{table.name} AS {rows}")


def show_rejected(table: Table, connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the view `rejected_<table>`: serving rows whose successors were rejected or unread."""
    same_key = table.same_key("new", "old")
    connection.execute(
        f"""CREATE VIEW rejected_{table.name} AS
        SELECT {_columns(table)} FROM serving_{table.name} old
        WHERE (EXISTS (SELECT 1 FROM read_{table.name} new WHERE {same_key})
            OR EXISTS (SELECT 1 FROM unread_{table.name} new WHERE {same_key}))
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
    """Makes the view `next_<table>`. What need not be joined is not: most loads repeat the last."""
    has_deleted = table.has_status and _has_deleted(table, connection)
    rows = f"SELECT {_columns(table)} FROM accepted_{table.name} new"
    if has_deleted:
        rows += f" WHERE status <> 'tobedeleted' OR {_is_told_whole(table)}"
    if has_serving:
        kept = _kept(table, connection, is_whole=is_whole, has_rejected=has_rejected)
        rows += f" UNION ALL {kept}" if kept else ""
    if has_rejected and is_whole:
        rows += f" UNION ALL SELECT {_columns(table)} FROM rejected_{table.name}"
    if has_serving and has_deleted:
        rows += f" UNION ALL {_deleted(table)}"
    connection.execute(f"CREATE VIEW next_{table.name} AS {rows}")


def _has_deleted(table: Table, connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        f"SELECT 1 FROM accepted_{table.name} WHERE status = 'tobedeleted' LIMIT 1"
    )
    return found.fetchone() is not None


def _is_told_whole(table: Table) -> str:
    """Whether a row that is to be deleted is not held yet, and says what it was."""
    needed = (column.stored for column in table.kept if column.required)
    said = "".join(f" AND new.{name} IS NOT NULL" for name in needed)
    held = f"SELECT 1 FROM serving_{table.name} old WHERE {table.same_key('new', 'old')}"
    return f"(NOT EXISTS ({held}){said})"


def _deleted(table: Table) -> str:
    """Serving rows that are to be deleted: what they were stays, whatever else is said of them."""
    return f"""SELECT {_columns(table, status="tobedeleted")} FROM serving_{table.name} old
        WHERE EXISTS (SELECT 1 FROM accepted_{table.name} new
        WHERE new.status = 'tobedeleted' AND {table.same_key("new", "old")})"""


def _kept(
    table: Table, connection: duckdb.DuckDBPyConnection, *, is_whole: bool, has_rejected: bool
) -> str:
    """The serving rows that stay, of which some may end; nothing where there are none."""
    ends = is_whole and table.absence == "ends"
    if ends and not _find_absent(table, connection):
        return ""
    kept = _ended(table) if ends else _not_brought(table)
    same_key = table.same_key("new", "old")
    if has_rejected and is_whole:
        kept += f" AND NOT EXISTS (SELECT 1 FROM rejected_{table.name} new WHERE {same_key})"
    if is_whole and table.absence == "replaced":
        spoken_of = " AND ".join(f"new.{one} = old.{one}" for one in table.replaced_by.split(", "))
        kept += f""" AND NOT EXISTS
            (SELECT 1 FROM accepted_{table.name} new WHERE {spoken_of})"""
    return kept


def _ended(table: Table) -> str:
    """What a whole export no longer holds is inactive from now on."""
    return f"""SELECT {_columns(table, status="inactive")} FROM serving_{table.name} old
        WHERE EXISTS (SELECT 1 FROM absent_{table.name} new WHERE {table.same_key("new", "old")})"""


def _not_brought(table: Table) -> str:
    same_key = table.same_key("new", "old")
    return f"""SELECT {_columns(table)} FROM serving_{table.name} old
        WHERE NOT EXISTS (SELECT 1 FROM accepted_{table.name} new WHERE {same_key})"""


def _find_absent(table: Table, connection: duckdb.DuckDBPyConnection) -> bool:
    """Makes `absent_<table>`, the keys of serving rows that were not accepted again; whether there
    are any. To look at keys alone costs little.
    """
    same_key = table.same_key("new", "old")
    connection.execute(
        f"""CREATE TEMP TABLE absent_{table.name} AS
        SELECT {", ".join(table.key)} FROM serving_{table.name} old
        WHERE NOT EXISTS (SELECT 1 FROM accepted_{table.name} new WHERE {same_key})"""
    )
    found = connection.execute(f"SELECT 1 FROM absent_{table.name} LIMIT 1")
    return found.fetchone() is not None


def _columns(table: Table, *, status: str = "") -> str:
    """The columns of a row; with `status` in the place of its own, if it has one."""
    return ", ".join(
        f"{literal(status)} AS status" if status and column.stored == "status" else column.stored
        for column in table.kept
    )
