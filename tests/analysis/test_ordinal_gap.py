"""V, the gap of two groups from their levels alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from convergent.analysis.ordinal_gap import ordinal_gaps

counts = st.lists(st.integers(0, 60), min_size=4, max_size=4).filter(lambda one: sum(one) >= 5)


def gap(first, second):
    found = ordinal_gaps(np.array([first], float), np.array([second], float))
    return float(found.values[0]), float(found.standard_errors[0])


def test_groups_at_the_same_levels_have_no_gap():
    value, error = gap([10, 20, 30, 40], [1, 2, 3, 4])
    assert (value, error > 0) == (pytest.approx(0.0), True)


@pytest.mark.parametrize("cuts", [(-0.8, 0.0, 0.8), (-2.0, -1.0, 0.3), (0.5, 1.0, 1.5), (1.0,)])
@pytest.mark.parametrize("spread", [1.0, 1.4])
def test_two_normal_groups_have_their_distance_wherever_the_lines_are(cuts, spread):
    """Ho and Reardon (2012), equation 3: of two normal groups V is the difference of the means in
    units of the root mean square of their standard deviations.
    """
    if len(cuts) == 1:
        spread = 1.0
    edges = np.array([-np.inf, *cuts, np.inf])
    first = np.diff(norm.cdf(edges, 0.0, spread)) * 10_000
    second = np.diff(norm.cdf(edges, 0.5, 1.0)) * 10_000
    value, _ = gap(first, second)
    assert value == pytest.approx(-0.5 / np.sqrt((1 + spread**2) / 2), abs=1e-6)


def test_line_is_weighted_by_the_students_of_both_groups():
    """Recomputed by eigenvectors: the nearest line goes along the first of them."""
    first, second = np.array([2.0, 9, 5, 4]), np.array([5000.0, 1000, 3000, 1000])
    x, y = (norm.ppf(np.cumsum(one)[:-1] / one.sum()) for one in (second, first))
    variances = [
        norm.cdf(q) * norm.sf(q) / norm.pdf(q) ** 2 / one.sum()
        for q, one in ((x, second), (y, first))
    ]
    weights = 1 / sum(variances)
    middle = np.average([x, y], axis=1, weights=weights)
    along = np.linalg.eigh(np.cov(x, y, aweights=weights, ddof=0))[1][:, -1]
    slope = along[1] / along[0]
    expected = -np.sqrt(2) * (middle[1] - slope * middle[0]) / np.sqrt(1 + slope**2)
    assert gap(first, second)[0] == pytest.approx(expected)


@given(first=counts, second=counts)
def test_stretching_the_scale_by_splitting_no_level_changes_nothing(first, second):
    """A level at which nobody is tells nothing."""
    padded = gap([*first, 0], [*second, 0])
    assert padded == pytest.approx(gap(first, second), nan_ok=True)


@given(first=counts, second=counts)
def test_gap_turns_round_with_the_groups(first, second):
    one, other = gap(first, second), gap(second, first)
    assert one == pytest.approx((-other[0], other[1]), nan_ok=True)


def test_standard_error_is_that_of_many_samples():
    chance = np.random.default_rng(5)
    shares = np.array([[0.1, 0.2, 0.3, 0.4], [0.3, 0.3, 0.2, 0.2]])
    samples = [chance.multinomial(150, share, size=4000).astype(float) for share in shares]
    found = ordinal_gaps(*samples)
    assert found.standard_errors.mean() == pytest.approx(found.values.std(), rel=0.1)


def test_group_of_nobody_has_no_gap():
    assert np.isnan(gap([0, 0, 0, 0], [1, 2, 3, 4])).all()
