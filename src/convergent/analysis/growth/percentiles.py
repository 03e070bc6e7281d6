"""Growth percentiles of one year, grade and subject, from a panel of scores.

The numbers are those of SGP 2.2 with its defaults: knots from all scores of a grade in the panel's
years of the progression; a percentile is the number of predicted quantiles below the score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convergent.analysis.growth.process import quantile_process
from convergent.analysis.growth.splines import Floats, Integers, Knots, design

TAUS: Floats = np.arange(100) / 100 + 0.005
_HALF_DIGIT = 5e-6
"""Predictions are compared with a score when rounded to five digits."""


class NoCohort(ValueError):
    """Nobody has a score in the year and a prior one in the grade before."""


@dataclass(frozen=True)
class Panel:
    """Scores of one subject: one row for each student, one column for each year, oldest first.

    `grades` and `scores` (students × years) are NaN where a student has no result.
    """

    years: tuple[int, ...]
    grades: Floats
    scores: Floats

    def of(self, year: int, grade: int) -> Floats:
        """The scores of one year, of the students who were in that grade; NaN for the others."""
        if year not in self.years:
            return np.full(len(self.grades), np.nan)
        at = self.years.index(year)
        scores: Floats = np.where(self.grades[:, at] == grade, self.scores[:, at], np.nan)
        return scores


@dataclass(frozen=True)
class GrowthPercentiles:
    """One row for each student who has one; `students` are rows of the panel.

    `percentiles` are 1 to 99, `priors` the number of prior scores that were used.
    """

    students: Integers
    percentiles: Integers
    priors: Integers


def growth_percentiles(
    panel: Panel, *, year: int, grades: Sequence[int], taus: Floats = TAUS
) -> GrowthPercentiles:
    """The growth percentiles of everybody who ended a progression of grades in a year.

    Parameters
    ----------
    panel
        Scores of one subject.
    year
        The year of the current score; priors are of the years right before it.
    grades
        Grades in consecutive years, the current one last, such as ``(3, 4, 5)``.
    taus
        The quantiles that are fitted, increasing.

    Returns
    -------
    GrowthPercentiles
        Each student's is from the most consecutive prior scores that he or she has.

    Raises
    ------
    NoCohort
        Where no student has the current score and the one before.
    TooFew
        Where the scores do not tell the model's coefficients apart.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> before = rng.normal(500, 50, 400).round()
    >>> after = (before + rng.normal(20, 30, 400)).round()
    >>> panel = Panel((2024, 2025), np.tile([3.0, 4.0], (400, 1)), np.c_[before, after])
    >>> found = growth_percentiles(panel, year=2025, grades=(3, 4))
    >>> len(found.students), bool(49 <= np.median(found.percentiles) <= 51)
    (400, True)
    """
    knots = _knots(panel, year=year, grades=grades)
    current = panel.of(year, grades[-1])
    priors = [panel.of(year - back, grades[-1 - back]) for back in range(1, len(grades))]
    found, used = _by_order(current, priors, knots, taus)
    students = np.flatnonzero(used)
    if not len(students):
        raise NoCohort(f"nobody has scores of grades {grades[-2]} and {grades[-1]} up to {year}")
    return GrowthPercentiles(students, found[students], used[students])


def _by_order(
    current: Floats, priors: list[Floats], knots: list[Knots], taus: Floats
) -> tuple[Integers, Integers]:
    """Percentiles, and how many priors they rest on; nought where there is none.

    The model of each order is fitted on everybody who has that many priors.
    """
    found = np.zeros(len(current), np.int64)
    used = np.zeros(len(current), np.int64)
    has = ~np.isnan(current)
    for order, prior in enumerate(priors, 1):
        has = has & ~np.isnan(prior)
        if not has.any():
            break
        rows = np.column_stack([one[has] for one in priors[:order]])
        found[has] = _ranks(current[has], rows, knots[:order], taus)
        used[has] = order
    return found, used


def _knots(panel: Panel, *, year: int, grades: Sequence[int]) -> list[Knots]:
    """For each prior, the last first: of all scores of its grade in the years of the priors."""
    years = [year - back for back in range(1, len(grades))]
    pooled = (np.concatenate([panel.of(one, grade) for one in years]) for grade in grades[-2::-1])
    return [Knots.of(scores) if not np.isnan(scores).all() else _NONE for scores in pooled]


_NONE = Knots((0.0, 0.0, 0.0, 0.0), 0.0, 0.0)


def _ranks(scores: Floats, priors: Floats, knots: list[Knots], taus: Floats) -> NDArray[np.int64]:
    """How many quantiles lie below each score, from 1 to 99 of a hundred."""
    below = np.zeros(len(scores), np.int64)

    def count(_: int, left: Floats) -> None:
        np.add(below, left > _HALF_DIGIT, out=below)

    quantile_process(scores, design(priors, knots), taus, seen=count)
    return np.clip(below, 1, len(taus) - 1)
