"""What is out already, beside what would be told now: a period is told anew safely, or not at all.

Where fewer than ten students came or left, the difference of two menus would be about them. So a
unit (one test of one year) stands as it was told first, until it can be told anew: at most one in
twenty of the values that stand has changed by so few, none of them the district's own, and what has
is withheld. Whatever is told of unchanged values is known, and hides nothing. A unit beside which a
table is out stands for good: the table was found to be safe beside what is told, and nothing else.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from convergent.facts.literals import literal
from convergent.facts.measures.gate import close
from convergent.facts.measures.menu import IS_ON_MENU, MENU_COLUMNS, UNIT, Unit
from convergent.facts.values import SMALLEST_GROUP

MOST_CHANGED_BY_FEW = 0.05
"""Of the values of a unit that stands."""
NEAR = 1e-9
_SAME_KEY = ("measure", "assessment", "subject", "school_year", "grade", "place_kind", "place_id")
_EMPTY = ", ".join(f"NULL::{one.kind} AS {one.name}" for one in MENU_COLUMNS)
_STANDING = """CREATE TABLE standing AS
SELECT * FROM ({files}) AS files"""
_LATEST = f"""CREATE TABLE latest AS
SELECT * FROM standing
QUALIFY dense_rank() OVER (PARTITION BY {", ".join(UNIT)} ORDER BY release DESC) = 1"""
_CHANGES = f"""CREATE TABLE beside AS
SELECT assembled.row, release,
    abs(told_value - standing.value) < {NEAR} AND standing.bound = assembled.bound
        AND told_students = standing.students AS is_same,
    CASE WHEN assembled.assessment = '' AND assembled.subject = ''
        THEN abs(told_students - standing.students) BETWEEN 1 AND {SMALLEST_GROUP} - 1
        ELSE NOT is_same AND abs(told_students - standing.students) < {SMALLEST_GROUP} END AS is_few
FROM standing JOIN assembled
    ON {" AND ".join(f"assembled.{one} = standing.{one}" for one in _SAME_KEY)}
    AND assembled.student_group = standing.student_group
WHERE standing.withheld IS NULL AND standing.part = ''"""
"""Attendance and marks are of other days in each snapshot: of them the students alone count."""
_FLAGS = f"""UPDATE assembled SET
    is_known = coalesce(row IN (SELECT row FROM beside WHERE is_same), false),
    is_few_changed = coalesce({IS_ON_MENU} AND row IN (SELECT row FROM beside WHERE is_few), false)
"""
_STAYS = f"""CREATE TABLE staying AS
WITH told AS (
    SELECT {", ".join(UNIT)}, count(*) AS values FROM latest
    WHERE withheld IS NULL AND part = '' GROUP BY ALL
),
now AS (
    SELECT {", ".join(UNIT)}, count(*) FILTER (is_few_changed) AS few,
        bool_or(is_few_changed AND place_kind = 'district') AS is_of_district,
        count(*) FILTER (is_known) AS known
    FROM assembled WHERE {IS_ON_MENU} GROUP BY ALL
)
SELECT {", ".join(UNIT)}, few, coalesce(known, 0) >= values AS is_same
FROM told LEFT JOIN now USING ({", ".join(UNIT)})
WHERE few IS NULL OR known >= values OR is_of_district OR few > {MOST_CHANGED_BY_FEW} * values"""
_FIX = f"""INSERT INTO staying SELECT DISTINCT {", ".join(UNIT)}, 0, false FROM latest
WHERE {" AND ".join(f"{one} = ?" for one in UNIT)}"""
_CARRY = f"""CREATE OR REPLACE TABLE told AS
SELECT told.* FROM told ANTI JOIN staying USING ({", ".join(UNIT)})
UNION ALL BY NAME
SELECT latest.* EXCLUDE (release) FROM latest SEMI JOIN staying
    USING ({", ".join(UNIT)})"""
_AS_TOLD = f"""UPDATE assembled SET withheld = latest.withheld FROM latest
WHERE stays AND assembled.withheld IS NULL AND latest.withheld IS NOT NULL AND latest.part = ''
    AND {" AND ".join(f"assembled.{one} = latest.{one}" for one in _SAME_KEY)}
    AND assembled.student_group = latest.student_group"""
"""What stands as it was told is withheld as it was: nothing is compared with it."""
_CUT_OFF = """UPDATE told SET change = NULL, change_error = NULL, change_q = NULL,
    is_change_withheld = false
WHERE told_from = {now} AND part = '' AND EXISTS (
    SELECT 1 FROM told AS before WHERE before.told_from <> {now}
        AND before.assessment = told.assessment AND before.subject = told.subject
        AND before.district_id = told.district_id AND before.school_year = told.school_year - 1
        AND (told.assessment <> '' OR before.measure = told.measure)
)"""


def find_changes(
    connection: duckdb.DuckDBPyConnection, standing: Sequence[Path], fixed: Sequence[Unit] = ()
) -> None:
    """Marks the rows of `assembled` that are known, and those that few students have changed since
    they were told; makes `staying`, the units that stand as they are, `fixed` ones among them. The
    oldest file comes first.
    """
    for column in ("is_known", "is_few_changed", "stays"):
        connection.execute(f"ALTER TABLE assembled ADD COLUMN {column} BOOLEAN DEFAULT false")
    connection.execute(_STANDING.format(files=_files(standing)))
    connection.execute(_LATEST)
    connection.execute(_CHANGES)
    connection.execute(_FLAGS)
    connection.execute(_STAYS)
    for unit in fixed:
        connection.execute(_FIX, list(unit))
    _mark_staying(connection)


def make_safe(connection: duckdb.DuckDBPyConnection) -> None:
    """The gate. What cannot be made safe beside what is out stays as it stands."""
    rows = close(connection)
    if rows:
        connection.execute(
            f"""INSERT INTO staying SELECT DISTINCT {", ".join(UNIT)}, 0, false
            FROM assembled WHERE row IN ({", ".join(map(str, rows))})"""
        )
        _mark_staying(connection)
    connection.execute(_AS_TOLD)


def carry(connection: duckdb.DuckDBPyConnection, *, told_from: str) -> None:
    """Puts units that stay as they stand into `told`. A change from a year that stays is not told:
    it would tell what that year is now.
    """
    connection.execute(_CARRY)
    connection.execute(_CUT_OFF.format(now=literal(told_from)))


def _mark_staying(connection: duckdb.DuckDBPyConnection) -> None:
    same = " AND ".join(f"staying.{one} = assembled.{one}" for one in UNIT)
    connection.execute(f"UPDATE assembled SET stays = true FROM staying WHERE {same}")


def _files(standing: Sequence[Path]) -> str:
    if not standing:
        return f"SELECT {_EMPTY}, 0 AS release WHERE false"
    selects = (
        f"SELECT *, {at} AS release FROM read_parquet({literal(str(path))})"
        for at, path in enumerate(standing)
    )
    return " UNION ALL BY NAME ".join(selects)
