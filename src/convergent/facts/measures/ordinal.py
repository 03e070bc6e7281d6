"""Ordinal gaps, by `analysis`, from how many students of each group are at each level."""

import duckdb
import numpy as np
import pyarrow as pa

from convergent.analysis.intervals import Z
from convergent.analysis.ordinal_gap import ordinal_gaps
from convergent.facts.measures.student_groups import PAIR_CODES


def add_ordinal_gaps(connection: duckdb.DuckDBPyConnection, measure: str) -> None:
    """Adds to `found` the gaps of a measure whose counts an engine has made."""
    for pair, group, other in PAIR_CODES:
        counts = connection.sql(
            f"""SELECT slice, amount, sum(n) FILTER (student_group = {group}) AS first,
            sum(n) FILTER (student_group = {other}) AS second
            FROM counts_of_{measure} WHERE student_group IN ({group}, {other})
            GROUP BY ALL ORDER BY ALL"""
        ).to_arrow_table()
        if counts.num_rows:
            _add(connection, measure, pair, counts)


def _add(connection: duckdb.DuckDBPyConnection, measure: str, pair: int, counts: pa.Table) -> None:
    slices, at = np.unique(counts["slice"].to_numpy(), return_inverse=True)
    levels, level = np.unique(counts["amount"].to_numpy(), return_inverse=True)
    first, second = (_table(counts, one, at, level, len(slices), len(levels)) for one in _SIDES)
    found = ordinal_gaps(first, second)
    is_known = ~np.isnan(found.values)
    value, error = found.values[is_known], found.standard_errors[is_known]
    rows = pa.table(
        {
            "slice": slices[is_known],
            "value": value,
            "error": error,
            "students": np.minimum(first.sum(1), second.sum(1))[is_known].astype(np.int64),
        }
    )
    connection.register("gaps_found", rows)
    connection.execute(
        f"""INSERT INTO found SELECT '{measure}', slice, {pair}, value, error,
        value - {Z} * error, value + {Z} * error, students FROM gaps_found"""
    )
    connection.unregister("gaps_found")


_SIDES = ("first", "second")


def _table(
    counts: pa.Table, side: str, at: np.ndarray, level: np.ndarray, slices: int, levels: int
) -> np.ndarray:
    table = np.zeros((slices, levels))
    table[at, level] = counts[side].fill_null(0).cast(pa.float64()).to_numpy()
    return table
