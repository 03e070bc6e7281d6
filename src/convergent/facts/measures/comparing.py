"""Each value beside those of similar schools and of the year before, and what may be chance."""

import duckdb
import numpy as np
import pyarrow as pa

from convergent.analysis.false_discovery import adjusted_p, two_sided_p
from convergent.analysis.intervals import Z
from convergent.facts.literals import literal
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.rules import Rules

_SAME = ("measure", "assessment", "subject", "school_year", "grade", "student_group")
_ERROR = f"(({{0}}.high - {{0}}.low) / (2 * {Z}))"
_PEERS = """CREATE TABLE peers AS
SELECT own.row, count(*) AS peers, avg(other.told_value) AS peers_mean,
    any_value(own.told_value) - avg(other.told_value) AS difference,
    quantile_cont(other.told_value, 0.1) AS peers_low,
    quantile_cont(other.told_value, 0.9) AS peers_high,
    sqrt(any_value({own}) ** 2 + sum({other} ** 2) / count(*) ** 2) AS error
FROM assembled own
JOIN similar_schools near ON near.school_id = own.place_id
JOIN assembled other ON other.place_id = similar_id AND other.place_kind = 'school' AND {same}
WHERE own.place_kind = 'school' AND own.withheld IS NULL AND other.withheld IS NULL
GROUP BY own.row HAVING count(*) >= {fewest}"""
_CHANGED = """CREATE TABLE changed AS
SELECT own.row, own.place_kind, own.place_id, {columns}, own.students,
    own.value - other.value AS change, sqrt({own} ** 2 + {other} ** 2) AS error
FROM assembled own JOIN assembled other
ON other.place_kind = own.place_kind AND other.place_id = own.place_id
    AND other.school_year = own.school_year - 1 AND {same}
WHERE own.withheld IS NULL AND other.withheld IS NULL"""

_CHANGES = """CREATE TABLE changes AS
SELECT row, change, error FROM changed WHERE NOT {is_mixed}
UNION ALL
SELECT mixed.row, sum(part.change * part.students) / sum(part.students),
    sqrt(sum((part.error * part.students) ** 2)) / sum(part.students)
FROM (SELECT * FROM changed WHERE {is_mixed}) mixed JOIN changed part
ON part.place_kind = mixed.place_kind AND part.place_id = mixed.place_id AND part.grade <> ''
    AND part.school_year = mixed.school_year AND {same}
GROUP BY mixed.row"""
"""Of scores in all grades together the mean change within grades, weighted by today's students: the
scores themselves also change with how many students are in which grade.
"""


def compare(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Makes `peers` and `changes`, and of each the adjusted p (`peers_q`, `changes_q`).

    Only values that anybody may see are compared, so that no comparison tells of others.
    """
    own, other = _ERROR.format("own"), _ERROR.format("other")
    connection.execute(
        _PEERS.format(own=own, other=other, same=_same(_SAME), fewest=rules.fewest_similar)
    )
    but_year = tuple(name for name in _SAME if name != "school_year")
    columns = ", ".join(f"own.{name}" for name in _SAME)
    connection.execute(_CHANGED.format(own=own, other=other, columns=columns, same=_same(but_year)))
    but_grade = tuple(name for name in but_year if name != "grade")
    connection.execute(
        _CHANGES.format(is_mixed=_is_mixed(), same=_same(but_grade, "part", "mixed"))
    )
    _adjust(connection, "peers", "difference")
    _adjust(connection, "changes", "change")


def _same(columns: tuple[str, ...], other: str = "other", own: str = "own") -> str:
    return " AND ".join(f"{other}.{one} = {own}.{one}" for one in columns)


def _is_mixed() -> str:
    """SQL: a mean of scores, whose scale rises from grade to grade, over all grades."""
    of_scores = (
        one.id for one in definitions().values() if (one.summary, one.unit) == ("mean", "points")
    )
    return f"(grade = '' AND measure IN ({', '.join(map(literal, of_scores))}))"


def _adjust(connection: duckdb.DuckDBPyConnection, table: str, difference: str) -> None:
    """Among all comparisons of one measure, assessment, subject and year of the district."""
    rows = connection.sql(
        f"""SELECT row, {difference} / error AS z,
        dense_rank() OVER (
            ORDER BY district_id, measure, assessment, subject, school_year) AS family
        FROM {table} JOIN assembled USING (row) WHERE error > 0"""
    ).to_arrow_table()
    z = rows["z"].to_numpy().astype(np.float64)
    q = adjusted_p(two_sided_p(z), rows["family"].to_numpy().astype(np.int64))
    adjusted = pa.table({"row": rows["row"], "q": q})
    connection.register("adjusted", adjusted)
    connection.execute(f"CREATE TABLE {table}_q AS SELECT * FROM adjusted")
    connection.unregister("adjusted")
