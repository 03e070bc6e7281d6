"""Who taught a student the subject of a result on its test day.

A class is of the subject that it, or its course, names; where a student has no class of the
subject, the homeroom's teacher counts. Reading is what many call English; algebra is mathematics.
"""

import duckdb

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
_TAUGHT = f"""CREATE TABLE taught AS
WITH wanted AS (
    SELECT student, assessment, subject, school_year, test_day, {_family("subject")} AS family
    FROM (SELECT student, assessment, subject, school_year, test_day FROM counted
        UNION SELECT student, assessment, subject, school_year, test_day FROM expected)
),
days AS (SELECT DISTINCT test_day FROM sittings),
sits AS (
    SELECT student, test_day, class_id, family, is_homeroom
    FROM days JOIN enrollments ON role = 'student'
        AND coalesce(begins, DATE '1900-01-01') <= test_day
        AND coalesce(ends, DATE '9999-12-31') >= test_day
    JOIN persons ON person = user_id JOIN class_subjects USING (class_id)
),
classes_of AS (
    SELECT wanted.*, class_id, sits.family = wanted.family AS is_of_subject
    FROM wanted JOIN sits USING (student, test_day)
    WHERE sits.family = wanted.family OR is_homeroom
    QUALIFY is_of_subject OR NOT bool_or(is_of_subject) OVER (
        PARTITION BY student, assessment, subject, school_year)
)
SELECT DISTINCT student, assessment, subject, school_year, user_id AS teacher
FROM classes_of JOIN enrollments USING (class_id)
WHERE role = 'teacher' AND coalesce(begins, DATE '1900-01-01') <= test_day
    AND coalesce(ends, DATE '9999-12-31') >= test_day"""
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


def make_teaching(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `taught` (student × assessment × subject × year × teacher) and `team_members` (team ×
    student × assessment × subject × year; both empty for what rests on no assessment).
    """
    connection.execute(_CLASS_SUBJECTS)
    connection.execute(_TAUGHT)
    connection.execute(_TEAM_MEMBERS)
