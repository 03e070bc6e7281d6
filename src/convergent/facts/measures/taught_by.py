"""Whose students are behind each value: teachers counted by the students whom they have.

Teachers of the very same students, such as two who share a class, count as one.
"""

import duckdb

from convergent.facts.measures.student_groups import EVERYBODY

_RESTS_ON = {
    "tested": "true",
    "growth": "growth IS NOT NULL",
    "official": "official_growth IS NOT NULL",
}
"""What a value can rest on, and SQL for the results that have it; of marks it is `graded`."""
_OF_RESULTS = """SELECT '{rests_on}' AS rests_on, cell, groups, student, teacher
FROM tested JOIN cells USING (cell)
JOIN (FROM taught UNION ALL FROM stand_ins) USING (student, assessment, subject, school_year)
WHERE {has_it}"""
_OF_MARKS = """SELECT 'graded' AS rests_on, cell, groups, student, teacher
FROM graded JOIN cells USING (cell) JOIN marked_by USING (student, school_year)"""
_BESIDE_TEAMS = f"""INSERT INTO teaching
WITH pairs AS (
    SELECT team.slice, school.slice AS whole FROM slices team
    JOIN slices school USING (assessment, subject, school_year, grade, school_id)
    WHERE team.place_kind = 'team' AND school.place_kind = 'school'
),
members AS (
    SELECT slice, student FROM pairs JOIN cell_slices USING (slice)
    JOIN (SELECT cell, student FROM tested UNION ALL SELECT cell, student FROM graded) USING (cell)
)
SELECT rests_on, -pairs.slice, [{EVERYBODY}]::SMALLINT[], student, teacher
FROM pairs JOIN cell_slices ON cell_slices.slice = whole JOIN teaching USING (cell)
ANTI JOIN members ON members.slice = pairs.slice AND members.student = teaching.student"""
_TAUGHT_BY = f"""CREATE TABLE taught_by AS
WITH places AS (
    SELECT cell, slice, is_detailed FROM cell_slices
    UNION ALL SELECT DISTINCT cell, cell, true FROM teaching WHERE cell < 0
),
of_groups AS (
    SELECT rests_on, cell, student, teacher, unnest(groups) AS student_group FROM teaching
),
of_cells AS (
    SELECT rests_on, cell, student_group, teacher, count(*) AS students,
        bit_xor(hash(student)) AS who
    FROM of_groups GROUP BY ALL
),
loads AS (
    SELECT rests_on, slice, student_group, teacher, sum(students) AS students, bit_xor(who) AS who
    FROM of_cells JOIN places USING (cell) WHERE is_detailed OR student_group = {EVERYBODY}
    GROUP BY ALL
),
linked_in_cells AS (
    SELECT rests_on, cell, student_group, count(DISTINCT student) AS students FROM of_groups
    GROUP BY ALL
),
linked AS (
    SELECT rests_on, slice, student_group, sum(students) AS students
    FROM linked_in_cells JOIN places USING (cell) GROUP BY ALL
)
SELECT rests_on, slice, student_group, any_value(linked.students)::BIGINT AS linked,
    count(*) AS teacher_sets, max(sets.students)::BIGINT AS largest,
    list_sum(max(sets.students, 2))::BIGINT AS largest_two
FROM (SELECT DISTINCT rests_on, slice, student_group, students, who FROM loads) AS sets
JOIN linked USING (rests_on, slice, student_group) GROUP BY ALL"""


def make_taught_by(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `taught_by` (what a value rests on × slice × group): how many students have a known
    teacher, how many teachers, and how many students the one and the two with most have.

    Slice -7 is the rest of the school beside the team of slice 7.
    """
    questions = [
        _OF_RESULTS.format(rests_on=name, has_it=has_it) for name, has_it in _RESTS_ON.items()
    ]
    connection.execute(f"CREATE TABLE teaching AS {' UNION ALL '.join([*questions, _OF_MARKS])}")
    connection.execute(_BESIDE_TEAMS)
    connection.execute(_TAUGHT_BY)
