"""Whose a result is: ids of results files turned into students.

Who is in no roster is a student of their own.
"""

import duckdb

from convergent.facts.whose import whose

_IDENTITY = f"""CREATE TABLE identity AS
SELECT kind, id, coalesce(person, kind || ':' || id) AS person
FROM ({whose("assessment_results", "users")})"""
_PERSONS = """CREATE TABLE persons AS
SELECT row_number() OVER (ORDER BY person)::INTEGER AS student, person FROM (
    SELECT person FROM identity
    UNION SELECT user_id FROM roles WHERE role = 'student'
    UNION SELECT user_id FROM enrollments WHERE role = 'student'
    UNION SELECT student_id FROM attendance_daily
    UNION SELECT student_id FROM gradebook
)"""


def make_identity(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `identity`: kind and id of `assessment_results` to person."""
    connection.execute(_IDENTITY)


def make_people(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `identity` and `persons`, which numbers all students."""
    make_identity(connection)
    connection.execute(_PERSONS)
