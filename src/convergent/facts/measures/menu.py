"""The menu: what anybody in the district may read, as one file, and nothing beside it.

It is what the gate let out of the measures, row by row: of a district, its networks and schools all
grades of everybody, and all groups of all grades; of a team everybody. Numbers that are withheld
are not in it. Whoever has no access to the students of a school reads this file alone.
"""

from typing import NamedTuple

import duckdb

from convergent.facts.literals import literal
from convergent.facts.measures.aggregate_table import ALL_GRADES, ALL_STUDENTS, COLUMNS
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.disclosure import BANDS, COARSE, FINE, MANY
from convergent.facts.values import SMALLEST_GROUP

OF_EVERYBODY = f"student_group = {literal(ALL_STUDENTS)}"
IS_ON_MENU = f"""({OF_EVERYBODY} OR grade = {literal(ALL_GRADES)} AND place_kind <> 'team'
    AND NOT starts_with(student_group, 'not_'))"""
"""SQL for rows that are on it: no grade and group at once, and nobody beside a program."""
LESS, MORE = "less than", "or more"
_COUNTS = ("enrolled", "tested", "exempt", "alternate", "arrived_late")


class MenuColumn(NamedTuple):
    name: str
    kind: str
    says: str


ADDED = (
    MenuColumn("alone", "VARCHAR", "The measure, where it rests on no test; else empty."),
    MenuColumn("bound", "VARCHAR", "For a share near its end: “less than” the value, “or more”."),
    MenuColumn("is_change_withheld", "BOOLEAN", "Whether a change would tell of such a share."),
    MenuColumn("was_counted", "BOOLEAN", "Whether a roster tells who should have been tested."),
    MenuColumn("tested_share", "DOUBLE", "Where counts are withheld: how many, in a band."),
    MenuColumn("tested_bound", "VARCHAR", "On which side of it."),
    MenuColumn("part", "VARCHAR", "The part of a test; empty for measures."),
    MenuColumn("part_kind", "VARCHAR", "As what the part was reported."),
    MenuColumn("told_from", "VARCHAR", "The snapshot of which this was told first."),
)
MENU_COLUMNS = (
    tuple(MenuColumn(*one) for one in COLUMNS if one.name not in {"withheld_inside", "everybody"})
    + ADDED
)
MENU_NAMES = tuple(one.name for one in MENU_COLUMNS)
Unit = tuple[str, str, str, int, str]
UNIT = ("district_id", "assessment", "subject", "school_year", "alone")
"""What is told anew together, or not at all: one test of one year; without one, one measure."""


def end_of(students: str) -> str:
    """SQL for `disclosure.end_of`."""
    steps = f"if({students} >= {MANY}, {FINE}, {COARSE})"
    return f"least(ceil({steps} * {SMALLEST_GROUP}.0 / {students}) / {steps}, 0.5)"


def is_share() -> str:
    shares = ", ".join(literal(one.id) for one in definitions().values() if one.unit == "share")
    return f"measure IN ({shares})"


def clamped(value: str, students: str) -> str:
    """SQL for a share that is told by its end where it is near one."""
    end = end_of(students)
    return f"""CASE WHEN NOT {is_share()} THEN {value}
        WHEN {value} < {end} THEN {end} WHEN {value} >= 1 - {end} THEN 1 - {end} ELSE {value} END"""


TOLD_STUDENTS = "greatest(students, coalesce(everybody, 0))"
"""Of growth it is told how many students were tested: how many of them have growth would tell of
the few who have none.
"""
ALONE = "if(assessment = '' AND subject = '', measure, '')"


def _bound() -> str:
    end = end_of("students")
    return f"""CASE WHEN NOT {is_share()} THEN '' WHEN value < {end} THEN {literal(LESS)}
        WHEN value >= 1 - {end} THEN {literal(MORE)} ELSE '' END"""


