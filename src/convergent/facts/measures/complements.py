"""Withholds what, taken from its whole or added up to it, would tell a withheld value.

A whole and its parts are one equation: all students and the sexes, origins, or a program and who is
not in it; all grades and each grade; a school and a team. Three rules hold for each:

- nothing that is withheld stands in it alone;
- what is withheld in it, and who is in no part of it, are together none or ten students and more;
- what a school has beside a team is itself something that may be told.

Where one is broken, the smallest part that is shown is withheld too, and all rules are asked again.
They hold for a school's own leaders as well. What lies farther apart, for everybody else, is the
`gate`'s.
"""

import duckdb
import pyarrow as pa

from convergent.facts.literals import literal
from convergent.facts.measures.aggregate_table import AGAINST
from convergent.facts.measures.disclosure import (
    TOO_FEW_OTHERS,
    TOO_FEW_TEACHERS,
    inside,
    outside,
    teachers_in_effect,
)
from convergent.facts.measures.student_groups import EVERYBODY, FAMILIES, FIRST_PAIR, PAIRS
from convergent.facts.values import SMALLEST_GROUP

_EQUATIONS = f"""CREATE TABLE equations AS
WITH numbered AS (
    SELECT assembled.*, code FROM assembled JOIN group_names ON name = student_group
    WHERE code < {FIRST_PAIR}
),
wholes AS (FROM numbered WHERE students >= {SMALLEST_GROUP} OR norm <> '')
SELECT whole.row AS whole, family, part.row AS part FROM numbered part
JOIN families USING (student_group)
JOIN wholes whole ON whole.measure = part.measure AND whole.slice = part.slice
WHERE whole.code = {EVERYBODY}
UNION ALL
SELECT whole.row, 'grade', part.row FROM numbered part
JOIN wholes whole USING (measure, assessment, subject, school_year, place_kind, place_id, code)
WHERE whole.grade = '' AND part.grade <> ''
UNION ALL
SELECT whole.row, part.place_id, part.row FROM numbered part
JOIN wholes whole USING (measure, assessment, subject, school_year, grade, school_id, code)
WHERE whole.place_kind = 'school' AND part.place_kind = 'team'"""
_BESIDE_TEAMS = f"""UPDATE assembled SET {{column}} = {literal(TOO_FEW_OTHERS)}
WHERE {{column}} IS NULL AND row IN (
    WITH rest AS (
        SELECT team.row, team.norm, team.grade, team.place_kind, team.rests_on, team.minimum,
            -team.slice AS slice, {EVERYBODY} AS student_group,
            school.students - team.students AS students
        FROM equations JOIN assembled team ON team.row = equations.part
        JOIN assembled school ON school.row = equations.whole
        WHERE team.place_kind = 'team' AND school.place_kind = 'school'
            AND school.{{column}} IS NULL AND school.students > team.students
    ),
    taught AS (
        SELECT rest.*, {teachers_in_effect()} AS teachers FROM rest
        LEFT JOIN taught_by USING (rests_on, slice, student_group)
    )
    SELECT row FROM taught WHERE {{why}} IS NOT NULL
)"""


def _secret(row: str) -> str:
    """SQL for why a row is withheld; NULL where what tells it is no secret: scores of a school and
    its grades are told whoever teaches them, also where a team of few teachers has all students.
    """
    is_growth = f"{row}.norm <> '' OR {row}.{{column}} <> {literal(TOO_FEW_TEACHERS)}"
    return f"CASE WHEN {is_growth} THEN {row}.{{column}} END"


