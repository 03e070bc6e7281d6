"""Brings together what was found, and writes it: aggregates, strips, parts, growth, similar."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import duckdb

from convergent.facts.literals import literal
from convergent.facts.measures.aggregate_table import ALL_GRADES, ALL_STUDENTS, COLUMNS
from convergent.facts.measures.complements import complete, complete_again, find_equations
from convergent.facts.measures.definitions import Definition
from convergent.facts.measures.disclosure import inside, outside, teachers_in_effect
from convergent.facts.measures.earlier import carry, find_changes, make_safe
from convergent.facts.measures.folders import AGGREGATES, GROWTH, PARTS, SIMILAR, STRIPS, TOLD
from convergent.facts.measures.growth import GROWTH_KINDS
from convergent.facts.measures.ledger import Ledger
from convergent.facts.measures.menu import MENU_COLUMNS, add_what_is_told, tell
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.student_groups import NAMES
from convergent.facts.measures.taught_by import make_taught_by
from convergent.facts.values import SMALLEST_GROUP

ROWS_IN_A_GROUP = 20_480
_ASSEMBLED = f"""CREATE TABLE assembled AS
WITH behind AS (
    SELECT found.* EXCLUDE (student_group), code, group_names.name AS student_group,
        slices.* EXCLUDE (slice, is_detailed), norm, kinds.rests_on, minimum,
        heads.everybody_total::BIGINT AS everybody,
        enrolled, coalesce(part.tested, everybody_total::BIGINT) AS tested, exempt,
        alternate, arrived_late, {teachers_in_effect()} AS teachers
    FROM found JOIN slices USING (slice) JOIN kinds USING (measure)
    JOIN group_names ON group_names.code = found.student_group
    LEFT JOIN participants part
        ON part.slice = found.slice AND part.student_group = found.student_group
    LEFT JOIN tested_in_slices heads
        ON heads.slice = found.slice AND heads.student_group = found.student_group
    LEFT JOIN taught_by ON taught_by.slice = found.slice
        AND taught_by.student_group = found.student_group
        AND taught_by.rests_on = kinds.rests_on
)
SELECT row_number() OVER (ORDER BY measure, slice, code) AS row, * EXCLUDE (code),
    {outside()} AS withheld, {inside()} AS withheld_inside
FROM behind"""
_COPY = """COPY (SELECT {columns} FROM {rows} ORDER BY {order}) TO {file}
(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {size})"""
_STRIPS = """SELECT measure, assessment, subject, school_year, place_kind, district_id, grade,
    student_group,
    list(place_id ORDER BY value, place_id) AS place_ids,
    list(value ORDER BY value, place_id) AS "values"
FROM told WHERE value IS NOT NULL AND part = '' AND place_kind IN ('school', 'network')
GROUP BY ALL"""
_PARTS = f"""CREATE TABLE parts AS
WITH amounts AS (
    SELECT cell_slices.slice, part, kind, number::DOUBLE AS amount
    FROM assessment_parts JOIN chosen USING (result_id)
    JOIN tested_cells USING (student, assessment, subject, school_year)
    JOIN cell_slices USING (cell)
    WHERE number IS NOT NULL AND lower(kind) NOT IN {GROWTH_KINDS}
),
scores AS (
    SELECT slice, any_value(teachers) AS teachers, min(withheld) AS withheld,
        max(everybody) AS everybody
    FROM assembled
    WHERE student_group = '{ALL_STUDENTS}' AND rests_on = 'tested' GROUP BY ALL
),
means AS (
    SELECT slice, part, kind, avg(amount) AS value,
        stddev_samp(amount) / sqrt(count(*)) AS standard_error, count(*) AS students
    FROM amounts GROUP BY ALL
)
SELECT assessment, subject, school_year, place_kind, place_id, school_id, district_id, part, kind,
    value, standard_error, students, everybody,
    coalesce({outside()}, withheld) AS withheld
FROM means JOIN slices USING (slice) LEFT JOIN scores USING (slice),
    (SELECT '' AS norm, {SMALLEST_GROUP} AS minimum)
WHERE grade = '{ALL_GRADES}'"""
_GROWTH = """SELECT person AS student, assessment, subject, school_year, grade,
    score::DOUBLE AS score, level, growth, growth_low, growth_high, priors
FROM chosen JOIN persons USING (student)
LEFT JOIN growth USING (student, assessment, subject, school_year)"""


def assemble(
    connection: duckdb.DuckDBPyConnection,
    known: Iterable[Definition],
    rules: Rules,
    ledger: Ledger,
) -> None:
    """Makes `assembled` of `found`: who is behind each value, and from whom it is withheld.

    The `ledger` knows what is out already.
    """
    compared_with = "district" if rules.state_norms is None else "state"
    kinds = [kind_of(one, compared_with=compared_with) for one in known]
    connection.execute("CREATE TABLE group_names (code SMALLINT, name VARCHAR)")
    connection.executemany("INSERT INTO group_names VALUES (?, ?)", list(NAMES.items()))
    connection.execute(
        "CREATE TABLE kinds (measure VARCHAR, norm VARCHAR, rests_on VARCHAR, minimum INTEGER)"
    )
    connection.executemany("INSERT INTO kinds VALUES (?, ?, ?, ?)", kinds)
    make_taught_by(connection)
    connection.execute(_ASSEMBLED)
    find_equations(connection)
    complete(connection)
    add_what_is_told(connection)
    find_changes(connection, ledger.standing(), ledger.fixed())
    make_safe(connection)
    complete_again(connection)


class Kind(NamedTuple):
    """What of a measure decides from whom its values are withheld; see `taught_by`."""

    measure: str
    norm: str
    rests_on: str
    minimum: int


def kind_of(one: Definition, *, compared_with: str = "district") -> Kind:
    minimum = max(one.minimum_students, SMALLEST_GROUP)
    if not one.is_growth:
        return Kind(one.id, "", one.of, minimum)
    if one.id == "official_growth":
        return Kind(one.id, "official", "official", minimum)
    return Kind(one.id, compared_with, "growth", minimum)


def write(connection: duckdb.DuckDBPyConnection, folder: Path, *, told_from: str) -> int:
    """Writes every file of the measures but the manifest, and returns the aggregates' rows.

    `told_from` names the snapshot.
    """
    connection.execute(
        """CREATE TABLE tested_cells AS
        SELECT student, cell, assessment, subject, school_year
        FROM tested JOIN cells USING (cell)"""
    )
    connection.execute(_PARTS)
    columns = ", ".join(_column(name, kind) for name, kind, _ in COLUMNS)
    connection.execute(f"CREATE VIEW aggregates AS SELECT {columns} FROM {_COMPARED}")
    tell(connection, rows="aggregates", parts="parts", told_from=told_from)
    carry(connection, told_from=told_from)
    _copy(
        connection,
        folder / AGGREGATES,
        "aggregates",
        order="place_kind, place_id, measure, assessment, subject, school_year, grade, "
        "student_group",
    )
    _copy(
        connection,
        folder / TOLD,
        "told",
        columns=", ".join(f"({name})::{kind} AS {name}" for name, kind, _ in MENU_COLUMNS),
        order="place_kind, place_id, measure, assessment, subject, school_year, grade, "
        "student_group, part, part_kind",
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


_COMPARED = """assembled LEFT JOIN peers USING (row)
    LEFT JOIN peers_q ON peers_q.row = assembled.row
    LEFT JOIN changes ON changes.row = assembled.row
    LEFT JOIN changes_q ON changes_q.row = assembled.row"""
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
