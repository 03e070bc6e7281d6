"""The snapshot's active rows as views, whatever columns an older snapshot lacks."""

import duckdb

from convergent.facts.literals import literal
from convergent.facts.readings import SQL_TYPES
from convergent.facts.snapshot import Snapshot
from convergent.facts.tables import Table, table_named

NEEDED = (
    *("orgs", "users", "roles", "classes", "courses", "enrollments", "demographics"),
    *("program_status", "calendar_days", "attendance_daily", "lineItems", "results"),
    *("assessment_results", "assessment_parts"),
)


def show_snapshot(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """A view for each table that measures read; one that nobody has exported has no rows."""
    for name in NEEDED:
        connection.execute(
            f'CREATE VIEW "{_view(name)}" AS {_rows(connection, snapshot, table_named(name))}'
        )


def _view(name: str) -> str:
    """The gradebook's results are called so; those of assessments are what measures mean by it."""
    return "gradebook" if name == "results" else name


def _rows(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot, table: Table) -> str:
    path = snapshot.table(table.name)
    stored: set[str] = set()
    if path.exists():
        file = f"read_parquet({literal(str(path))})"
        stored = {row[0] for row in connection.execute(f"DESCRIBE FROM {file}").fetchall()}
    columns = (
        column.stored
        if column.stored in stored
        else f"NULL::{SQL_TYPES[column.kind]} AS {column.stored}"
        for column in table.kept
    )
    if not stored:
        return f"SELECT {', '.join(columns)} WHERE false"
    active = "status = 'active'" if "status" in stored else "true"
    return f"SELECT {', '.join(columns)} FROM {file} WHERE {active}"
