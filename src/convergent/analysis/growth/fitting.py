"""Growth percentiles of a cohort: among its own students, or by norms fitted elsewhere."""

from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np

from convergent.analysis.growth.cohort import Cohort, Outcome, Rules
from convergent.analysis.growth.matrices import HALF_DIGIT, TAUS, Matrix, Norms
from convergent.analysis.growth.process import TooFew, quantile_process
from convergent.analysis.growth.splines import Floats, Integers, SmallIntegers, design

_AT_A_TIME = 10_000
"""Students who are scored by norms at a time, so that memory stays small."""


def fit(cohort: Cohort, rules: Rules) -> Outcome:
    """Each student's percentile is from the most consecutive priors that he or she has.

    The model of each number of priors is fitted on everybody who has that many. Where these are
    fewer than the minimum, or do not tell the coefficients apart, the one with a prior less stands.
    """
    found = _Found.nothing(cohort, rules)
    if len(cohort.scores) and cohort.scores.min() == cohort.scores.max():
        found.stop(1, f"all {len(cohort.scores):,} students have the same score")
        return found.outcome()
    for order in range(1, cohort.priors.shape[1] + 1):
        members, knots = _having(cohort, order), cohort.knots[order - 1]
        if order > 1 and not len(members):
            break
        if len(members) < rules.minimum_cohort or knots is None:
            found.stop(order, _too_small(len(members), rules))
            break
        try:
            found.matrices.append(_fitted(cohort, members, order, found))
        except TooFew:
            found.stop(order, _too_alike(len(members)))
            break
    return found.outcome()


def score_by(norms: Norms, cohort: Cohort, rules: Rules) -> Outcome:
    """Percentiles among those whom the norms were fitted on; a cohort may be as small as one."""
    found = _Found.nothing(cohort, rules)
    known = norms.of(cohort.task.subject, cohort.task.grades)
    if not known:
        found.stop(1, "the norms hold no model of it")
    for order, matrix in sorted(known.items()):
        found.matrices.append(matrix)
        having = _having(cohort, order)
        for members in np.array_split(having, 1 + len(having) // _AT_A_TIME):
            predicted = matrix.quantiles(cohort.priors[members, :order])
            counts = found.counting(members)
            for at in range(len(TAUS)):
                counts.see(at, cohort.scores[members] - predicted[:, at])
            found.take(members, order, counts)
    return found.outcome()


def _having(cohort: Cohort, order: int) -> Integers:
    """The students who have that many priors."""
    return np.flatnonzero(~np.isnan(cohort.priors[:, :order]).any(axis=1))


def _fitted(cohort: Cohort, members: Integers, order: int, found: "_Found") -> Matrix:
    knots = tuple(one for one in cohort.knots[:order] if one is not None)
    rows = design(np.ascontiguousarray(cohort.priors[members, :order]), list(knots))
    counts = found.counting(members)
    scores = cohort.scores[members]
    coefficients = quantile_process(scores, rows, TAUS, seen=counts.see)
    found.take(members, order, counts)
    return Matrix(
        cohort.task.subject,
        cohort.task.year,
        cohort.task.grades[-1 - order :],
        knots,
        coefficients,
        len(members),
        (float(scores.min()), float(scores.max())),
    )


def _too_small(students: int, rules: Rules) -> str:
    some = "1 student has" if students == 1 else f"{students:,} students have"
    return f"{some} such scores, fewer than the minimum of {rules.minimum_cohort:,}"


def _too_alike(students: int) -> str:
    return f"the earlier scores of {students:,} students are too few or too alike to compare by"


class _Counts:
    """How many quantiles lie below each score, and below the ends of its interval."""

    def __init__(self, students: int, margin: Floats | None) -> None:
        self.below = np.zeros(students, np.uint8)
        self.margin = margin
        self.below_low = np.zeros(students, np.uint8)
        self.below_high = np.zeros(students, np.uint8)

    def see(self, _: int, left: Floats) -> None:
        """Takes one quantile's residuals."""
        np.add(self.below, left > HALF_DIGIT, out=self.below)
        if self.margin is not None:
            np.add(self.below_low, left - self.margin > HALF_DIGIT, out=self.below_low)
            np.add(self.below_high, left + self.margin > HALF_DIGIT, out=self.below_high)


@dataclass
class _Found:
    """What is known of a cohort so far."""

    cohort: Cohort
    half: float
    percentiles: SmallIntegers
    priors: SmallIntegers
    low: SmallIntegers
    high: SmallIntegers
    matrices: list[Matrix] = field(default_factory=list)
    refusal: str = ""
    notices: tuple[str, ...] = ()

    @classmethod
    def nothing(cls, cohort: Cohort, rules: Rules) -> "_Found":
        half = NormalDist().inv_cdf(0.5 + rules.interval / 2)
        percentiles, priors, low, high = np.zeros((4, len(cohort.rows)), np.uint8)
        return cls(cohort, half, percentiles, priors, low, high)

    def counting(self, members: Integers) -> _Counts:
        sems = self.cohort.sems
        return _Counts(len(members), None if sems is None else self.half * sems[members])

    def take(self, members: Integers, order: int, counts: _Counts) -> None:
        """Percentiles of members from that many priors; they replace those from fewer."""
        self.percentiles[members] = _clipped(counts.below)
        self.priors[members] = order
        if counts.margin is not None:
            is_known = ~np.isnan(counts.margin)
            self.low[members] = np.where(is_known, _clipped(counts.below_low), 0)
            self.high[members] = np.where(is_known, _clipped(counts.below_high), 0)

    def stop(self, order: int, reason: str) -> None:
        """The model of so many priors cannot be had."""
        task = self.cohort.task
        which = f"{task.subject}, {task.year}, grades {_told(task.grades[-1 - order :])}: {reason}"
        if order == 1:
            self.refusal = f"{which}; nobody has a growth percentile."
        else:
            priors = "1 prior is" if order == 2 else f"{order - 1} priors are"
            self.notices = (f"{which}; {priors} used instead.",)

    def outcome(self) -> Outcome:
        return Outcome(
            self.percentiles,
            self.priors,
            self.low,
            self.high,
            tuple(self.matrices),
            self.refusal,
            self.notices,
        )


def _told(grades: tuple[int, ...]) -> str:
    return " to ".join(map(str, (grades[0], grades[-1])))


def _clipped(below: SmallIntegers) -> SmallIntegers:
    return np.clip(below, 1, len(TAUS) - 1)