def add_what_is_told(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds to `assembled` what would be told of each value: `told_value`, `bound`, `told_students`;
    and of which unit it is.
    """
    for column in ("told_value DOUBLE", "bound VARCHAR", "told_students BIGINT", "alone VARCHAR"):
        connection.execute(f"ALTER TABLE assembled ADD COLUMN {column}")
    connection.execute(
        f"""UPDATE assembled SET told_value = {clamped("value", "students")}, bound = {_bound()},
        told_students = {TOLD_STUDENTS}, alone = {ALONE}"""
    )


_FEW = " OR ".join(f"{one} BETWEEN 1 AND {SMALLEST_GROUP} - 1" for one in _COUNTS)
_REST = "enrolled - tested - coalesce(exempt, 0) - coalesce(alternate, 0)"
_IS_FEW_COUNTED = f"coalesce({_FEW} OR {_REST} BETWEEN 1 AND {SMALLEST_GROUP} - 1, false)"
"""SQL for `disclosure.counts_tell_of_few`."""
_BAND = " ".join(f"WHEN least >= {band} THEN {band}" for band in BANDS)
_TOLD = """CREATE TABLE told AS
WITH noted AS (
    SELECT *, {told_value} AS told_value, {bound} AS bound,
        {told_students} AS told_students, {alone} AS alone,
        withheld IS NULL AS is_told, {bound} = '' AS is_exact,
        coalesce(change IS NOT NULL AND {is_share}
            AND ({bound} <> '' OR value - change < {end} OR value - change >= 1 - {end}), false)
            AS is_change_withheld,
        coalesce(enrolled, tested, exempt, alternate, arrived_late) IS NOT NULL AS was_counted,
        place_kind = 'district' AND grade = '' AND {of_everybody} AND NOT {is_few_counted}
            AS has_counts,
        least(tested / nullif(enrolled, 0), 1 - {enrolled_end}) AS least
    FROM {rows} WHERE {is_on_menu}
)
SELECT measure, assessment, subject, school_year, grade, place_kind, place_id, school_id,
    district_id, alone, student_group, if(is_told, told_value, NULL) AS value,
    {exact}, if(is_told, told_students, NULL) AS students,
    {counts}, if(is_told, teachers, NULL) AS teachers, withheld,
    {peers}, {changes}, norm, if(is_told, bound, '') AS bound,
    is_told AND is_change_withheld AS is_change_withheld, is_told AND was_counted AS was_counted,
    CASE WHEN NOT is_told OR has_counts OR least IS NULL THEN NULL {band} ELSE {last} END
        AS tested_share,
    CASE WHEN NOT is_told OR has_counts OR least IS NULL THEN ''
        WHEN least >= {last} THEN {more} ELSE {less} END AS tested_bound,
    '' AS part, '' AS part_kind, {told_from} AS told_from
FROM noted
UNION ALL BY NAME
SELECT '' AS measure, assessment, subject, school_year, '' AS grade, place_kind, place_id,
    school_id, district_id, '' AS alone, {everybody} AS student_group,
    if(withheld IS NULL, value, NULL) AS value,
    if(withheld IS NULL, standard_error, NULL) AS standard_error,
    if(withheld IS NULL, {told_students}, NULL) AS students, withheld, '' AS norm, '' AS bound,
    false AS is_change_withheld, false AS was_counted, '' AS tested_bound, part,
    kind AS part_kind, {told_from} AS told_from
FROM {parts}"""


def tell(connection: duckdb.DuckDBPyConnection, *, rows: str, parts: str, told_from: str) -> None:
    """Makes `told`: the menu by itself, of rows of the aggregates and of parts (SQL for both)."""
    exact = ("standard_error", "low", "high")
    changes = ("change", "change_error", "change_q")
    connection.execute(
        _TOLD.format(
            rows=rows,
            parts=parts,
            is_on_menu=IS_ON_MENU,
            told_value=clamped("value", "students"),
            bound=_bound(),
            told_students=TOLD_STUDENTS,
            alone=ALONE,
            is_few_counted=_IS_FEW_COUNTED,
            of_everybody=OF_EVERYBODY,
            everybody=literal(ALL_STUDENTS),
            is_share=is_share(),
            end=end_of("students"),
            enrolled_end=end_of("enrolled"),
            exact=_where("is_told AND is_exact", exact),
            counts=_where("is_told AND has_counts", _COUNTS),
            peers=_where(
                "is_told AND is_exact", ("peers", "peers_mean", "peers_low", "peers_high", "q")
            ),
            changes=_where("is_told AND NOT is_change_withheld", changes),
            band=_BAND,
            last=BANDS[-1],
            more=literal(MORE),
            less=literal(LESS),
            told_from=literal(told_from),
        )
    )


def _where(condition: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"if({condition}, {one}, NULL) AS {one}" for one in columns)
