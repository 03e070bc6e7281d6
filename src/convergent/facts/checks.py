"""Declared rules, each checked over a whole table at once."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from convergent.facts.findings import Finding
from convergent.facts.tables import Column, Kind, Table

_MALFORMED: dict[Kind, tuple[str, str]] = {
    "date": (
        "length(t.{0}) <> 10 OR try_cast(t.{0} AS DATE) IS NULL",
        "Write the date as YYYY-MM-DD.",
    ),
    "boolean": ("lower(t.{0}) NOT IN ('true', 'false')", "Write true or false."),
    "decimal": ("try_cast(t.{0} AS DECIMAL(9, 4)) IS NULL", "Write a number, such as 0.5."),
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """A rule on one column. `violated` is SQL over the staged row t; `rejects` says whether the row
    goes, or is only noticed and loaded with the column empty.
    """

    rule: str
    column: Column
    violated: str
    fix: str
    rejects: bool = True


def checks_of(table: Table) -> list[Check]:
    """In this order: a row's first violated rule is not hidden by another's."""
    checks = [check for column in table.columns for check in _column_checks(column, table)]
    return [*checks, _no_duplicate(table)]


def run_checks(table: Table, checks: list[Check], connection: duckdb.DuckDBPyConnection) -> None:
    """Fills `found_<table>` (check, row, value), and lets `accepted_<table>` show the good rows."""
    name = table.name
    connection.execute(
        f"CREATE TABLE found_{name} (check_number INTEGER, row_number BIGINT, value VARCHAR)"
    )
    for number, check in enumerate(checks):
        connection.execute(
            f"""INSERT INTO found_{name}
            SELECT {number}, t.rowid, t.{check.column.stored} FROM staged_{name} t
            WHERE {check.violated}"""
        )
    connection.execute(_accepted_view(table, checks))


def _accepted_view(table: Table, checks: list[Check]) -> str:
    """Empties what was only noticed, so that no accepted row refers to what is not there."""
    rejecting = ", ".join(str(n) for n, check in enumerate(checks) if check.rejects)
    emptied = ", ".join(
        f"""CASE WHEN t.rowid IN (SELECT row_number FROM found_{table.name}
        WHERE check_number = {n}) THEN NULL ELSE {check.column.stored} END
        AS {check.column.stored}"""
        for n, check in enumerate(checks)
        if not check.rejects
    )
    return f"""CREATE VIEW accepted_{table.name} AS
        SELECT * {f"REPLACE ({emptied})" if emptied else ""} FROM staged_{table.name} t
        WHERE t.rowid NOT IN (SELECT row_number FROM found_{table.name}
        WHERE check_number IN ({rejecting}))"""


def _column_checks(column: Column, table: Table) -> Iterator[Check]:
    if column.required:
        yield _is_given(column)
    if column.kind in _MALFORMED:
        yield _is_well_formed(column)
    if column.allowed:
        yield _is_allowed(column)
    if column.refers_to:
        yield _refers(column, table)


def _is_given(column: Column) -> Check:
    return Check(
        rule="required",
        column=column,
        violated=f"t.{column.stored} IS NULL",
        fix=f"Fill in {column.name}.",
    )


def _is_well_formed(column: Column) -> Check:
    malformed, fix = _MALFORMED[column.kind]
    return Check(
        rule=column.kind,
        column=column,
        violated=f"t.{column.stored} IS NOT NULL AND ({malformed.format(column.stored)})",
        fix=fix,
    )


def _is_allowed(column: Column) -> Check:
    allowed = ", ".join(f"'{value}'" for value in sorted(column.allowed))
    return Check(
        rule="allowed value",
        column=column,
        violated=f"""t.{column.stored} NOT IN ({allowed})
            AND NOT starts_with(t.{column.stored}, 'ext:')""",
        fix=f"Use one of {', '.join(sorted(column.allowed))}, or a value that begins with ext:.",
    )


def _refers(column: Column, table: Table) -> Check:
    state = "staged" if column.refers_to == table.name else "accepted"
    return Check(
        rule="reference",
        column=column,
        violated=f"""t.{column.stored} IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM {state}_{column.refers_to} known
            WHERE known.sourced_id = t.{column.stored})""",
        fix=f"Add this sourcedId to {column.refers_to}.csv, or correct {column.name}.",
        rejects=column.must_exist,
    )


def _no_duplicate(table: Table) -> Check:
    """The first row with a key stays."""
    return Check(
        rule="duplicate",
        column=table.columns[0],
        violated=f"""t.rowid IN (SELECT later.rowid FROM staged_{table.name} later JOIN
            (SELECT sourced_id, min(rowid) AS first_row FROM staged_{table.name}
            GROUP BY sourced_id HAVING count(*) > 1) repeated
            ON later.sourced_id = repeated.sourced_id AND later.rowid > first_row)""",
        fix="Keep one row for each sourcedId.",
    )


ONE_DISTRICT = "exactly one district"
NOT_EMPTY = "at least one row"
NEVER_EMPTY = ("orgs", "users", "roles")


def refuse_whole(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Findings for which nothing of an export may be published, however few its errors."""
    return [*_refuse_districts(connection), *_refuse_empty(connection)]


def _refuse_empty(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """A file with a heading alone would end every role of the district."""
    for name in NEVER_EMPTY:
        found = connection.execute(f"SELECT count(*) FROM accepted_{name}").fetchone()
        if not found or not found[0]:
            fix = f"Export {name}.csv again: it holds no row that can be used."
            yield Finding(file=f"{name}.csv", rule=NOT_EMPTY, fix=fix)


def _refuse_districts(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A finding for exports of no district, or of several: one home holds one."""
    found = connection.execute(
        "SELECT list(sourced_id ORDER BY sourced_id) FROM accepted_orgs WHERE type = 'district'"
    ).fetchone()
    districts = (found and found[0]) or []
    if len(districts) == 1:
        return []
    return [
        Finding(
            file="orgs.csv",
            column="type",
            value=", ".join(districts),
            rule=ONE_DISTRICT,
            fix="Name one organisation of type district, above the schools.",
        )
    ]
