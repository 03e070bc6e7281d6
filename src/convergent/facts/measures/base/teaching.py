"""Who taught a student the subject of a result on its test day.

A class is of the subject that it, or its course, names; where a student has no class of the
subject, the homeroom's teacher counts. Reading is what many call English; algebra is mathematics.
"""

from datetime import date

import duckdb

from convergent.facts.grade_codes import grade_number

_WORDS = {
    "social studies": "social|histor|civic|geograph|politic",
    "reading": r"read|english|language art|\bela\b|litera|writing",
    "mathematics": "math|algebra|geometry|calculus|statistic",
    "science": "scien|biolog|chemi|physic[^a]",
}


def _family(said: str) -> str:
    """SQL for the subject that is meant by what a class or an assessment calls it."""
    cases = " ".join(
        f"WHEN regexp_matches(lower({said}), '({words})') THEN '{name}'"
        for name, words in _WORDS.items()
    )
    return f"CASE {cases} ELSE lower({said}) END"


_SAID = "coalesce(classes.subjects[1], courses.subjects[1], courses.title, classes.title)"
_CLASS_SUBJECTS = f"""CREATE TABLE class_subjects AS
SELECT classes.sourced_id AS class_id, class_type = 'homeroom' AS is_homeroom,
    {_family(_SAID)} AS family
FROM classes LEFT JOIN courses ON courses.sourced_id = course_id"""
_WANTED = f"""CREATE TABLE wanted AS
SELECT student, assessment, subject, school_year, test_day AS day, {_family("subject")} AS family
FROM (SELECT student, assessment, subject, school_year, test_day FROM counted
    UNION SELECT student, assessment, subject, school_year, test_day FROM expected)"""
_SEATS = """CREATE TABLE seats AS
WITH last AS (
    SELECT max(least(coalesce(ends, $as_of), $as_of)) AS day FROM enrollments
    WHERE role = 'teacher' AND coalesce(begins, DATE '1900-01-01') <= $as_of
)
SELECT DISTINCT student, school_id, grade_now.grade, family, day
FROM last, (SELECT DISTINCT family FROM wanted) AS families, enrollments
JOIN persons ON person = user_id JOIN grade_now USING (student)
WHERE role = 'student' AND coalesce(begins, DATE '1900-01-01') <= day
    AND coalesce(ends, DATE '9999-12-31') >= day"""
_LESSONS = """CREATE TABLE lessons AS
WITH asked AS (
    SELECT student, family, day FROM wanted UNION SELECT student, family, day FROM seats
),
sits AS (
    SELECT student, day, class_id, family, is_homeroom
    FROM (SELECT DISTINCT day FROM asked) AS days JOIN enrollments ON role = 'student'
        AND coalesce(begins, DATE '1900-01-01') <= day
        AND coalesce(ends, DATE '9999-12-31') >= day
    JOIN persons ON person = user_id JOIN class_subjects USING (class_id)
),
classes_of AS (
    SELECT asked.*, class_id, sits.family = asked.family AS is_of_subject
    FROM asked JOIN sits USING (student, day)
    WHERE sits.family = asked.family OR is_homeroom
    QUALIFY is_of_subject OR NOT bool_or(is_of_subject) OVER (
        PARTITION BY student, asked.family, day)
)
SELECT DISTINCT student, family, day, user_id AS teacher
FROM classes_of JOIN enrollments USING (class_id)
WHERE role = 'teacher' AND coalesce(begins, DATE '1900-01-01') <= day
    AND coalesce(ends, DATE '9999-12-31') >= day"""
_TAUGHT = """CREATE TABLE taught AS
SELECT student, assessment, subject, school_year, teacher
FROM wanted JOIN lessons USING (student, family, day)"""
_STAND_INS = f"""CREATE TABLE stand_ins AS
WITH untold AS (
    SELECT student, assessment, subject, school_year, counts_school AS school_id, family,
        {grade_number("counted.grade")} AS grade,
        row_number() OVER places - 1 AS place, count(*) OVER grades AS students
    FROM counted JOIN wanted USING (student, assessment, subject, school_year)
    WHERE NOT EXISTS (
        FROM taught JOIN counted one USING (student, assessment, subject, school_year)
        WHERE one.counts_school = counted.counts_school AND taught.subject = counted.subject
            AND taught.assessment = counted.assessment AND taught.school_year = counted.school_year
    )
    WINDOW grades AS (
            PARTITION BY counts_school, assessment, subject, school_year, counted.grade),
        places AS (grades ORDER BY student)
),
numbered AS (
    SELECT student, school_id, grade, family, day,
        row_number() OVER places - 1 AS seat, count(*) OVER grades AS seats
    FROM seats SEMI JOIN lessons USING (student, family, day)
    WINDOW grades AS (PARTITION BY school_id, grade, family), places AS (grades ORDER BY student)
)
SELECT untold.student, assessment, subject, school_year, teacher
FROM untold JOIN numbered ON numbered.school_id = untold.school_id
    AND numbered.grade = untold.grade AND numbered.family = untold.family
    AND seat = place * seats // students
JOIN lessons ON lessons.student = numbered.student AND lessons.family = numbered.family
    AND lessons.day = numbered.day"""
_TEAM_MEMBERS = """CREATE TABLE team_members AS
WITH teachers AS (
    SELECT org_id AS team_id, user_id AS teacher, begins, ends
    FROM roles SEMI JOIN teams ON teams.team_id = org_id WHERE role <> 'student'
),
joined AS (
    SELECT DISTINCT team_id, student, assessment, subject, school_year FROM taught
    JOIN teachers USING (teacher)
    WHERE coalesce(begins, DATE '1900-01-01') < make_date(school_year, 7, 1)
        AND coalesce(ends, DATE '9999-12-31') >= make_date(school_year - 1, 7, 1)
)
SELECT * FROM joined
UNION SELECT team_id, student, '', '', school_year FROM joined"""


def make_teaching(connection: duckdb.DuckDBPyConnection, *, as_of: date) -> None:
    """Makes `taught` (student × assessment × subject × year × teacher) and `team_members` (team ×
    student × assessment × subject × year; both empty for what rests on no assessment).

    Where no roster tells who taught the results of a school and year, `stand_ins`, of the columns
    of `taught`, deals its students to those who teach the same grade the subject there now, in
    proportion to theirs: it tells how many teachers there are, not whose student anybody was.
    """
    connection.execute(_CLASS_SUBJECTS)
    connection.execute(_WANTED)
    connection.execute(_SEATS, {"as_of": as_of})
    connection.execute(_LESSONS)
    connection.execute(_TAUGHT)
    connection.execute(_STAND_INS)
    connection.execute(_TEAM_MEMBERS)
