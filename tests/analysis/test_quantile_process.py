import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from convergent.analysis.growth import Knots, TooFew, design, quantile_process

TAUS = np.arange(20) / 20 + 0.025


def _cohort(students, priors, *, seed, rounded=True):
    chance = np.random.default_rng(seed)
    ability = chance.normal(0, 40, students)
    scores = [500 + ability + chance.normal(0, 25, students) for _ in range(priors + 1)]
    columns = np.column_stack([one.round() if rounded else one for one in scores])
    return columns[:, 0], columns[:, 1:]


def _designed(priors):
    return design(priors, [Knots.of(priors[:, at]) for at in range(priors.shape[1])])


def _loss(coefficients, rows, scores, tau):
    left = scores - rows @ coefficients
    return float((left * (tau - (left < 0))).sum())


def _least_loss(rows, scores, tau):
    """By a general solver of linear programs; students who are alike are one row with a weight."""
    alike, weights = np.unique(np.column_stack([rows, scores]), axis=0, return_counts=True)
    rows, scores = alike[:, :-1], alike[:, -1]
    count, columns = rows.shape
    costs = np.r_[np.zeros(columns), tau * weights, (1 - tau) * weights]
    held = sparse.hstack([sparse.csr_matrix(rows), sparse.eye(count), -sparse.eye(count)])
    free = [(None, None)] * columns + [(0, None)] * (2 * count)
    return linprog(costs, A_eq=held, b_eq=scores, bounds=free, method="highs").fun


@pytest.mark.parametrize(("priors", "seed"), [(1, 1), (2, 2), (3, 3)])
def test_every_quantile_has_the_least_loss(priors, seed):
    scores, before = _cohort(900, priors, seed=seed)
    designed = _designed(before)
    rows = designed.rows(np.arange(900))

    found = quantile_process(scores, designed, TAUS)

    for at in (0, 5, 10, 19):
        loss = _loss(found[:, at], rows, scores, TAUS[at])
        assert loss == pytest.approx(_least_loss(rows, scores, TAUS[at]), rel=1e-10)


def test_band_of_a_large_cohort_changes_nothing():
    """With 20,000 students most signs are taken for granted; each is checked."""
    scores, before = _cohort(20_000, 2, seed=4, rounded=False)
    designed = _designed(before)
    rows = designed.rows(np.arange(20_000))

    found = quantile_process(scores, designed, np.array([0.105, 0.495, 0.505, 0.905]))

    for at, tau in enumerate((0.105, 0.495, 0.505, 0.905)):
        left = scores - rows @ found[:, at]
        met = np.abs(left) < 1e-8
        balance = rows[~met].T @ (tau - (left[~met] < 0))
        multipliers = np.linalg.solve(rows[met].T, -balance)
        assert met.sum() == designed.columns
        assert multipliers.min() > tau - 1 - 1e-9
        assert multipliers.max() < tau + 1e-9


@pytest.mark.parametrize("levels", [8, 9, 10, 12, 15, 20, 30])
@pytest.mark.parametrize("students", [5_000, 20_000])
def test_scale_of_few_levels_is_solved_too(students, levels):
    """The nearest thousands all have the same few levels, which do not tell coefficients apart."""
    chance = np.random.default_rng(levels)
    ability = chance.normal(0, 1, students)
    seen = ability + chance.normal(0, 0.6, (2, students))
    scores, before = np.clip((seen * levels / 6 + levels / 2).round(), 1, levels)
    designed = _designed(before[:, None])
    rows = designed.rows(np.arange(students))

    found = quantile_process(scores, designed, TAUS)

    for at in (0, 7, 19):
        loss = _loss(found[:, at], rows, scores, TAUS[at])
        assert loss == pytest.approx(_least_loss(rows, scores, TAUS[at]), rel=1e-10)


def test_scores_that_are_all_the_same_before_are_too_few_to_fit():
    scores, before = _cohort(200, 1, seed=5)

    with pytest.raises(TooFew):
        quantile_process(scores, _designed(np.full_like(before, 500.0)), TAUS)
