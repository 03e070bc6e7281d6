"""Words for roles that are not OneRoster's: those that a district declares, and those it might."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from convergent.facts.findings import Finding
from convergent.facts.literals import literal
from convergent.facts.located import found_in, line_of
from convergent.facts.readings import plain_word
from convergent.facts.sources.own_roles import BETWEEN, own_roles
from convergent.facts.staging import Staging
from convergent.facts.tables import Column, Table, rostering

DECLARED, ASIDE, UNKNOWN = "word of the district", "role left aside", "role known"
OTHER = "ext:other"
_MOST = 50
_PAGE = "See the page “Map your own columns”."
_COMPARED = f"lower(regexp_replace(trim(role), {literal(BETWEEN)}, '', 'g'))"
_TABLES = (rostering.USER_ROLES, rostering.ENROLLMENTS)


def take_role_words(
    mappings: Path | None, staging: Staging, connection: duckdb.DuckDBPyConnection
) -> None:
    """Reads roles as the district declares them, and notices how often each word is there.

    The tables that hold roles are staged anew where a declared word is found. Noticed are the fifty
    most frequent words of each: those declared, those of which nothing here follows, and those that
    nobody knows, which reject their rows. Raises ExportRefused where a mapping is wrong.
    """
    connection.execute("CREATE TEMP TABLE role_words (key VARCHAR, meaning VARCHAR, file VARCHAR)")
    rows = [[word.key, word.meaning, word.file] for word in own_roles(mappings)]
    if rows:
        connection.executemany("INSERT INTO role_words VALUES (?, ?, ?)", rows)
    for table in _TABLES:
        if table.name in staging.tables:
            staging.notices.extend(_of_table(table, staging, connection))


def _of_table(
    table: Table, staging: Staging, connection: duckdb.DuckDBPyConnection
) -> Iterator[Finding]:
    column = table.column("role")
    found = connection.execute(
        f"""SELECT role, meaning, file, times, first, from_row FROM (
            SELECT role, count(*) AS times, min(rowid) AS first,
                arg_min_null(from_row, rowid) AS from_row
            FROM staged_{table.name} WHERE role IS NOT NULL GROUP BY role)
        LEFT JOIN role_words ON key = {_COMPARED}
        WHERE meaning IS NOT NULL OR NOT (starts_with(role, 'ext:') OR list_contains(?, role))
        ORDER BY meaning IS NULL, times DESC, role""",
        [sorted(column.allowed)],
    ).fetchall()
    parts = staging.parts_of(table)
    for role, meaning, file, times, first, from_row in found[:_MOST]:
        rule, fix = _told(column, role, meaning and _fitting(column, meaning), file)
        if rule:
            one = found_in(parts, 0, first, from_row, role)
            yield Finding(
                file=one.part.file.name,
                line=line_of(one),
                column=one.part.selection.columns.get("role", "role"),
                value=one.value,
                rule=rule,
                fix=fix,
                rows=times,
            )
    if any(meaning for _role, meaning, *_ in found):
        _read_as_declared(table, column, staging)


def _told(column: Column, role: str, meaning: str | None, file: str) -> tuple[str, str]:
    """The rule and the advice; none of a word that means one of OneRoster's."""
    if meaning:
        return DECLARED, f"Nothing: it was read as {meaning}, as {file} says."
    plain = plain_word(role)
    if plain in {plain_word(one) for one in column.allowed}:
        return "", ""
    understood = dict(column.understood).get(plain)
    if understood is None:
        return UNKNOWN, f"Say in a mapping which role it is, and load again. {_PAGE}"
    if understood == OTHER and column is rostering.USER_ROLES.column("role"):
        return ASIDE, f"Nothing, if nobody shall have a role by it; else say which it is. {_PAGE}"
    return "", ""


def _fitting(column: Column, meaning: str) -> str:
    """What a class knows of a role that only people have: that it is another."""
    return meaning if meaning in column.allowed or meaning.startswith("ext:") else OTHER


def _read_as_declared(table: Table, column: Column, staging: Staging) -> None:
    allowed = ", ".join(map(literal, sorted(column.allowed)))
    staging.replace(
        table,
        f"""t.* EXCLUDE rowid REPLACE (CASE WHEN meaning IS NULL THEN t.role
            WHEN meaning IN ({allowed}) OR starts_with(meaning, 'ext:') THEN meaning
            ELSE {literal(OTHER)} END AS role)
        FROM staged_{table.name} t LEFT JOIN role_words ON key = {_COMPARED}
        ORDER BY t.rowid""",
    )
