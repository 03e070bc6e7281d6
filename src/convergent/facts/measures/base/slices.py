"""The slices that values are told for, and in which of them the students of each cell count."""

import duckdb

_PLACES = """CREATE TABLE cell_places AS
WITH places AS (
    SELECT cell, 'district' AS place_kind, district_id AS place_id, '' AS school_id FROM cells
    WHERE district_id IS NOT NULL
    UNION ALL
    SELECT cell, 'network', network_id, '' FROM cells JOIN schools USING (school_id)
    WHERE network_id IS NOT NULL
    UNION ALL
    SELECT cell, 'school', school_id, school_id FROM cells WHERE school_id IS NOT NULL
    UNION ALL
    SELECT cell, 'team', teams.team_id, teams.school_id FROM cells
    JOIN teams ON teams.team_id = cells.team_id
    UNION ALL
    SELECT cell, 'team', teams.team_id, teams.school_id FROM cells
    JOIN teams ON teams.school_id = cells.school_id AND list_contains(teams.grades, grade)
    ANTI JOIN (SELECT DISTINCT team_id, school_year FROM team_members) AS known
        ON known.team_id = teams.team_id AND known.school_year = cells.school_year
)
SELECT places.*, min(coalesce(schools.district_id, cells.district_id)) OVER (
    PARTITION BY place_kind, place_id) AS district_id
FROM places JOIN cells USING (cell)
LEFT JOIN schools ON schools.school_id = coalesce(nullif(places.school_id, ''), cells.school_id)"""
_SLICES = """CREATE TABLE slices AS
SELECT row_number() OVER (
        ORDER BY place_kind, place_id, assessment, subject, school_year, grade
    )::INTEGER AS slice, *,
    place_kind IN ('district', 'network') OR grade = '' AS is_detailed
FROM (
    SELECT DISTINCT assessment, subject, school_year, unnest(['', grade]) AS grade,
        place_kind, place_id, cell_places.school_id, cell_places.district_id
    FROM cell_places JOIN cells USING (cell)
)"""
_CELL_SLICES = """CREATE TABLE cell_slices AS
SELECT DISTINCT cell, slice, is_detailed,
    dense_rank() OVER (ORDER BY cells.grade)::SMALLINT AS grade
FROM cell_places JOIN cells USING (cell)
JOIN slices USING (assessment, subject, school_year, place_kind, place_id)
WHERE slices.grade IN ('', cells.grade)"""


def make_slices(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `slices` (assessment × subject × school year × grade × place) and `cell_slices`.

    A team is what its teachers teach; where no roster of the year tells, the grades that the
    organization names, at its school.
    """
    connection.execute(_PLACES)
    connection.execute(_SLICES)
    connection.execute(_CELL_SLICES)
