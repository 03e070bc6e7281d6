"""At which school a student was on a test day, and whether the school's results count her.

A student counts at the school where she was continuously from October 1 to the test day, one gap
of up to ten school days aside (see `Rules`). Who came later, or moved, counts at the district.
"""

import duckdb

from convergent.facts.measures.rules import Rules

_SCHOOL_DAYS = """CREATE TABLE school_days AS
WITH bounds AS (
    SELECT make_date(min(school_year) - 1, 7, 1) AS first,
        make_date(max(school_year), 12, 31) AS last
    FROM years
),
every_day AS (
    SELECT unnest(generate_series(first, last, INTERVAL 1 DAY))::DATE AS day FROM bounds
    WHERE first IS NOT NULL
),
taught AS (
    SELECT date AS day, bool_or(day_type IN ('instructional', 'half', 'make_up')) AS is_taught
    FROM calendar_days WHERE org_id NOT IN (SELECT school_id FROM schools) GROUP BY ALL
),
known AS (SELECT DISTINCT year(day + INTERVAL 6 MONTH) AS school_year FROM taught)
SELECT day, sum(CASE
    WHEN year(day + INTERVAL 6 MONTH) IN (SELECT school_year FROM known)
        THEN coalesce(is_taught, false)::INTEGER
    ELSE (isodow(day) < 6)::INTEGER END) OVER (ORDER BY day)::INTEGER AS number
FROM every_day LEFT JOIN taught USING (day)"""
_STAYS = """CREATE TABLE stays AS
WITH said AS (
    SELECT user_id AS person, org_id AS school_id, begins, ends FROM roles WHERE role = 'student'
    UNION
    SELECT user_id, school_id, begins, ends FROM enrollments WHERE role = 'student'
)
SELECT student, school_id, coalesce(begins, DATE '1900-01-01') AS begins,
    coalesce(ends, DATE '9999-12-31') AS ends
FROM said JOIN persons USING (person) SEMI JOIN schools USING (school_id)"""
_PRESENT = """CREATE TABLE present AS
WITH days AS (
    SELECT DISTINCT school_year, test_day,
        least(make_date(school_year - 1, {month}, {day}), test_day) AS from_day
    FROM sittings
),
within_year AS (
    SELECT school_year, test_day, from_day, student, school_id,
        greatest(begins, from_day) AS begins, least(ends, test_day) AS ends
    FROM days JOIN stays ON begins <= test_day AND ends >= from_day
),
whole AS (
    SELECT DISTINCT school_year, test_day, student, school_id FROM within_year
    WHERE begins = from_day AND ends = test_day
),
steps AS (
    SELECT *, max(ends) OVER (
        PARTITION BY school_year, test_day, student, school_id ORDER BY begins, ends
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended
    FROM within_year ANTI JOIN whole USING (school_year, test_day, student, school_id)
),
broken AS (
    SELECT school_year, test_day, student, school_id, any_value(from_day) AS from_day,
        min(begins) AS began, max(steps.ends) AS ended,
        count(*) FILTER (missed > 0) AS gaps, coalesce(max(missed), 0) AS longest
    FROM (
        SELECT steps.*, after.number - before.number AS missed FROM steps
        LEFT JOIN school_days before ON before.day = steps.ended
        LEFT JOIN school_days after ON after.day = steps.begins - 1
    ) AS steps GROUP BY ALL HAVING max(steps.ends) = test_day
)
SELECT school_year, test_day, student, school_id, is_continuous FROM (
    SELECT *, true AS is_continuous, NULL::DATE AS began FROM whole
    UNION ALL
    SELECT school_year, test_day, student, school_id,
        began = from_day AND gaps <= 1 AND longest <= {gap}, began
    FROM broken
)
QUALIFY row_number() OVER (
    PARTITION BY school_year, test_day, student
    ORDER BY is_continuous DESC, began, school_id) = 1"""
_ROSTERED = """CREATE TABLE rostered AS
SELECT DISTINCT school_year, student FROM stays
JOIN (SELECT DISTINCT school_year FROM sittings) ON begins < make_date(school_year, 7, 1)
    AND ends >= make_date(school_year - 1, 7, 1)"""


def make_attribution(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Makes `stays` (student × school × span), `present` (student × test day: the school, and
    whether continuously) and `rostered` (student × year of which a roster tells anything).
    """
    connection.execute(
        """CREATE TABLE years AS SELECT DISTINCT school_year FROM sittings
        UNION SELECT DISTINCT year(date + INTERVAL 6 MONTH)::INTEGER FROM attendance_daily"""
    )
    month, day = rules.continuous_from
    connection.execute(_SCHOOL_DAYS)
    connection.execute(_STAYS)
    connection.execute(_PRESENT.format(month=month, day=day, gap=rules.gap_in_school_days))
    connection.execute(_ROSTERED)
