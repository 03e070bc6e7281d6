"""Results that were loaded before the roster: what it says of whose they are, where that is two."""

from collections.abc import Iterator

import duckdb

from convergent.facts.findings import Finding
from convergent.facts.located import found_in, line_of
from convergent.facts.other_ids import every_other_id
from convergent.facts.staging import Staging
from convergent.facts.tables import table_named
from convergent.facts.whose import of_two_students, whose

RULE = "one student"
FIX = (
    "Results that were loaded before have both ids, and are nobody's: correct the ids here, or "
    "load these results again."
)
_MOST = 1000
_EVERY_ID = """(SELECT student_id_kind, student_id FROM earlier
UNION ALL SELECT other_kind, other_id FROM earlier_others)"""
_TOLD = f"""SELECT row_number, from_row, student_id, other_id, times FROM earlier_others
JOIN earlier_of_two USING (student_id_kind, student_id, other_ids)
JOIN earlier_people one ON one.kind = student_id_kind AND one.id = student_id
JOIN earlier_people other ON other.kind = other_kind AND other.id = other_id
JOIN read_users ON sourced_id = one.person
WHERE one.person <> other.person ORDER BY row_number, student_id, other_id LIMIT {_MOST}"""


def results_of_two_students(
    staging: Staging, connection: duckdb.DuckDBPyConnection
) -> Iterator[Finding]:
    """Each two students of a new roster whom results that serve already take for one, where the
    first of them stands in the roster. Nothing where results are loaded along: these are checked.
    """
    if "users" not in staging.tables or "assessment_results" in staging.tables:
        return
    connection.execute(
        """CREATE TEMP TABLE earlier AS
        SELECT student_id_kind, student_id, other_ids, count(*) AS times
        FROM serving_assessment_results WHERE other_ids IS NOT NULL GROUP BY ALL"""
    )
    if connection.execute("SELECT 1 FROM earlier LIMIT 1").fetchone() is None:
        return
    for name, sql in (
        ("earlier_others", every_other_id("earlier")),
        ("earlier_people", whose(_EVERY_ID, "known_users")),
        ("earlier_of_two", of_two_students("earlier_others", "earlier_people")),
    ):
        connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")
    parts = staging.parts_of(table_named("users"))
    for row, from_row, student, other, times in connection.execute(_TOLD).fetchall():
        one = found_in(parts, 0, row, from_row, f"{student}, {other}")
        yield Finding(
            file=one.part.file.name,
            line=line_of(one),
            column=one.part.selection.columns.get("sourced_id", "sourcedId"),
            value=one.value,
            rule=RULE,
            fix=FIX,
            rows=times,
        )
