"""Each value beside those of similar schools and of the year before, and what may be chance."""

import duckdb
import numpy as np
import pyarrow as pa

from convergent.analysis.false_discovery import adjusted_p, two_sided_p
from convergent.analysis.intervals import Z
from convergent.facts.measures.rules import Rules

_SAME = ("measure", "assessment", "subject", "school_year", "grade", "student_group")
_ERROR = f"(({{0}}.high - {{0}}.low) / (2 * {Z}))"
_PEERS = """CREATE TABLE peers AS
SELECT own.row, count(*) AS peers, avg(other.value) AS peers_mean,
    any_value(own.value) - avg(other.value) AS difference,
    quantile_cont(other.value, 0.1) AS peers_low, quantile_cont(other.value, 0.9) AS peers_high,
    sqrt(any_value({own}) ** 2 + sum({other} ** 2) / count(*) ** 2) AS error
FROM assembled own
JOIN similar_schools near ON near.school_id = own.place_id
JOIN assembled other ON other.place_id = similar_id AND other.place_kind = 'school' AND {same}
WHERE own.place_kind = 'school' AND own.withheld IS NULL AND other.withheld IS NULL
GROUP BY own.row HAVING count(*) >= {fewest}"""
_CHANGES = """CREATE TABLE changes AS
SELECT own.row, own.value - other.value AS change, sqrt({own} ** 2 + {other} ** 2) AS error
FROM assembled own JOIN assembled other
ON other.place_kind = own.place_kind AND other.place_id = own.place_id
    AND other.school_year = own.school_year - 1 AND {same}
WHERE own.withheld IS NULL AND other.withheld IS NULL"""


def compare(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Makes `peers` and `changes`, and of each the adjusted p (`peers_q`, `changes_q`).

    Only values that anybody may see are compared, so that no comparison tells of others.
    """
    own, other = _ERROR.format("own"), _ERROR.format("other")
    connection.execute(
        _PEERS.format(own=own, other=other, same=_same(_SAME), fewest=rules.fewest_similar)
    )
    but_year = tuple(name for name in _SAME if name != "school_year")
    connection.execute(_CHANGES.format(own=own, other=other, same=_same(but_year)))
    _adjust(connection, "peers", "difference")
    _adjust(connection, "changes", "change")


def _same(columns: tuple[str, ...]) -> str:
    return " AND ".join(f"other.{one} = own.{one}" for one in columns)


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
