"""Benjamini and Hochberg's adjusted p."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, norm

from convergent.analysis.false_discovery import adjusted_p, two_sided_p

PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000),
]
"""Benjamini and Hochberg (1995), section 3.2: 15 comparisons of two treatments after infarction."""


def one_family(p):
    return adjusted_p(np.array(p, float), np.zeros(len(p), np.int64))


def test_published_example_tells_four_of_fifteen_apart():
    assert (one_family(PUBLISHED) <= 0.05).tolist() == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_one_family_is_as_scipy_has_it(p):
    assert one_family(p) == pytest.approx(false_discovery_control(p))


@given(st.lists(st.tuples(st.floats(0, 1) | st.just(float("nan")), st.integers(0, 3)), max_size=40))
def test_families_do_not_disturb_each_other(rows):
    p = np.array([row[0] for row in rows], float)
    families = np.array([row[1] for row in rows], np.int64)
    q = adjusted_p(p, families)
    for family in set(families.tolist()):
        alone = adjusted_p(p[families == family], families[families == family])
        np.testing.assert_allclose(q[families == family], alone)
    assert np.array_equal(np.isnan(q), np.isnan(p))


def test_nothing_compared_is_nothing_adjusted():
    assert len(one_family([])) == 0


@settings(deadline=None)  # it compiles first
@given(st.lists(st.floats(-40, 40), min_size=1, max_size=20))
def test_two_sided_p_is_that_of_the_normal_distribution(z):
    assert two_sided_p(np.array(z)) == pytest.approx(2 * norm.sf(np.abs(z)), rel=1e-9, abs=1e-300)


def test_noise_alone_is_rarely_told_apart():
    """Of 500 districts in which no school differs, about a tenth have one that seems to."""
    chance = np.random.default_rng(7)
    p = two_sided_p(chance.normal(size=500 * 40))
    q = adjusted_p(p, np.repeat(np.arange(500), 40)).reshape(500, 40)
    assert 0.06 < (q <= 0.10).any(axis=1).mean() < 0.14
