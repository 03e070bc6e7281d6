"""Writes growth percentiles as CSV, gzipped CSV or Parquet: a row for each student and result."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from convergent.analysis.growth import Growth, Targets, Task
from convergent.facts.plain_files import write_plain
from convergent.facts.scores.reading import Scores

AIMS = ("target_1", "target_2", "target_3")


def write_growth(
    growths: Sequence[Growth],
    scores: Scores,
    path: Path,
    *,
    interval: bool = False,
    targets: Mapping[Task, Targets | None] | None = None,
) -> None:
    """By subject, year, grade and student; whole or not at all. Raises OSError.

    With `targets` (of each task that has cut scores) whether each student keeps up, and the growth
    that leads to the cut scores.
    """
    ordered = sorted(growths, key=lambda one: one.task)
    tables = [_table(one, scores, interval=interval) for one in ordered]
    if targets is not None:
        aims = [_aims(targets[one.task], one) for one in ordered]
        tables = [_beside(table, aim) for table, aim in zip(tables, aims, strict=True)]
    write_plain(pa.concat_tables(tables), path)


def _beside(table: pa.Table, columns: Mapping[str, pa.Array]) -> pa.Table:
    for name, column in columns.items():
        table = table.append_column(name, column)
    return table


def _aims(found: Targets | None, growth: Growth) -> dict[str, pa.Array]:
    """`keeps_up` and `target_1` to `target_3`: within so many years; nothing where not known."""
    size, order = len(growth.rows), np.argsort(growth.rows)
    if found is None:
        columns = {"keeps_up": pa.nulls(size, pa.bool_())}
        return columns | {name: pa.nulls(size, pa.uint8()) for name in AIMS}
    least = found.percentiles[order]
    return {"keeps_up": pa.array(found.keeps_up[order])} | {
        name: pa.array(least[:, at], mask=least[:, at] == 0) for at, name in enumerate(AIMS)
    }


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
