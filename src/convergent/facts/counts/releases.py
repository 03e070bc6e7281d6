"""Writes releases, and reads them back: every cell with its dimensions, n and status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from convergent.analysis.disclosure.table import (
    TOTAL,
    UNKNOWN,
    Amount,
    Codes,
    Counts,
    Numbers,
    Release,
)
from convergent.facts.counts.reading import TOTAL_LABEL, Counted
from convergent.facts.counts.scores import is_score, read_means
from convergent.facts.counts.shares import SIGN, read_amount
from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.plain_files import (
    as_written,
    headings,
    identifier,
    reading_text,
    write_plain,
)

PUBLISHED, WITHHELD = "published", "withheld"
OWN = COUNT, STATUS = "n", "status"
"""Columns of every release, beside its dimensions."""
Labels = Mapping[str, Sequence[str]]


def write_release(
    release: Release,
    labels: Labels,
    path: Path,
    beside: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """All cells; the n of those withheld is empty, and nothing tells which of them are small.

    `beside` are columns more: percentages, means, medians.
    """
    columns = _labelled(release, release.codes, labels)
    columns[COUNT] = pa.array(release.n, mask=~release.is_published)
    columns[STATUS] = pa.array(np.where(release.is_published, PUBLISHED, WITHHELD))
    for name, texts in (beside or {}).items():
        columns[name] = pa.array(texts, pa.string())
    write_plain(pa.table(columns), path)


def write_intervals(
    release: Release, labels: Labels, path: Path, *, rows: Codes, low: Numbers, high: Numbers
) -> None:
    """What an attacker learns of each withheld cell; for the eyes of those who know the counts."""
    columns = _labelled(release, release.codes[rows], labels)
    columns["n"] = pa.array(release.n[rows])
    columns["low"], columns["high"] = pa.array(low), pa.array(high)
    write_plain(pa.table(columns), path)


def _labelled(release: Release, codes: Codes, labels: Labels) -> dict[str, pa.Array]:
    levels = [level for one in release.dimensions for level in one.levels]
    found = {}
    for level, column in zip(levels, codes.T, strict=True):
        texts = np.asarray([*labels[level], TOTAL_LABEL])
        found[level] = pa.array(texts[column])  # TOTAL is -1, the last
    return found


def read_release(path: Path, counted: Counted) -> Release:
    """A release that was written so, by the dimensions and labels of a table.

    Raises ExportRefused where it has a dimension or a label that the table has not.
    """
    held = columns_of_release(path)
    dimensions = tuple(one for one in counted.table.dimensions if one.levels[0] in held)
    levels = [level for one in dimensions for level in one.levels]
    if set(levels) != set(held):
        rule = f"a table by {', '.join(levels)}"
        fix = "Name hierarchies in --dimensions as they were when it was written."
        raise ExportRefused(Finding(file=path.name, line=1, rule=rule, fix=fix))
    with reading_text(path) as connection:
        told = [as_written(one, path) for one in levels]
        wanted = ", ".join([*told, "n", "status", identifier("line of file")])
        rows = connection.execute(f'SELECT {wanted} FROM file ORDER BY "line of file"').fetchall()
    codes = np.column_stack(
        [_codes(rows, at, level, counted.labels[level], path) for at, level in enumerate(levels)]
    )
    is_published = np.asarray([row[-2] == PUBLISHED for row in rows])
    n = np.asarray([int(row[-3]) if row[-3] else UNKNOWN for row in rows], np.int64)
    return Release(dimensions, codes, n, is_published, _amounts(path, n))


def _amounts(path: Path, n: Counts) -> tuple[Amount, ...]:
    """What its percentages tell."""
    with reading_text(path) as connection:
        names = [one for one in headings(connection) if one.endswith(SIGN) or is_score(one)]
        columns = [
            connection.execute(
                f'SELECT {as_written(one, path)} FROM file ORDER BY "line of file"'
            ).fetchall()
            for one in names
        ]
    told = [
        (read_means if is_score(name) else read_amount)(name, [text for (text,) in texts], n)
        for name, texts in zip(names, columns, strict=True)
    ]
    return tuple(one for one in told if one is not None)


def columns_of_release(path: Path) -> list[str]:
    """The level columns of a release. Raises ExportRefused where it is none."""
    if not path.is_file():
        fix = "Name a file that protect wrote."
        raise ExportRefused(Finding(file=path.name, rule="such file", fix=fix))
    with reading_text(path) as connection:
        held = headings(connection)
    missing = [
        Finding(file=path.name, line=1, rule=f"a column {one}", fix="Name a file of protect.")
        for one in ("n", "status")
        if one not in held
    ]
    if missing:
        raise ExportRefused(*missing)
    return [
        one
        for one in held
        if one not in {"n", "status"} and not one.endswith(SIGN) and not is_score(one)
    ]


def _codes(
    rows: list[tuple[str, ...]], at: int, level: str, labels: Sequence[str], path: Path
) -> Codes:
    known = {label: code for code, label in enumerate(labels)} | {TOTAL_LABEL: TOTAL}
    for row in rows:
        if row[at] not in known:
            raise ExportRefused(
                Finding(
                    file=path.name,
                    line=int(row[-1]),
                    column=level,
                    value=row[at] or "",
                    rule="reference",
                    fix="Keep every name that is out already, by a row of 0 students with --count.",
                )
            )
    return np.asarray([known[row[at]] for row in rows], np.int64)
