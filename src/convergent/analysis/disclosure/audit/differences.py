"""Students who are in one release of a period and not in another."""

from __future__ import annotations

import numpy as np

from convergent.analysis.disclosure.audit.cells import Cells
from convergent.analysis.disclosure.audit.rows import Bounds, Rows
from convergent.analysis.disclosure.audit.told import Asked, Goals, Rule, Told
from convergent.analysis.disclosure.table import Codes


def with_difference(
    told: Told, cells: Cells, pair: tuple[int, int], rule: Rule
) -> tuple[Told, list[Asked]]:
    """What is told, and how many more students each cell holds of the one kind than of the other.

    Both ways round: where some came and some left, at least those who are more came.
    """
    first, second = (np.flatnonzero(cells.students == one) for one in pair)
    _, in_first, in_second = np.intersect1d(
        cells.place[first], cells.place[second], assume_unique=True, return_indices=True
    )
    first, second = first[in_first], second[in_second]
    asked: list[Asked] = []
    for more, less, other in ((first, second, pair[1]), (second, first, pair[0])):
        asked += _asked(cells, more, told.size, without=cells.words[other])
        told = Told.joined([told, _more(told, more, less, rule)])
    return told, asked


def _more(told: Told, more: Codes, less: Codes, rule: Rule) -> Told:
    quantities = told.size + np.arange(len(more))
    equation = np.tile(np.arange(len(more)), 2)
    endless = np.full(len(more), np.inf)
    truth = told.truth[more] - told.truth[less]
    return Told(
        rule.minimum,
        Rows.of_sums(more, np.concatenate([less, quantities]), equation),
        Bounds(-endless, endless),
        np.ones(len(more), bool),
        truth,
        Goals.of_counts(truth, np.ones(len(more)), rule),
        quantities,
    )


def _asked(cells: Cells, more: Codes, start: int, *, without: str) -> list[Asked]:
    """For each release that is the first to have some of these cells, in order of its rows."""
    releases, rows = (one[more] for one in cells.first_rows())
    return [
        Asked(int(release), rows[at], start + at, without=without)
        for release in np.unique(releases)
        for found in [np.flatnonzero(releases == release)]
        for at in [found[np.argsort(rows[found])]]
    ]
