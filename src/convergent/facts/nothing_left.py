"""A roster of which nothing is left: without a school or a role nobody can work with it."""

from collections.abc import Iterator

import duckdb

from convergent.facts.findings import Finding
from convergent.facts.literals import literal
from convergent.facts.staging import Staging
from convergent.facts.tables import NOT_STAFF, table_named

RULE = "something left to publish"
_IS_STAFF = f"role NOT IN ({', '.join(map(literal, NOT_STAFF))})"
_NEEDED = (
    ("orgs", "type = 'school'", "school"),
    ("users", "true", "person"),
    ("roles", _IS_STAFF, "role of staff"),
    ("roles", f"NOT ({_IS_STAFF})", "role of students"),
)
"""Of each table, kinds of row, as SQL over one; where the files give any, one has to be left."""


def refuse_without_roster(
    staging: Staging, connection: duckdb.DuckDBPyConnection
) -> Iterator[Finding]:
    for name, are_such, word in _NEEDED:
        parts = staging.parts_of(table_named(name))
        is_given = parts and _is_any(f"read_{name}", are_such, connection)
        if is_given and not _is_any(f"known_{name}", are_such, connection):
            fix = f"Mend the errors: no {word} would be left."
            yield Finding(file=parts[0].file.name, rule=RULE, fix=fix)


def _is_any(rows: str, are_such: str, connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(f"SELECT 1 FROM {rows} WHERE {are_such} LIMIT 1")
    return found.fetchone() is not None
