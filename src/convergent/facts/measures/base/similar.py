"""The schools of similar need of each school."""

import duckdb
import numpy as np
import pyarrow as pa

from convergent.analysis.similar import nearest
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.student_groups import CODES

NEEDS = ("economic_disadvantage", "english_learner", "disability")
RULE = (
    "Schools of the same district and level whose shares of students in economic disadvantage, "
    "learning English and with disabilities are nearest; alternative schools among themselves."
)


def _tells(need: str) -> str:
    """SQL: true, false, or NULL where nothing is known."""
    code, others = CODES[need], CODES[f"not_{need}"]
    return (
        f"CASE WHEN list_contains(groups, {code}) THEN true "
        f"WHEN list_contains(groups, {others}) THEN false END"
    )


def _share(need: str) -> str:
    """SQL: 0 where it is known of no school of the district; NaN where it is of others."""
    known = f"count({need}) OVER (PARTITION BY district_id)"
    return f"coalesce({need}, if({known} = 0, 0.0, 'NaN'::DOUBLE)) AS {need}"


_SHARES = f"""WITH latest AS (
    SELECT school_id, max(school_year) AS school_year FROM tested JOIN cells USING (cell)
    WHERE school_id IS NOT NULL GROUP BY ALL
),
members AS (
    SELECT DISTINCT ON (school_id, student) school_id, student, grade,
        {", ".join(f"{_tells(one)} AS {one}" for one in NEEDS)}
    FROM tested JOIN cells USING (cell) SEMI JOIN latest USING (school_id, school_year)
),
shares AS (
    SELECT school_id, {", ".join(f"avg({one}::INTEGER) AS {one}" for one in NEEDS)},
        list(DISTINCT grade) AS tested_grades
    FROM members GROUP BY ALL
)
SELECT school_id, coalesce(district_id, '') AS district_id, is_alternative,
    {", ".join(map(_share, NEEDS))},
    CASE WHEN len(coalesce(grades, [])) > 0 THEN grades ELSE tested_grades END AS grades
FROM shares JOIN schools USING (school_id) ORDER BY school_id"""


def make_similar(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Makes `similar` (school × similar school: distance), from the latest year with results."""
    rows = connection.sql(_SHARES).to_arrow_table()
    ids = rows["school_id"].to_pylist()
    levels = [
        f"{district} alternative" if is_alternative else f"{district} {school_level(grades)}"
        for district, is_alternative, grades in zip(
            *(rows[name].to_pylist() for name in ("district_id", "is_alternative", "grades")),
            strict=True,
        )
    ]
    shares = np.column_stack([rows[need].to_numpy() for need in NEEDS])
    kinds = np.unique(np.array(levels, dtype=str), return_inverse=True)[1]
    found = nearest(shares, kinds, most=rules.most_similar, fewest=rules.fewest_similar)
    pairs = pa.table(
        {
            "school_id": pa.array([ids[own] for own, _, _ in found], pa.string()),
            "similar_id": pa.array([ids[other] for _, other, _ in found], pa.string()),
            "distance": pa.array([distance for _, _, distance in found], pa.float64()),
        }
    )
    connection.register("pairs", pairs)
    connection.execute("CREATE TABLE similar_schools AS SELECT * FROM pairs ORDER BY ALL")
    connection.unregister("pairs")


def school_level(grades: list[str]) -> str:
    """elementary, middle, high or combined, from the codes of the grades."""
    numbers = [int(code) if code.isdigit() else 0 for code in grades if code]
    if not numbers:
        return "unknown"
    lowest, highest = min(numbers), max(numbers)
    if lowest >= 9:
        return "high"
    if highest <= 6:
        return "elementary" if lowest < 5 or highest < 6 else "middle"
    return "middle" if lowest >= 5 and highest <= 9 else "combined"
