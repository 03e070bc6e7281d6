"""Writes growth percentiles as CSV, gzipped CSV or Parquet: a row for each student and result."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from convergent.analysis.growth import Growth
from convergent.facts.plain_files import write_plain
from convergent.facts.scores.reading import Scores


def write_growth(
    growths: Sequence[Growth], scores: Scores, path: Path, *, interval: bool = False
) -> None:
    """By subject, year, grade and student; whole or not at all. Raises OSError."""
    ordered = sorted(growths, key=lambda one: one.task)
    table = pa.concat_tables([_table(one, scores, interval=interval) for one in ordered])
    write_plain(table, path)


def _table(growth: Growth, scores: Scores, *, interval: bool) -> pa.Table:
    order = np.argsort(growth.rows)
    rows, task = growth.rows[order], growth.task
    groups = {
        int(priors): task.last(int(priors) + 1).norm_group for priors in np.unique(growth.priors)
    }
    priors = growth.priors[order]
    columns = {
        "student_id": pa.array(scores.student_ids[scores.results.students[rows]], pa.string()),
        "subject": _repeated(task.subject, len(rows)),
        "year": pa.array(np.full(len(rows), task.year, np.int16)),
        "grade": pa.array(np.full(len(rows), task.grades[-1], np.int16)),
        "sgp": pa.array(growth.percentiles[order]),
        "priors": pa.array(priors),
        "norm_group": pa.array([groups[int(one)] for one in priors], pa.string()),
    }
    if interval:
        low, high = growth.low[order], growth.high[order]
        columns["sgp_low"] = pa.array(low, mask=low == 0)
        columns["sgp_high"] = pa.array(high, mask=high == 0)
    return pa.table(columns)


def _repeated(text: str, times: int) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), times)
