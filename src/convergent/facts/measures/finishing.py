"""Brings together what was found, and writes it: aggregates, strips, parts, growth, similar."""

from pathlib import Path

import duckdb

from convergent.facts.literals import literal
from convergent.facts.measures.aggregate_table import COLUMNS
from convergent.facts.measures.disclosure import is_public
from convergent.facts.measures.folders import AGGREGATES, GROWTH, PARTS, SIMILAR, STRIPS
from convergent.facts.measures.student_groups import EVERYBODY, FIRST_PAIR, NAMES

ROWS_IN_A_GROUP = 20_480
_TEACHERS = f"""CREATE TABLE teachers_behind AS
WITH linked AS (
    SELECT cell, unnest(groups) AS student_group, student, teacher
    FROM tested JOIN cells USING (cell)
    JOIN taught USING (student, assessment, subject, school_year)
    WHERE growth IS NOT NULL OR official_growth IS NOT NULL
)
SELECT slice, student_group, count(DISTINCT teacher) AS teachers,
    count(DISTINCT student) AS linked
FROM linked JOIN cell_slices USING (cell)
WHERE is_detailed OR student_group = {EVERYBODY} GROUP BY ALL"""
_ASSEMBLED = f"""CREATE TABLE assembled AS
WITH everybody AS (
    SELECT measure, slice, students FROM found WHERE student_group = {EVERYBODY}
),
behind AS (
    SELECT found.* EXCLUDE (student_group), group_names.name AS student_group,
        slices.* EXCLUDE (slice, is_detailed),
        CASE WHEN found.student_group BETWEEN {EVERYBODY + 1} AND {FIRST_PAIR - 1}
            THEN everybody.students - found.students END AS others,
        enrolled, coalesce(part.tested, everybody_total::BIGINT) AS tested, exempt,
        alternate, arrived_late, norm,
        CASE WHEN norm <> '' AND linked * 2 >= found.students
            THEN teachers END AS teachers
    FROM found JOIN slices USING (slice) JOIN norms USING (measure)
    JOIN group_names ON group_names.code = found.student_group
    LEFT JOIN everybody USING (measure, slice)
    LEFT JOIN participants part
        ON part.slice = found.slice AND part.student_group = found.student_group
    LEFT JOIN tested_in_slices heads
        ON heads.slice = found.slice AND heads.student_group = found.student_group
    LEFT JOIN teachers_behind behind
        ON behind.slice = found.slice AND behind.student_group = found.student_group
)
SELECT row_number() OVER () AS row, *, {is_public()} AS is_public FROM behind"""
_COPY = """COPY (SELECT {columns} FROM {rows} ORDER BY {order}) TO {file}
(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {size})"""
_STRIPS = """SELECT measure, assessment, subject, school_year, place_kind, grade, student_group,
    list(place_id ORDER BY value, place_id) AS place_ids,
    list(value ORDER BY value, place_id) AS "values"
FROM assembled WHERE is_public AND place_kind IN ('school', 'network') GROUP BY ALL"""
_PARTS = """CREATE TABLE parts AS
WITH amounts AS (
    SELECT cell_slices.slice, part, kind, number::DOUBLE AS amount
    FROM assessment_parts JOIN chosen USING (result_id)
    JOIN tested_cells USING (student, assessment, subject, school_year)
    JOIN cell_slices USING (cell) WHERE number IS NOT NULL
)
SELECT assessment, subject, school_year, grade, place_kind, place_id, school_id, part, kind,
    avg(amount) AS value, stddev_samp(amount) / sqrt(count(*)) AS standard_error,
    count(*) AS students
FROM amounts JOIN slices USING (slice) GROUP BY ALL"""
_GROWTH = """SELECT person AS student, assessment, subject, school_year, grade,
    score::DOUBLE AS score, level, growth, growth_low, growth_high, priors
FROM chosen JOIN persons USING (student)
LEFT JOIN growth USING (student, assessment, subject, school_year)"""


def assemble(connection: duckdb.DuckDBPyConnection, norms: dict[str, str]) -> None:
    """Makes `assembled` of `found`: who is behind each value, and whether anybody may see it."""
    connection.execute(_TEACHERS)
    connection.execute("CREATE TABLE group_names (code SMALLINT, name VARCHAR)")
    connection.executemany("INSERT INTO group_names VALUES (?, ?)", list(NAMES.items()))
    connection.execute("CREATE TABLE norms (measure VARCHAR, norm VARCHAR)")
    connection.executemany("INSERT INTO norms VALUES (?, ?)", list(norms.items()))
    connection.execute(_ASSEMBLED)


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Writes every file of the measures but the manifest, and returns the aggregates' rows."""
    connection.execute(
        """CREATE TABLE tested_cells AS
        SELECT student, cell, assessment, subject, school_year
        FROM tested JOIN cells USING (cell)"""
    )
    connection.execute(_PARTS)
    compared = """assembled LEFT JOIN peers USING (row)
        LEFT JOIN peers_q ON peers_q.row = assembled.row
        LEFT JOIN changes ON changes.row = assembled.row
        LEFT JOIN changes_q ON changes_q.row = assembled.row"""
    _copy(
        connection,
        folder / AGGREGATES,
        compared,
        columns=", ".join(_column(name, kind) for name, kind, _ in COLUMNS),
        order="place_kind, place_id, measure, assessment, subject, school_year, grade, "
        "student_group",
    )
    _copy(
        connection,
        folder / STRIPS,
        f"({_STRIPS})",
        order="measure, assessment, subject, place_kind, school_year",
    )
    _copy(connection, folder / PARTS, "parts", order="place_kind, place_id, subject, school_year")
    _copy(connection, folder / GROWTH, f"({_GROWTH})", order="student, subject, school_year")
    _copy(connection, folder / SIMILAR, "similar_schools", order="school_id, distance, similar_id")
    counted = connection.execute("SELECT count(*) FROM assembled").fetchone()
    return int(counted[0]) if counted else 0


_FROM = {"q": "peers_q.q", "change_q": "changes_q.q", "change_error": "changes.error"}


def _column(name: str, kind: str) -> str:
    return f"({_FROM.get(name, name)})::{kind} AS {name}"


def _copy(
    connection: duckdb.DuckDBPyConnection, file: Path, rows: str, *, order: str, columns: str = "*"
) -> None:
    connection.execute(
        _COPY.format(
            columns=columns, rows=rows, order=order, file=literal(str(file)), size=ROWS_IN_A_GROUP
        )
    )
