"""Which share of the points each student has, class by class, from the gradebook."""

import duckdb

from convergent.facts.measures.rules import Rules

_MARKS = """CREATE TABLE class_marks AS
WITH marks AS (
    SELECT student, items.class_id, sum(gradebook.score) / nullif(sum(items.most), 0) AS share,
        max(coalesce(scored_on, due_on)) AS last_day
    FROM gradebook JOIN "lineItems" items ON items.sourced_id = line_item_id
    JOIN persons ON person = gradebook.student_id
    WHERE gradebook.score IS NOT NULL AND score_status = 'fully graded' AND items.most > 0
    GROUP BY ALL
)
SELECT student, class_id, classes.school_id, share,
    coalesce(last_day, $as_of::DATE) AS last_day,
    year(coalesce(last_day, $as_of::DATE) + INTERVAL 6 MONTH)::INTEGER AS school_year
FROM marks JOIN classes ON classes.sourced_id = class_id WHERE share IS NOT NULL"""
_WORK = """CREATE TABLE course_work AS
SELECT school_year, student, mode(school_id) AS school_id, max(last_day) AS last_day,
    bool_and(share >= $passing) AS passes_all
FROM class_marks GROUP BY ALL"""
_MARKED_BY = """CREATE TABLE marked_by AS
SELECT DISTINCT student, school_year, user_id AS teacher
FROM class_marks JOIN enrollments USING (class_id)
WHERE role = 'teacher' AND coalesce(begins, DATE '1900-01-01') <= last_day
    AND coalesce(ends, DATE '9999-12-31') >= last_day"""


def make_course_work(connection: duckdb.DuckDBPyConnection, rules: Rules, *, as_of: object) -> None:
    """Makes `course_work` (student × school year with graded work) and `marked_by` (by teacher)."""
    connection.execute(_MARKS, {"as_of": as_of})
    connection.execute(_WORK, {"passing": rules.passing_share})
    connection.execute(_MARKED_BY)
