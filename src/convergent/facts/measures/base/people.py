"""Whose a result is: ids of results files turned into students.

Who is in no roster is a student of their own.
"""

import duckdb

from convergent.facts.other_ids import every_other_id
from convergent.facts.whose import of_two_students, whose

_OTHERS = f"""CREATE TABLE others_of_results AS {
    every_other_id('''(
    SELECT DISTINCT student_id_kind, student_id, other_ids FROM assessment_results)''')
}"""
_EVERY_ID = """(SELECT student_id_kind, student_id FROM assessment_results
UNION ALL SELECT other_kind, other_id FROM others_of_results)"""
_PEOPLE = f"""CREATE TABLE people_of_results AS
{whose(_EVERY_ID, "users", others="others_of_results")}"""
_OF_TWO = f"CREATE TABLE of_two_students AS {of_two_students()}"
_IDENTITY = """CREATE TABLE identity AS
SELECT kind, id, coalesce(person, kind || ':' || id) AS person FROM people_of_results
WHERE (kind, id) IN (SELECT (student_id_kind, student_id) FROM assessment_results)"""
_PERSONS = """CREATE TABLE persons AS
SELECT row_number() OVER (ORDER BY person)::INTEGER AS student, person FROM (
    SELECT person FROM identity
    UNION SELECT user_id FROM roles WHERE role = 'student'
    UNION SELECT user_id FROM enrollments WHERE role = 'student'
    UNION SELECT student_id FROM attendance_daily
    UNION SELECT student_id FROM gradebook
)"""


def make_identity(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `identity`: kind and id of `assessment_results` to person; and `of_two_students`, whose
    results are nobody's.
    """
    for sql in (_OTHERS, _PEOPLE, _OF_TWO, _IDENTITY):
        connection.execute(sql)


def make_people(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `identity` and `persons`, which numbers all students."""
    make_identity(connection)
    connection.execute(_PERSONS)
