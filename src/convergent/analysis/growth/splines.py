"""Cubic B-splines of prior scores, as R's `bs` makes them.

Knots are the 20th, 40th, 60th and 80th percentile of all scores of a grade (R's type 7), rounded
to three digits; boundaries lie a tenth of the range outside it. Beyond the boundaries the outermost
cubic goes on.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convergent.analysis.growth.compiling import compiled

KNOT_PERCENTILES = (0.2, 0.4, 0.6, 0.8)
BEYOND = 0.1
DEGREE = 3
COLUMNS = len(KNOT_PERCENTILES) + DEGREE
"""Columns of one prior's basis; the first of the full basis is left out for the intercept."""
_AT_ONCE = DEGREE + 1

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SmallIntegers = NDArray[np.integer[Any]]
Levels = NDArray[np.int32]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Knots:
    """Where the cubic pieces of one grade's scores meet, and between which boundaries they lie."""

    inner: tuple[float, ...]
    lowest: float
    highest: float

    @classmethod
    def of(cls, scores: Floats) -> "Knots":
        """The knots of a grade from all its scores, missing ones left out.

        Examples
        --------
        >>> Knots.of(np.array([100.0, 200.0, 300.0, 400.0, 500.0, 600.0]))
        Knots(inner=(200.0, 300.0, 400.0, 500.0), lowest=50.0, highest=650.0)
        """
        known = scores[~np.isnan(scores)]
        inner = np.round(np.quantile(known, KNOT_PERCENTILES), 3)
        lowest, highest = float(known.min()), float(known.max())
        margin = BEYOND * (highest - lowest)
        return cls(tuple(inner.tolist()), round(lowest - margin, 3), round(highest + margin, 3))


@dataclass(frozen=True)
class Design:
    """The rows of a regression on several priors, kept once for each different score of a prior.

    `levels` (students × priors) are rows of the table of `first` and `values`; those of prior t
    are from `starts[t]` to `starts[t + 1]`. Of the eight columns of a full basis four are not zero:
    `first` is the number of the first of them, `values` (levels × 4) holds them.
    """

    levels: Levels
    starts: Integers
    first: Integers
    values: Floats

    @property
    def columns(self) -> int:
        """Of the dense matrix: an intercept, and seven for each prior."""
        priors: int = self.levels.shape[1]
        return 1 + COLUMNS * priors

    def rows(self, chosen: Integers) -> Floats:
        """The dense rows (chosen × columns) of some students."""
        dense = np.zeros((len(chosen), self.columns))
        _fill(self.levels, self.first, self.values, chosen, dense)
        return dense


def design(priors: Floats, knots: list[Knots]) -> Design:
    """The design of priors (students × priors), each with the knots of its grade."""
    levels = np.empty(priors.shape, np.int32)
    starts = np.zeros(len(knots) + 1, np.int64)
    tables = []
    for at, own in enumerate(knots):
        different, level = np.unique(priors[:, at], return_inverse=True)
        levels[:, at] = level + starts[at]
        starts[at + 1] = starts[at] + len(different)
        outer = np.array([own.lowest] * 4 + list(own.inner) + [own.highest] * 4)
        tables.append(_evaluate(different, outer))
    first, values = (np.concatenate(one) for one in zip(*tables, strict=True))
    return Design(levels, starts, first, values)


@compiled
def _evaluate(scores: Floats, knots: Floats) -> tuple[Integers, Floats]:
    first, values = np.empty(len(scores), np.int64), np.empty((len(scores), 4))
    for i in range(len(scores)):
        span = 3
        while span < 7 and scores[i] >= knots[span + 1]:
            span += 1
        first[i] = span - 3
        _de_boor(knots, span, scores[i], values[i])
    return first, values


@compiled
def _de_boor(knots: Floats, span: int, score: float, values: Floats) -> None:
    """The four cubics over one span; outside it, the same polynomials go on."""
    left, right = np.empty(4), np.empty(4)
    values[0] = 1.0
    for j in range(1, 4):
        left[j] = score - knots[span + 1 - j]
        right[j] = knots[span + j] - score
        saved = 0.0
        for r in range(j):
            width = right[r + 1] + left[j - r]
            part = values[r] / width if width != 0.0 else 0.0
            values[r] = saved + right[r + 1] * part
            saved = left[j - r] * part
        values[j] = saved


@compiled
def _fill(levels: Levels, first: Integers, values: Floats, chosen: Integers, dense: Floats) -> None:
    for s in range(len(chosen)):
        dense[s, 0] = 1.0
        for t in range(levels.shape[1]):
            level = levels[chosen[s], t]
            for j in range(4):
                if first[level] + j > 0:
                    dense[s, 7 * t + first[level] + j] = values[level, j]
