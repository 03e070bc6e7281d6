"""The students who count in results, and those who should have been tested."""

import duckdb

from convergent.facts.grade_codes import grade_code, grade_number
from convergent.facts.measures.rules import Rules


def grade_in(school_year: str) -> str:
    """SQL for the code of the grade in which a student of `grade_now` was in a school year."""
    return grade_code(f"(grade - ($this_year - {school_year}))")


_GRADE_NOW = f"""CREATE TABLE grade_now AS
SELECT student, {grade_number("grades[1]")} AS grade FROM users
JOIN persons ON person = sourced_id WHERE len(grades) = 1"""
_RESULTS = """CREATE TABLE counted AS
SELECT chosen.*, test_day,
    CASE counts_at WHEN 'school' THEN coalesce(present.school_id, file_school)
        WHEN 'district' THEN NULL WHEN 'state' THEN NULL
        ELSE CASE WHEN is_continuous THEN present.school_id
            WHEN rostered.student IS NULL THEN file_school END
        END AS counts_school,
    coalesce(present.school_id, file_school) AS near_school
FROM chosen JOIN sittings USING (assessment, subject, school_year)
LEFT JOIN present USING (student, school_year, test_day)
LEFT JOIN rostered USING (student, school_year)
WHERE counts_at IS DISTINCT FROM 'state'"""
_EXPECTED = f"""CREATE TABLE expected AS
WITH at_school AS (
    SELECT school_year, test_day, student, school_id, is_continuous,
        {grade_in("school_year")} AS grade
    FROM present JOIN grade_now USING (student)
),
with_results AS (
    SELECT DISTINCT assessment, subject, school_year, test_day, chosen.grade
    FROM chosen JOIN sittings USING (assessment, subject, school_year)
),
said AS (
    SELECT student, assessment, subject, school_year, grade, outcome FROM sat
    UNION ALL
    SELECT student, of_all.assessment, subject, school_year, grade, 'alternate' FROM sat
    JOIN with_results AS of_all USING (subject, school_year, grade) WHERE outcome = 'alternate'
),
outcomes AS (
    SELECT student, assessment, subject, school_year, any_value(grade) AS grade,
        bool_or(outcome = 'taken') AS is_tested, bool_or(outcome = 'exempt') AS is_exempt,
        bool_or(outcome = 'alternate') AND NOT is_tested AS is_alternate
    FROM said GROUP BY ALL
),
listed AS (
    SELECT assessment, subject, school_year, test_day, student, school_id, is_continuous, grade
    FROM at_school JOIN with_results USING (school_year, test_day, grade)
    ANTI JOIN outcomes USING (student, assessment, subject, school_year)
    UNION ALL
    SELECT assessment, subject, school_year, test_day, student, school_id, is_continuous,
        outcomes.grade
    FROM outcomes JOIN sittings USING (assessment, subject, school_year)
    JOIN present USING (student, school_year, test_day)
),
with_outcomes AS (
    SELECT listed.*, coalesce(is_tested, false) AS is_tested,
        coalesce(is_exempt, false) AS is_exempt, coalesce(is_alternate, false) AS is_alternate
    FROM listed LEFT JOIN outcomes USING (student, assessment, subject, school_year)
)
SELECT * FROM with_outcomes SEMI JOIN (
    SELECT assessment, subject, school_year, grade FROM with_outcomes
    GROUP BY ALL HAVING avg((is_tested OR is_exempt OR is_alternate)::INTEGER) >= $least_tested
) USING (assessment, subject, school_year, grade)"""


def make_counted(connection: duckdb.DuckDBPyConnection, rules: Rules, *, this_year: int) -> None:
    """Makes `counted` (every result that counts, and where) and `expected`. An alternate assessment
    stands for each test of its subject, year and grade, whatever it is called.
    """
    connection.execute(_GRADE_NOW)
    connection.execute(_RESULTS)
    connection.execute(_EXPECTED, {"this_year": this_year, "least_tested": rules.least_tested})
