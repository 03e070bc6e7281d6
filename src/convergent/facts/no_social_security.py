"""Refuses an export that would bring social-security numbers in, wherever they stand in it.

Nothing of it is kept: a row that was only left out would lie in the quarantine.
"""

from collections.abc import Sequence

import duckdb

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.located import found_in, line_of
from convergent.facts.social_security import is_of_social_security
from convergent.facts.sources.recognise import ExportFile
from convergent.facts.staging import Staging, used_columns
from convergent.facts.tables import Table

RULE = "social-security number"
FIX = "Export it without social-security numbers: none is taken in, and nothing was loaded."
_SHAPE = r"(^|[^0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}($|[^0-9-])"
_ITS_END = "-[0-9][0-9]-[0-9][0-9][0-9][0-9]"


def refuse_named(file: ExportFile) -> None:
    """Raises ExportRefused where a column is read whose heading says what it holds."""
    for name in used_columns(file, file.text):
        at = int(name[1:])
        heading = file.text.heading[at] if at < len(file.text.heading) else ""
        if is_of_social_security(heading):
            line = file.text.heading_line
            raise ExportRefused(
                Finding(file=file.name, line=line, column=heading, rule=RULE, fix=FIX)
            )


def refuse_shaped(
    tables: Sequence[Table], staging: Staging, connection: duckdb.DuckDBPyConnection
) -> None:
    """Raises ExportRefused where a value is read that has the shape of one: the first of each
    table.
    """
    found = [one for table in tables if (one := _first(table, staging, connection))]
    if found:
        raise ExportRefused(*found)


def _first(table: Table, staging: Staging, connection: duckdb.DuckDBPyConnection) -> Finding | None:
    given = (column.stored for column in table.columns if staging.tells(table, column))
    shaped = {c: _matches(c, _SHAPE) for c in given if _may_hold(table, c, connection)}
    if not shaped:
        return None
    cases = " ".join(f"WHEN {sql} THEN '{stored}'" for stored, sql in shaped.items())
    row = connection.execute(
        f"""SELECT min(rowid), arg_min((from_row, CASE {cases} END), rowid), count(*)
        FROM staged_{table.name} WHERE {" OR ".join(shaped.values())}"""
    ).fetchone()
    if row is None or not row[2]:
        return None
    at, (from_row, stored), rows = row
    one = found_in(staging.parts_of(table), 0, at, from_row, "")
    column = one.part.selection.columns.get(stored) or table.column(stored).name
    name = one.part.file.name
    return Finding(file=name, line=line_of(one), column=column, rule=RULE, fix=FIX, rows=rows)


def _may_hold(table: Table, stored: str, connection: duckdb.DuckDBPyConnection) -> bool:
    """A column by itself: of one whose values are few, each of them is looked at once."""
    found = connection.execute(
        f"""SELECT 1 FROM staged_{table.name} WHERE {stored} LIKE '%-__-____%'
        AND {_matches(stored, _ITS_END)} LIMIT 1"""
    )
    return found.fetchone() is not None


def _matches(stored: str, shape: str) -> str:
    return f"regexp_matches({stored}, '{shape}')"
