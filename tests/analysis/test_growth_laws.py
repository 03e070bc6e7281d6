"""What holds of growth whatever the scores: counts of quantiles, and order."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.analysis.growing import results_of

from convergent.analysis.growth import (
    TAUS,
    Knots,
    Rules,
    Task,
    TooFew,
    design,
    growth_of_district,
    quantile_process,
)

cohorts = st.builds(
    lambda seed, students, levels, noise: _cohort(seed, students, levels, noise),
    seed=st.integers(0, 2**20),
    students=st.integers(40, 700),
    levels=st.sampled_from([8, 9, 13, 30, 60, 400]),
    noise=st.floats(0.05, 3.0),
)
few = settings(max_examples=25, deadline=None)


def _cohort(seed, students, levels, noise):
    """A score and a prior (students × 2) on a scale of so many levels; the prior first."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(0, 1, students)
    columns = [ability + chance.normal(0, noise, students) for _ in range(2)]
    scaled = (np.column_stack(columns) / (1 + noise) + 3) * levels / 6
    return scaled.round().clip(1, levels)


@few
@given(cohorts)
def test_of_each_quantile_its_share_lies_below_and_the_rest_above(cohort):
    """Koenker and Bassett (1978), theorem 3.4: with an intercept, no more than a share tau lies
    below the line of tau, and no more than the others above it.
    """
    before, scores = cohort.T
    left = np.empty((len(TAUS), len(scores)))
    try:
        quantile_process(
            scores,
            design(before[:, None], [Knots.of(before)]),
            TAUS,
            seen=left.__setitem__,
        )
    except TooFew:
        assume(False)
    assert ((left < -1e-6).sum(axis=1) <= TAUS * len(scores) + 1e-9).all()
    assert ((left > 1e-6).sum(axis=1) <= (1 - TAUS) * len(scores) + 1e-9).all()


@few
@given(cohorts)
def test_higher_score_after_the_same_prior_has_no_lower_percentile(cohort):
    (found,) = growth_of_district(
        results_of(cohort),
        [Task("reading", 2025, (3, 4))],
        rules=Rules(minimum_cohort=1),
        processes=1,
    )
    assume(not found.refusal)
    before, after = cohort[found.rows // 2].T
    order = np.lexsort((found.percentiles, after, before))
    is_same = np.diff(before[order]) == 0
    rises = np.diff(found.percentiles[order].astype(int))
    ties = is_same & (np.diff(after[order]) == 0)
    assert (rises[is_same] >= 0).all()
    assert (rises[ties] == 0).all()
