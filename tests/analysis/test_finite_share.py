"""The interval of a share in a group of which some were heard."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergent.analysis.finite_share import interval_of_share

pytestmark = pytest.mark.without_records
WITHOUT_END = 200_000


@pytest.mark.parametrize(
    ("count", "heard", "low", "high"),
    [(0, 20, 0.0000, 0.1684), (1, 29, 0.0009, 0.1776), (15, 148, 0.0579, 0.1617)],
)
def test_in_a_group_without_end_it_is_the_published_one(count, heard, low, high):
    """Newcombe, R. G. (1998), Statistics in Medicine 17, 857-872, table I, method 5."""
    found = interval_of_share(count, heard, WITHOUT_END, level=0.95)
    assert found == pytest.approx((low, high), abs=0.0002)


def test_where_everybody_was_heard_it_is_a_point():
    assert interval_of_share(6, 10, 10) == (0.6, 0.6)


@given(st.integers(1, 24), st.integers(0, 24), st.integers(0, 24))
def test_it_holds_the_true_share_as_often_as_it_says(heard, unheard, there):
    """Over all ways in which those heard can be drawn from the group."""
    group = heard + unheard
    there = min(there, group)
    held = sum(
        comb(there, count) * comb(group - there, heard - count)
        for count in range(max(0, heard - (group - there)), min(heard, there) + 1)
        if holds(interval_of_share(count, heard, group), there / group)
    )
    assert held >= 0.9 * comb(group, heard) * (1 - 1e-9)


@given(st.integers(1, 30), st.integers(0, 30), st.data())
def test_it_is_the_other_way_round_for_those_who_say_otherwise(heard, unheard, data):
    count = data.draw(st.integers(0, heard))
    low, high = interval_of_share(count, heard, heard + unheard)
    others = interval_of_share(heard - count, heard, heard + unheard)
    assert others == pytest.approx((1 - high, 1 - low))
    assert low <= count / heard <= high


def holds(interval, share):
    low, high = interval
    return low - 1e-9 <= share <= high + 1e-9
