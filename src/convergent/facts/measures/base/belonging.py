"""Which groups a student was in on a day."""

from collections.abc import Iterator

import duckdb

from convergent.facts.measures.student_groups import (
    CODES,
    EVERYBODY,
    ORIGINS,
    PROGRAMS,
    SEXES,
    Program,
)

HISPANIC = "hispanic_or_latino"
_CODE_OF_NAME = (
    f"""map {{{", ".join(f"'{name}': {code}" for name, code in CODES.items() if code)}}}"""
)


def make_belonging(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `belonging`: student × day of `asked_days`: the codes of the student's groups."""
    exported = {
        name
        for (name,) in connection.execute("SELECT DISTINCT program FROM program_status").fetchall()
    }
    members = ", ".join(
        f"CASE WHEN {is_in} THEN {CODES[name]} END" for name, is_in in _members(exported)
    )
    spans = ", ".join(_spans(exported))
    connection.execute(
        f"""CREATE TABLE belonging AS
        WITH dated AS (
            SELECT student, day{", " + spans if spans else ""} FROM asked_days
            JOIN persons USING (student) JOIN program_status ON student_id = person
            GROUP BY ALL
        ),
        of_rosters AS (
            SELECT asked_days.student, asked_days.day, users.sourced_id IS NOT NULL AS is_known,
                list_filter([{EVERYBODY}, {members}], lambda code: code IS NOT NULL) AS codes
            FROM asked_days JOIN persons USING (student)
            LEFT JOIN users ON users.sourced_id = person
            LEFT JOIN demographics ON demographics.sourced_id = person
            LEFT JOIN dated ON dated.student = asked_days.student AND dated.day = asked_days.day
        ),
        of_files AS (
            SELECT student, test_day AS day, list_distinct(flatten(list(codes))) AS codes FROM (
                SELECT student, test_day, list_filter(
                    list_transform(student_groups, lambda name: {_CODE_OF_NAME}[name]),
                    lambda code: code IS NOT NULL) AS codes
                FROM chosen JOIN sittings USING (assessment, subject, school_year)
                WHERE len(student_groups) > 0
            ) GROUP BY ALL
        )
        SELECT student, day, CASE WHEN is_known AND len(of_rosters.codes) > 1
            THEN of_rosters.codes ELSE [{EVERYBODY}] || coalesce(of_files.codes, []) END
            ::SMALLINT[] AS groups
        FROM of_rosters LEFT JOIN of_files USING (student, day)"""
    )


def _spans(exported: set[str]) -> Iterator[str]:
    """For each program: whether an open span is known, NULL where the student has none at all."""
    for program in PROGRAMS:
        if program.name in exported:
            yield (
                f"bool_or((begins IS NULL OR begins <= day) AND (ends IS NULL OR ends >= day)) "
                f"FILTER (program = '{program.name}') AS on_{program.name}"
            )


def _members(exported: set[str]) -> Iterator[tuple[str, str]]:
    """Each group, and SQL for whether the student is in it."""
    for program in PROGRAMS:
        is_member = _is_member(program, is_exported=program.name in exported)
        yield program.name, is_member
        yield program.others, f"NOT ({is_member})"
    for sex in SEXES:
        yield sex, f"sex = '{sex}'"
    for origin in ORIGINS:
        yield origin, origin if origin == HISPANIC else _not_hispanic(origin)


def _is_member(program: Program, *, is_exported: bool) -> str:
    said = [f"on_{program.name}"] if is_exported else []
    said += [f"demographics.{program.flag}"] if program.flag else []
    said += ["false"] if is_exported else []
    return f"coalesce({', '.join(said)})" if said else "NULL::BOOLEAN"


def _not_hispanic(origin: str) -> str:
    """As federal reports count: whoever is Hispanic or Latino is in that group alone."""
    return f"{origin} AND NOT coalesce({HISPANIC}, false)"
