"""What means and percentages tell of sums over students, and which of them must not be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convergent.analysis.disclosure.margins import System
from convergent.analysis.disclosure.table import Amount, Codes, Counts, Flags, Numbers

LOW_END, HIGH_END = 0.05, 0.95
"""Shares up to the one are told as “≤ 5 %”, from the other on as “≥ 95 %”."""
PERCENT = 100


def shares_told(name: str, n: Counts, reached: Counts) -> Amount:
    """What whole percentages with coded ends tell, of cells in the order of a release.

    `reached` says how many of the `n` students of each cell did; cells of nobody tell nothing.

    Examples
    --------
    >>> told = shares_told("proficient", np.array([40, 40, 40]), np.array([1, 21, 40]))
    >>> told.low.tolist(), told.high.tolist()
    ([0.0, 21.0, 38.0], [2.0, 21.0, 40.0])
    """
    cells = np.flatnonzero(n > 0)
    n, reached = n[cells], reached[cells]
    percent = np.rint(PERCENT * reached / n)
    low = np.ceil(n * (percent - 0.5) / PERCENT)
    high = np.floor(n * (percent + 0.5) / PERCENT)
    is_low, is_high = reached <= LOW_END * n, reached >= HIGH_END * n
    low = np.where(is_low, 0.0, np.where(is_high, np.ceil(HIGH_END * n), low))
    high = np.where(is_low, np.floor(LOW_END * n), np.where(is_high, n, high))
    return Amount(name, cells, np.minimum(low, reached), np.maximum(high, reached), 0, 1, True)


def means_told(
    name: str, n: Counts, means: Numbers, *, rounded_to: float, least: float, most: float
) -> Amount:
    """What rounded means tell of the sums of scores, of cells in the order of a release.

    Nobody scores under `least` or over `most`. Cells of nobody tell nothing.

    Examples
    --------
    >>> told = means_told("score", np.array([20]), np.array([151.0]), rounded_to=1, least=100,
    ...                   most=200)
    >>> told.low.tolist(), told.high.tolist()
    ([3010.0], [3030.0])
    """
    cells = np.flatnonzero(n > 0)
    n, means = n[cells], means[cells]
    low, high = n * (means - rounded_to / 2), n * (means + rounded_to / 2)
    return Amount(name, cells, np.maximum(low, n * least), np.minimum(high, n * most), least, most)


def where(amount: Amount, is_told: Flags) -> Amount:
    """The same, told of some cells alone."""
    kept = is_told[amount.cells]
    return replace(amount, cells=amount.cells[kept], low=amount.low[kept], high=amount.high[kept])


def untold_nearby(
    amounts: Sequence[Amount], narrow: Codes, system: System, *, at_once: int
) -> tuple[Amount, ...]:
    """Without what is told of cells that share students with those that are too narrow.

    Of each of these so many go, those of the fewest students first.
    """
    return tuple(_untold(amount, narrow, system, at_once) for amount in amounts)


def _untold(amount: Amount, narrow: Codes, system: System, at_once: int) -> Amount:
    is_told = np.zeros(system.size + 1, bool)
    is_told[amount.cells] = True
    for cell in narrow.tolist():
        of_cell = (system.cells == cell).any(axis=1)
        touched = np.unique(system.cells[of_cell])
        touched = touched[is_told[touched]]
        is_told[touched[np.argsort(system.n[touched], kind="stable")[:at_once]]] = False
    return where(amount, is_told)
