"""How many days each student was enrolled and absent in a school year, at the school where most."""

import duckdb

from convergent.facts.measures.rules import Rules

_ATTENDING = """CREATE TABLE attending AS
WITH taken AS (
    SELECT DISTINCT year(date + INTERVAL 6 MONTH)::INTEGER AS school_year FROM attendance_daily
),
spans AS (
    SELECT school_year, student, school_id,
        greatest(begins, make_date(school_year - 1, 7, 1)) AS begins,
        least(ends, make_date(school_year, 6, 30), $as_of::DATE - 1) AS ends
    FROM taken JOIN stays ON begins < make_date(school_year, 7, 1)
        AND ends >= make_date(school_year - 1, 7, 1)
),
merged AS (
    SELECT school_year, student, school_id, min(begins) AS begins, max(ends) AS ends FROM (
        SELECT *, sum((begins > coalesce(ended, begins) + 1)::INTEGER) OVER (
            PARTITION BY school_year, student, school_id ORDER BY begins, ends) AS spell
        FROM (SELECT *, max(ends) OVER (
            PARTITION BY school_year, student, school_id ORDER BY begins, ends
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended FROM spans)
    ) WHERE begins <= ends GROUP BY school_year, student, school_id, spell
),
enrolled AS (
    SELECT school_year, student, school_id, sum(last.number - first.number) AS days,
        max(ends) AS last_day
    FROM merged
    JOIN school_days first ON first.day = merged.begins - 1
    JOIN school_days last ON last.day = merged.ends
    GROUP BY ALL
),
absent AS (
    SELECT year(date + INTERVAL 6 MONTH)::INTEGER AS school_year, student,
        count(DISTINCT date) AS days
    FROM attendance_daily JOIN persons ON person = student_id
    WHERE attendance_status = 'absent' GROUP BY ALL
)
SELECT enrolled.school_year, student, arg_max(school_id, enrolled.days) AS school_id,
    sum(enrolled.days) AS enrolled_days, max(last_day) AS last_day,
    coalesce(any_value(absent.days), 0) AS absent_days
FROM enrolled LEFT JOIN absent USING (school_year, student)
GROUP BY ALL HAVING sum(enrolled.days) >= $fewest_days"""


def make_attending(connection: duckdb.DuckDBPyConnection, rules: Rules, *, as_of: object) -> None:
    """Makes `attending`: student × school year of which any attendance was exported."""
    connection.execute(_ATTENDING, {"as_of": as_of, "fewest_days": rules.fewest_days})
