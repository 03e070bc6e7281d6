"""Where scores go if students keep growing as they do, and how much growth would reach a cut score.

A trajectory of a percentile p goes, from year to year and grade to grade, to the score whose growth
percentile would be p; each predicted score is a prior of the next year's. Matrices of the later
grades say what that score is: what students with such scores have reached so far.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convergent.analysis.growth.cohort import Cohort
from convergent.analysis.growth.district import Growth
from convergent.analysis.growth.matrices import Matrix, Norms
from convergent.analysis.growth.results import Results
from convergent.analysis.growth.splines import Booleans, Floats, design

MOST_YEARS = 3
OUT_OF_REACH = 100
_AT_A_TIME = 20_000


@dataclass(frozen=True)
class Targets:
    """For each student, the least growth percentile that leads to the cut scores.

    Parameters
    ----------
    keeps_up
        Whether the score is at or above the cut of its grade: then the percentile is what stays
        there in every year; else what catches up in one of the years.
    percentiles
        Students × years (within one, two, three): 1 to 99; 100 where even the 99th is not enough;
        0 where there is no matrix or cut of that grade, or no score.
    """

    keeps_up: Booleans
    percentiles: NDArray[np.uint8]


def projections(
    norms: Norms,
    history: Floats,
    *,
    subject: str,
    grade: int,
    percentile: int,
    years: int = MOST_YEARS,
) -> Floats:
    """The scores (students × years) of a trajectory, NaN where no matrix leads on.

    Parameters
    ----------
    norms
        Matrices of the grades that follow.
    history
        Scores (students × years so far), the current one first; NaN where there is none.
    subject, grade
        Of the current score.
    percentile
        1 to 99, the growth of every year.
    years
        How many years ahead.

    Examples
    --------
    >>> history = np.array([[510.0, 480.0]])
    >>> projections(Norms(()), history, subject="reading", grade=4, percentile=50)
    array([[nan, nan, nan]])
    """
    if not 1 <= percentile <= 99:
        raise ValueError(f"a growth percentile is 1 to 99, not {percentile}")
    ahead = np.full((len(history), years), np.nan)
    for year in range(years):
        known = np.column_stack([ahead[:, :year][:, ::-1], history])
        ahead[:, year] = _next(norms, known, subject, grade + year, percentile)
    return ahead


def _next(norms: Norms, known: Floats, subject: str, grade: int, percentile: int) -> Floats:
    """The score a year later, by the matrix of the most priors that a student has."""
    grades = range(grade + 1 - known.shape[1], grade + 2)
    found = np.full(len(known), np.nan)
    for priors, matrix in sorted(norms.of(subject, grades).items()):
        has = ~np.isnan(known[:, :priors]).any(axis=1)
        found[has] = _middle(matrix, known[has, :priors], percentile)
    return found


def _middle(matrix: Matrix, priors: Floats, percentile: int) -> Floats:
    """Between the two quantiles whose scores have this percentile.

    Beyond the scores that the matrix knows cubics run wild: priors and predictions stay within.
    """
    lowest, highest = np.array([(one.lowest, one.highest) for one in matrix.knots]).T
    within = np.ascontiguousarray(np.clip(priors, lowest, highest))
    rows = design(within, list(matrix.knots)).rows(np.arange(len(priors)))
    between = rows @ matrix.coefficients[:, percentile - 1 : percentile + 1].mean(axis=1)
    bounded: Floats = np.clip(between, *matrix.scores)
    return bounded


def targets(
    norms: Norms,
    history: Floats,
    *,
    subject: str,
    grade: int,
    cuts: Mapping[int, float],
    years: int = MOST_YEARS,
) -> Targets:
    """The growth with which students catch up or keep up within one to three years.

    `cuts` are the scores that meet the standard, by grade, that of the current one among them. The
    other arguments are those of `projections`.

    Examples
    --------
    >>> cuts = {4: 500.0, 5: 520.0}
    >>> found = targets(Norms(()), np.array([[510.0]]), subject="reading", grade=4, cuts=cuts)
    >>> found.keeps_up, found.percentiles
    (array([ True]), array([[0, 0, 0]], dtype=uint8))
    """
    keeps_up = history[:, 0] >= cuts[grade]
    percentiles = np.zeros((len(history), years), np.uint8)
    for some in _some(len(history)):
        percentiles[some] = _needed(
            _reached(norms, history[some], subject, grade, cuts, years), keeps_up[some]
        )
    return Targets(keeps_up, percentiles)


def targets_of(
    growth: Growth, results: Results, norms: Norms, cuts: Mapping[int, float]
) -> Targets | None:
    """The targets of the students of a growth, in the order of its rows; None without a cut of its
    grade. `cuts` are as in `targets`, `norms` those of the grades that follow.
    """
    task = growth.task
    if task.grades[-1] not in cuts:
        return None
    cohort = Cohort.of(results, task)
    order = np.argsort(cohort.rows)
    at = order[np.searchsorted(cohort.rows[order], growth.rows)]
    history = np.column_stack([cohort.scores[at], cohort.priors[at]])
    return targets(norms, history, subject=task.subject, grade=task.grades[-1], cuts=cuts)


def _some(students: int) -> Iterator[slice]:
    for begin in range(0, students, _AT_A_TIME):
        yield slice(begin, begin + _AT_A_TIME)


def _reached(
    norms: Norms,
    history: Floats,
    subject: str,
    grade: int,
    cuts: Mapping[int, float],
    years: int,
) -> NDArray[np.int8]:
    """Whether each percentile's trajectory is at the cut (99 × students × years); -1 unknown."""
    wanted = np.array([cuts.get(grade + year, np.nan) for year in range(1, years + 1)])
    reached = np.empty((OUT_OF_REACH - 1, len(history), years), np.int8)
    for at in range(OUT_OF_REACH - 1):
        ahead = projections(
            norms, history, subject=subject, grade=grade, percentile=at + 1, years=years
        )
        reached[at] = np.where(np.isnan(ahead) | np.isnan(wanted), -1, ahead >= wanted)
    return reached


def _needed(reached: NDArray[np.int8], keeps_up: Booleans) -> NDArray[np.uint8]:
    """The least percentile for each number of years, as far as every year until then is known."""
    is_known = np.logical_and.accumulate((reached >= 0).all(axis=0), axis=1)
    stays = np.logical_and.accumulate(reached == 1, axis=2)
    arrives = np.logical_or.accumulate(reached == 1, axis=2)
    enough = np.where(keeps_up[None, :, None], stays, arrives)
    least = np.where(enough.any(axis=0), enough.argmax(axis=0) + 1, OUT_OF_REACH)
    needed: NDArray[np.uint8] = np.where(is_known, least, 0).astype(np.uint8)
    return needed
