"""The base tables on which measures rest: each row with its cell and its groups."""

import duckdb

from convergent.facts.measures.base.counted import grade_in
from convergent.facts.measures.base.schools import ONLY_DISTRICT

KEYS = ("assessment", "subject", "school_year", "grade", "district_id", "school_id")
"""What makes a cell: students who lie together in every place, grade and year."""
_ASKED_DAYS = """CREATE TABLE asked_days AS
SELECT student, test_day AS day FROM counted
UNION SELECT student, test_day FROM expected
UNION SELECT student, last_day FROM attending
UNION SELECT student, last_day FROM course_work"""
_ROWS = {
    "tested": """SELECT assessment, subject, school_year, grade, student, test_day AS day,
        counts_school AS school_id, near_school, score::DOUBLE AS score,
        level_order, level_count, level_meets, growth, official_growth FROM counted
        LEFT JOIN growth USING (student, assessment, subject, school_year)
        LEFT JOIN official_growth USING (result_id)""",
    "enrolled": """SELECT assessment, subject, school_year, grade, student, test_day AS day,
        school_id, school_id AS near_school, is_tested, is_exempt, is_alternate,
        NOT is_continuous AS arrived_late FROM expected""",
    "attendance": f"""SELECT '' AS assessment, '' AS subject, school_year,
        {grade_in("school_year")} AS grade, student, last_day AS day, school_id,
        school_id AS near_school, enrolled_days, absent_days
        FROM attending LEFT JOIN grade_now USING (student)""",
    "graded": f"""SELECT '' AS assessment, '' AS subject, school_year,
        {grade_in("school_year")} AS grade, student, last_day AS day, school_id,
        school_id AS near_school, passes_all
        FROM course_work LEFT JOIN grade_now USING (student)""",
}
BASES = tuple(_ROWS)
_PLACED = f"""CREATE TABLE {{name}}_placed AS
SELECT rows.*, coalesce(schools.district_id, near.district_id, {ONLY_DISTRICT}) AS district_id
FROM ({{rows}}) AS rows
LEFT JOIN schools ON schools.school_id = rows.school_id
LEFT JOIN schools near ON near.school_id = near_school"""
_CELLS = f"""CREATE TABLE cells AS
WITH kinds AS ({" UNION ".join(f"SELECT {', '.join(KEYS)} FROM {name}_placed" for name in BASES)})
SELECT row_number() OVER (ORDER BY {", ".join(KEYS)}, team_id)::INTEGER AS cell, * FROM (
    SELECT *, NULL::VARCHAR AS team_id FROM kinds WHERE district_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT assessment, subject, school_year, grade, NULL, NULL, team_id
    FROM kinds JOIN (SELECT DISTINCT team_id, assessment, subject, school_year FROM team_members)
    USING (assessment, subject, school_year)
)"""


def make_rows(connection: duckdb.DuckDBPyConnection, *, this_year: int) -> None:
    """Makes `cells` and the four base tables. Whoever is of a team by her teachers has a row more,
    in the team's cell, if she counts at its school.
    """
    for name, rows in _ROWS.items():
        given = {"this_year": this_year} if "$this_year" in rows else {}
        connection.execute(_PLACED.format(name=name, rows=rows), given)
    connection.execute(_CELLS)
    for name in BASES:
        connection.execute(f"CREATE TABLE {name} AS {_with_cells(name)}")
        connection.execute(f"DROP TABLE {name}_placed")


def make_asked_days(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `asked_days`: the days on which each student's groups matter."""
    connection.execute(_ASKED_DAYS)


def _with_cells(name: str) -> str:
    columns = f"""placed.* EXCLUDE ({", ".join((*KEYS, "near_school", "day"))}), cell,
        coalesce(groups, [0])::SMALLINT[] AS groups"""
    groups = "LEFT JOIN belonging USING (student, day)"
    return f"""SELECT {columns} FROM {name}_placed placed
        JOIN cells ON team_id IS NULL AND {_same(KEYS)} {groups}
        UNION ALL
        SELECT {columns} FROM {name}_placed placed
        JOIN team_members member USING (student, assessment, subject, school_year)
        JOIN teams ON teams.team_id = member.team_id AND teams.school_id = placed.school_id
        JOIN cells ON cells.team_id = member.team_id AND {_same(KEYS[:4])} {groups}"""


def _same(keys: tuple[str, ...]) -> str:
    return " AND ".join(f"placed.{key} IS NOT DISTINCT FROM cells.{key}" for key in keys)
