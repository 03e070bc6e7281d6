"""The one result of each student, assessment, subject and school year.

Only tests that were taken and are valid count. Of several in a year the last counts; of several on
one day the higher; where neither tells, the first by its id, so that the answer is always the same.

An absence that was excused is an absence; only who is exempt, or excused from the test, was not to
be tested.
"""

import duckdb

NOT_TAKEN = "(absent|not tested|refus|not reported|incomplete|cancel|withdr|no score)"
INVALID = "(invalid|void|do not score|misadminist)"
EXEMPT = r"\b(exempt|excus|medical)"
NOT_EXEMPT = r"(\bno[nt][ -]?(exempt|excus)|absen[a-z]*\W+excus|excus[a-z]*\W+absen)"
ALTERNATE = "(alternate|alternative assessment)"
ARE_ONE_STUDENTS = """(other_ids IS NULL OR (student_id_kind, student_id, other_ids) NOT IN (
    SELECT (student_id_kind, student_id, other_ids) FROM of_two_students))"""


def _says(words: str) -> str:
    return f"regexp_matches(lower(test_status), '{words}')"


_TAKEN = f"""CREATE TABLE sat AS
SELECT result_id, student, assessment, coalesce(subject, '') AS subject,
    coalesce(school_year, year(administered_on + INTERVAL 6 MONTH))::INTEGER AS school_year,
    coalesce(grade, '') AS grade, administered_on,
    school_names.school_id AS file_school, counts_at, student_groups,
    score, standard_error, level, level_order, level_count, level_meets,
    CASE WHEN {_says(EXEMPT)} AND NOT {_says(NOT_EXEMPT)} THEN 'exempt'
        WHEN {_says(ALTERNATE)} THEN 'alternate'
        WHEN {_says(f"({NOT_TAKEN}|{INVALID})")} THEN 'none'
        WHEN regexp_matches(lower(assessment), '{ALTERNATE}') THEN 'alternate'
        WHEN score IS NULL AND level IS NULL THEN 'none'
        ELSE 'taken' END AS outcome
FROM assessment_results AS file
JOIN identity ON kind = student_id_kind AND identity.id = student_id
JOIN persons USING (person)
LEFT JOIN school_names ON school_names.id = file.school_id
WHERE coalesce(school_year, year(administered_on)) IS NOT NULL
AND {ARE_ONE_STUDENTS}"""
_CHOSEN = """CREATE TABLE chosen AS
SELECT * FROM sat WHERE outcome = 'taken'
QUALIFY row_number() OVER (
    PARTITION BY student, school_year, assessment, subject
    ORDER BY administered_on DESC NULLS LAST, score DESC NULLS LAST,
        level_order DESC NULLS LAST, result_id
) = 1"""
_SITTINGS = """CREATE TABLE sittings AS
WITH days AS (
    SELECT assessment, subject, school_year, administered_on, count(*) AS results FROM chosen
    GROUP BY ALL
)
SELECT assessment, subject, school_year,
    coalesce(
        arg_max(administered_on, (administered_on IS NOT NULL, results, administered_on)),
        make_date(max(school_year), 4, 30)
    ) AS test_day,
    sum(results)::BIGINT AS results, min(administered_on) AS first_test,
    max(administered_on) AS last_test
FROM days GROUP BY ALL"""


def make_tests(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `sat` (every result, with its outcome), `chosen` (those that count), and `sittings`:
    each assessment and subject of a year, with the day on which most were tested.
    """
    connection.execute(_TAKEN)
    connection.execute(_CHOSEN)
    connection.execute(_SITTINGS)
