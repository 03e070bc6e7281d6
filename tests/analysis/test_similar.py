"""The nearest of a kind."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from convergent.analysis.similar import nearest

share = st.floats(0, 1)


def test_nearest_of_a_kind_come_first_and_other_kinds_never():
    shares = np.array([[0.5], [0.6], [0.9], [0.5]])
    found = nearest(shares, np.array([0, 0, 0, 1]), most=2, fewest=2)
    assert [(own, other) for own, other, _ in found] == [
        (0, 1), (0, 2), (1, 0), (1, 2), (2, 1), (2, 0),
    ]  # fmt: skip


def test_too_few_of_a_kind_are_not_compared():
    assert nearest(np.array([[0.1], [0.2]]), np.zeros(2, np.int64), most=5, fewest=2) == []


def test_school_of_which_nothing_is_known_is_compared_with_none():
    shares = np.array([[0.1], [0.2], [np.nan], [0.3]])
    found = nearest(shares, np.zeros(4, np.int64), most=5, fewest=1)
    assert {2} & {one for pair in found for one in pair[:2]} == set()


@given(st.lists(st.tuples(share, share), min_size=4, max_size=12), st.floats(0.1, 100))
def test_scale_of_a_share_does_not_matter(rows, scale):
    shares = np.array(rows).round(3)
    kinds = np.zeros(len(rows), np.int64)
    scaled = shares * [1.0, scale]
    one = nearest(shares, kinds, most=3, fewest=2)
    other = nearest(scaled, kinds, most=3, fewest=2)
    np.testing.assert_allclose([d for *_, d in one], [d for *_, d in other], atol=1e-6)


def test_share_that_is_the_same_everywhere_weighs_nothing():
    shares = np.array([[0.5, 0.1], [0.5, 0.2], [0.5, 0.9]])
    found = nearest(shares, np.zeros(3, np.int64), most=1, fewest=1)
    assert [(own, other) for own, other, _ in found] == [(0, 1), (1, 0), (2, 1)]
