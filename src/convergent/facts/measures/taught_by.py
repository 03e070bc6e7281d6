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
_FIRST = "row_number() OVER (PARTITION BY cell, student) = 1 AS is_first"
"""Whether to count the student: once in a cell, however many teachers she has."""
_OF_RESULTS = f"""SELECT cell, student, teacher, {_FIRST}, unnest(groups) AS student_group,
    {", ".join(f"{has_it} AS {name}" for name, has_it in _RESTS_ON.items())}
FROM tested JOIN cells USING (cell)
JOIN (FROM taught UNION ALL FROM stand_ins) USING (student, assessment, subject, school_year)"""
_OF_MARKS = f"""SELECT cell, student, teacher, {_FIRST}, unnest(groups) AS student_group,
    true AS graded
FROM graded JOIN cells USING (cell) JOIN marked_by USING (student, school_year)"""
_IN_CELLS = """CREATE TABLE {base}_taught AS
SELECT cell, student_group, teacher, {columns} FROM ({rows}) GROUP BY ALL"""
_LOADS = f"""CREATE TABLE loads AS
SELECT rests_on, slice, student_group, teacher, sum(students)::BIGINT AS students,
    sum(firsts)::BIGINT AS firsts, bit_xor(who) AS who
FROM ({{in_cells}}) JOIN cell_slices USING (cell)
WHERE is_detailed OR student_group = {EVERYBODY}
GROUP BY ALL"""
_BESIDE_TEAMS = f"""INSERT INTO loads
WITH pairs AS (
    SELECT team.slice, school.slice AS whole FROM slices team
    JOIN slices school USING (assessment, subject, school_year, grade, school_id)
    WHERE team.place_kind = 'team' AND school.place_kind = 'school'
)
SELECT school.rests_on, -pairs.slice, {EVERYBODY}, school.teacher,
    school.students - coalesce(team.students, 0), school.firsts - coalesce(team.firsts, 0),
    xor(school.who, coalesce(team.who, 0))
FROM pairs JOIN loads school ON school.slice = whole AND school.student_group = {EVERYBODY}
LEFT JOIN loads team ON team.slice = pairs.slice AND team.student_group = {EVERYBODY}
    AND team.rests_on = school.rests_on AND team.teacher = school.teacher"""
"""Whoever is of a team counts at its school, with the same teachers: the rest is a difference."""
_TAUGHT_BY = """CREATE TABLE taught_by AS
WITH linked AS (
    SELECT rests_on, slice, student_group, sum(firsts)::BIGINT AS linked FROM loads GROUP BY ALL
)
SELECT rests_on, slice, student_group, any_value(linked) AS linked,
    count(*) AS teacher_sets, max(sets.students)::BIGINT AS largest,
    list_sum(max(sets.students, 2))::BIGINT AS largest_two
FROM (
    SELECT DISTINCT rests_on, slice, student_group, students, who FROM loads WHERE students > 0
) AS sets
JOIN linked USING (rests_on, slice, student_group) GROUP BY ALL"""


def make_taught_by(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `taught_by` (what a value rests on × slice × group): how many students have a known
    teacher, how many teachers, and how many students the one and the two with most have.

    Slice -7 is the rest of the school beside the team of slice 7.
    """
    bases = {"tested": (_OF_RESULTS, tuple(_RESTS_ON)), "graded": (_OF_MARKS, ("graded",))}
    long = []
    for base, (rows, names) in bases.items():
        columns = ", ".join(map(_counts, names))
        connection.execute(_IN_CELLS.format(base=base, rows=rows, columns=columns))
        long += [_as_long(base, name) for name in names]
    connection.execute(_LOADS.format(in_cells=" UNION ALL ".join(long)))
    connection.execute(_BESIDE_TEAMS)
    connection.execute(_TAUGHT_BY)


def _counts(name: str) -> str:
    return f"""count(*) FILTER ({name}) AS {name}_students,
        count(*) FILTER ({name} AND is_first) AS {name}_firsts,
        bit_xor(hash(student)) FILTER ({name}) AS {name}_who"""


def _as_long(base: str, name: str) -> str:
    return f"""SELECT '{name}' AS rests_on, cell, student_group, teacher,
        {name}_students AS students, {name}_firsts AS firsts, {name}_who AS who
        FROM {base}_taught WHERE {name}_students > 0"""
