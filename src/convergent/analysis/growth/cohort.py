"""Those who ended a progression of grades in a year, and what is found of them."""

import hashlib
from dataclasses import dataclass

import numpy as np

from convergent.analysis.growth.matrices import Matrix
from convergent.analysis.growth.results import Results, Task
from convergent.analysis.growth.splines import Floats, Integers, Knots, SmallIntegers

METHOD = b"growth percentiles 1"
"""Changes when the same inputs give other numbers; kept outcomes are then computed anew."""


@dataclass(frozen=True)
class Rules:
    """What a district decides.

    Parameters
    ----------
    minimum_cohort
        The fewest students that a model is fitted on.
    interval
        The share of intervals, from standard errors of measurement, that hold the true percentile.

    Examples
    --------
    >>> Rules(minimum_cohort=1_000)
    Rules(minimum_cohort=1000, interval=0.9)
    """

    minimum_cohort: int = 300
    interval: float = 0.9


@dataclass(frozen=True)
class Outcome:
    """Of each student of a cohort, in its order; `priors` is nought where there is no percentile.

    `low` and `high` are nought where the standard error of measurement is not known. `refusal`
    says why nobody has a percentile.
    """

    percentiles: SmallIntegers
    priors: SmallIntegers
    low: SmallIntegers
    high: SmallIntegers
    matrices: tuple[Matrix, ...] = ()
    refusal: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cohort:
    """Students with a score of a progression's last two grades, sorted by their scores.

    Parameters
    ----------
    task
        The subject, the year and the progression of grades.
    rows
        Positions of their current results.
    scores
        Their current scores.
    priors
        Students × priors, the last first; NaN where a student has none.
    sems
        Standard errors of measurement of the current scores, NaN where not known; or None.
    knots
        Of each prior, from all scores of its grade; None where there are none.
    without_priors
        How many have a current score alone.

    Examples
    --------
    >>> results = Results.of_wide(
    ...     years=(2024, 2025),
    ...     grades=np.tile([3.0, 4.0], (3, 1)),
    ...     scores=np.array([[480.0, 510.0], [455.0, 490.0], [np.nan, 500.0]]),
    ... )
    >>> cohort = Cohort.of(results, Task("", 2025, (3, 4)))
    >>> cohort.scores.tolist(), cohort.priors.tolist(), cohort.without_priors
    ([490.0, 510.0], [[455.0], [480.0]], 1)
    """

    task: Task
    rows: Integers
    scores: Floats
    priors: Floats
    sems: Floats | None
    knots: tuple[Knots | None, ...]
    without_priors: int

    @classmethod
    def of(cls, results: Results, task: Task) -> "Cohort":
        """The cohort of a task."""
        back = range(1, len(task.grades))
        rows = results.cell(task.subject, task.year, task.grades[-1])
        priors = np.column_stack([_prior_scores(results, task, one, rows) for one in back])
        has = ~np.isnan(priors[:, 0])
        rows, priors, scores = rows[has], priors[has], results.scores[rows[has]]
        sems = None if results.sems is None else results.sems[rows]
        order = np.lexsort([*(() if sems is None else (sems,)), scores, *priors.T[::-1]])
        return cls(
            task,
            rows[order],
            scores[order],
            priors[order],
            None if sems is None else sems[order],
            tuple(_knots(results, task, one) for one in back),
            int((~has).sum()),
        )

    def key(self, rules: Rules) -> str:
        """A name for all that the outcome depends on; the same wherever the students are listed."""
        hashed = hashlib.sha256(METHOD)
        hashed.update(repr((self.task, rules, self.knots, len(self.rows))).encode())
        for column in (self.scores, self.priors, self.sems):
            hashed.update(b"-" if column is None else np.ascontiguousarray(column).tobytes())
        return hashed.hexdigest()


def _prior_scores(results: Results, task: Task, back: int, rows: Integers) -> Floats:
    """The scores so many years before of the students of some rows; NaN where there is none."""
    before = results.cell(task.subject, task.year - back, task.grades[-1 - back])
    scores = np.full(len(rows), np.nan)
    if len(before):
        known, wanted = results.students[before], results.students[rows]
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        scores = np.where(known[at] == wanted, results.scores[before[at]], np.nan)
    return scores


def _knots(results: Results, task: Task, back: int) -> Knots | None:
    """Of all scores of a prior grade in the years of the priors."""
    grade = task.grades[-1 - back]
    years = (task.year - one for one in range(1, len(task.grades)))
    pooled = np.concatenate([results.cell(task.subject, year, grade) for year in years])
    return Knots.of(results.scores[pooled]) if len(pooled) else None
