"""What is told, as sums over quantities that an attacker wants to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from convergent.analysis.disclosure.table import Codes, Flags, Numbers

NEAR = 1e-6
"""Numbers that differ by less are taken to be the same."""


@dataclass(frozen=True)
class Rows:
    """Each row: the sum of coefficient × quantity lies between `low` and `high`.

    `row`, `column` and `coefficient` have one entry for each term, in order of the rows; every row
    has one at least.
    """

    row: Codes
    column: Codes
    coefficient: Numbers
    low: Numbers
    high: Numbers

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        starts = np.cumsum([0, *(len(part.low) for part in parts)])
        return cls(
            np.concatenate([part.row + at for part, at in zip(parts, starts, strict=False)]),
            np.concatenate([part.column for part in parts]),
            np.concatenate([part.coefficient for part in parts]),
            np.concatenate([part.low for part in parts]),
            np.concatenate([part.high for part in parts]),
        )

    @classmethod
    def of_sums(cls, whole: Codes, parts: Codes, equation: Codes) -> Rows:
        """One row for each of `whole`, the sum of those parts whose `equation` is its position."""
        row = np.concatenate([equation, np.arange(len(whole))])
        column = np.concatenate([parts, whole])
        coefficient = np.repeat([1.0, -1.0], [len(parts), len(whole)])
        order = np.argsort(row, kind="stable")
        nothing = np.zeros(len(whole))
        return cls(row[order], column[order], coefficient[order], nothing, nothing)

    def of(self, columns: Codes) -> Rows:
        """The same rows of other quantities: `columns` has one for each of ours."""
        return replace(self, column=columns[self.column])

    @cached_property
    def starts(self) -> Codes:
        """Where each row's terms begin, and where the last one's end."""
        return np.searchsorted(self.row, np.arange(len(self.low) + 1))

    def sums(self, values: Numbers) -> Numbers:
        """Of each row, over one value for each term."""
        found: Numbers = np.bincount(self.row, values, minlength=len(self.low)).astype(float)
        return found

    def without(self, known: Flags, values: Numbers) -> Rows:
        """The same where some quantities are known; rows that hold no other are left out."""
        is_known = known[self.column]
        terms = self.coefficient * values[self.column]
        taken = self.sums(np.where(is_known, terms, 0.0))
        kept = np.bincount(self.row[~is_known], minlength=len(self.low)) > 0
        place = np.cumsum(kept) - 1
        return Rows(
            place[self.row[~is_known]],
            self.column[~is_known],
            self.coefficient[~is_known],
            (self.low - taken)[kept],
            (self.high - taken)[kept],
        )


@dataclass(frozen=True)
class Bounds:
    """Between which values each quantity is known to lie."""

    low: Numbers
    high: Numbers

    def at(self, quantities: Codes) -> Bounds:
        return Bounds(self.low[quantities], self.high[quantities])

    def terms(self, rows: Rows) -> tuple[Numbers, Numbers]:
        """The least and the most that each term can be."""
        low = rows.coefficient * self.low[rows.column]
        high = rows.coefficient * self.high[rows.column]
        return np.minimum(low, high), np.maximum(low, high)


@dataclass(frozen=True)
class Misfit:
    """A quantity that would lie in `low` .. `high` if it were to fit the others."""

    quantity: int
    low: float
    high: float


class Impossible(Exception):
    """No quantities are as the rows tell."""

    def __init__(self, misfits: Sequence[Misfit]) -> None:
        super().__init__(f"{len(misfits)} quantities do not fit, the first: {misfits[0]}")
        self.misfits = tuple(misfits)


MOST_ROUNDS = 40
MOST_SHOWN = 20


def narrowed(rows: Rows, bounds: Bounds, is_whole: Flags) -> Bounds:
    """What each row alone tells of its quantities, over and over. Raises Impossible.

    A row's other terms leave a term no more than what they do not take themselves.
    """
    for _ in range(MOST_ROUNDS):
        tighter = _once_narrowed(rows, bounds, is_whole)
        if np.array_equal(tighter.low, bounds.low) and np.array_equal(tighter.high, bounds.high):
            break
        bounds = tighter
        _refuse_crossed(bounds)
    return bounds


def _refuse_crossed(bounds: Bounds) -> None:
    crossed = np.flatnonzero(bounds.low > bounds.high + NEAR)
    if len(crossed):
        raise Impossible(
            [Misfit(at, bounds.high[at], bounds.low[at]) for at in crossed[:MOST_SHOWN].tolist()]
        )


def _once_narrowed(rows: Rows, bounds: Bounds, is_whole: Flags) -> Bounds:
    least, most = bounds.terms(rows)
    refuse_impossible(rows, least, most)
    most_left = rows.high[rows.row] - _others(rows, least, endless=-np.inf)
    least_left = rows.low[rows.row] - _others(rows, most, endless=np.inf)
    is_positive = rows.coefficient > 0
    low = np.where(is_positive, least_left, most_left) / rows.coefficient
    high = np.where(is_positive, most_left, least_left) / rows.coefficient
    whole = is_whole[rows.column]
    tighter = Bounds(bounds.low.copy(), bounds.high.copy())
    np.maximum.at(tighter.low, rows.column, np.where(whole, np.ceil(low - NEAR), low))
    np.minimum.at(tighter.high, rows.column, np.where(whole, np.floor(high + NEAR), high))
    return tighter


def _others(rows: Rows, terms: Numbers, *, endless: float) -> Numbers:
    """For each term the sum of its row's others: endless where one of them is."""
    is_endless = np.isinf(terms)
    finite = np.where(is_endless, 0.0, terms)
    others_endless = rows.sums(is_endless.astype(float))[rows.row] - is_endless
    return np.where(others_endless > 0, endless, rows.sums(finite)[rows.row] - finite)


def refuse_impossible(rows: Rows, least: Numbers, most: Numbers) -> None:
    """Raises Impossible where terms between these ends fit some row in no way."""
    too_much = rows.sums(least) - rows.high > NEAR
    too_little = rows.low - rows.sums(most) > NEAR
    wrong = np.flatnonzero(too_much | too_little)
    if len(wrong):
        raise Impossible([_misfit(rows, row, least, most) for row in wrong[:MOST_SHOWN].tolist()])


def _misfit(rows: Rows, row: int, least: Numbers, most: Numbers) -> Misfit:
    """What a row says of the quantity that its others sum up to, from the ends of its terms."""
    terms = slice(rows.starts[row], rows.starts[row + 1])
    whole = int(np.argmin(rows.coefficient[terms]))
    low, high = (np.delete(ends[terms], whole).sum() for ends in (least, most))
    scale = -rows.coefficient[terms][whole]
    quantity = int(rows.column[terms][whole])
    return Misfit(quantity, (low - rows.high[row]) / scale, (high - rows.low[row]) / scale)