_BROKEN = f"""UPDATE assembled SET {{column}} = {literal(TOO_FEW_OTHERS)} WHERE row IN (
    WITH near AS (
        SELECT whole FROM equations SEMI JOIN touched ON touched.row = part
        UNION SELECT row FROM touched
    ),
    terms AS (
        SELECT equations.*, all_of.students AS of_all, one.students,
            {_secret("all_of")} AS why_whole, {_secret("one")} AS why,
            coalesce(why_whole <> {literal(TOO_FEW_OTHERS)}, false)
                OR coalesce(why <> {literal(TOO_FEW_OTHERS)}, false) AS is_for_itself
        FROM (FROM equations SEMI JOIN near USING (whole)) AS equations
        JOIN assembled AS all_of ON all_of.row = equations.whole
        JOIN assembled AS one ON one.row = equations.part
    ),
    sums AS (
        SELECT whole, any_value(why_whole) IS NOT NULL AS is_whole_withheld,
            greatest(any_value(of_all) - sum(students), 0) AS in_no_part,
            count(*) FILTER (why IS NOT NULL) AS withheld,
            coalesce(sum(students) FILTER (why IS NOT NULL), 0) + in_no_part AS not_shown,
            arg_min(part, (students, part)) FILTER (why IS NULL) AS smallest,
            CASE WHEN bool_or(is_for_itself) THEN {SMALLEST_GROUP} ELSE 1 END AS enough
        FROM terms GROUP BY whole, family
    )
    SELECT coalesce(smallest, whole) FROM sums
    WHERE withheld + is_whole_withheld::INTEGER = 1 AND in_no_part < enough
        OR NOT is_whole_withheld AND not_shown BETWEEN 1 AND {{fewest}} - 1
) RETURNING row"""
_GAPS = f"""UPDATE assembled SET {{column}} = {literal(TOO_FEW_OTHERS)}
WHERE {{column}} IS NULL AND row IN (
    SELECT gap.row FROM assembled gap JOIN pairs ON pairs.pair = gap.student_group
    JOIN assembled side ON side.slice = gap.slice AND side.student_group = pairs.side
    WHERE side.rests_on = 'tested' AND side.{{column}} IS NOT NULL
)"""


def find_equations(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `equations` of the rows of `assembled`."""
    connection.execute("CREATE TABLE families (student_group VARCHAR, family VARCHAR)")
    connection.executemany("INSERT INTO families VALUES (?, ?)", list(FAMILIES.items()))
    connection.execute("CREATE TABLE pairs (pair VARCHAR, side VARCHAR)")
    sides = [(AGAINST.join(pair), side) for pair in PAIRS for side in pair]
    connection.executemany("INSERT INTO pairs VALUES (?, ?)", sides)
    connection.execute(_EQUATIONS)


def complete(connection: duckdb.DuckDBPyConnection) -> None:
    """Goes over `assembled` until nothing more has to be withheld; a gap goes with its groups.

    Makes `shown`: the rows that everybody sees so far.
    """
    for column, why, fewest in (
        ("withheld", outside(), SMALLEST_GROUP),
        ("withheld_inside", inside(), 1),
    ):
        connection.execute(_BESIDE_TEAMS.format(column=column, why=why))
        _complete(connection, "SELECT row FROM assembled", column=column, fewest=fewest)
    connection.execute("CREATE TABLE shown AS SELECT row FROM assembled WHERE withheld IS NULL")


def complete_again(connection: duckdb.DuckDBPyConnection) -> None:
    """The same, after more was withheld from everybody: only what is near it can be broken.

    What a school has beside a team is never told more than before.
    """
    since = "SELECT row FROM assembled SEMI JOIN shown USING (row) WHERE withheld IS NOT NULL"
    _complete(connection, since, column="withheld", fewest=SMALLEST_GROUP)


def _complete(
    connection: duckdb.DuckDBPyConnection, rows: str, *, column: str, fewest: int
) -> None:
    """Asks the rules near some rows, given as SQL, and then near what that withheld."""
    touched = connection.sql(rows).to_arrow_table()
    while touched.num_rows:
        connection.register("touched", touched)
        broken = connection.execute(_BROKEN.format(column=column, fewest=fewest)).fetchall()
        connection.unregister("touched")
        touched = pa.table({"row": pa.array([row for (row,) in broken], pa.int64())})
    connection.execute(_GAPS.format(column=column))
