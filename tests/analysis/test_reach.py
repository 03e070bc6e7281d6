"""Whether a group is reached less than the others beyond chance."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from convergent.analysis import reach
from convergent.analysis.reach import Reach, chance_of_as_few, difference_of

pytestmark = pytest.mark.without_records


def test_examples_come_out_as_written():
    assert doctest.testmod(reach) == (0, 4)


@st.composite
def reaches(draw):
    of, others = draw(st.integers(0, 30)), draw(st.integers(1, 60))
    return Reach(draw(st.integers(0, of)), of, draw(st.integers(0, others)), others)


@given(reaches())
def test_chance_is_as_scipy_has_it(one):
    people, drawn = one.of + one.others_of, one.reached + one.others_reached
    assert chance_of_as_few(one) == pytest.approx(
        hypergeom.cdf(one.reached, people, one.of, drawn), abs=1e-9
    )


@pytest.mark.parametrize(
    ("one", "lower"),
    [(Reach(1, 3, 1, 2), True), (Reach(1, 2, 3, 6), False), (Reach(0, 4, 0, 4), False)],
)
def test_a_share_is_compared_with_that_of_the_others(one, lower):
    assert one.is_lower is lower


@given(reaches().filter(lambda one: one.of > 0))
def test_interval_holds_the_difference_and_turns_with_the_sides(one):
    found = difference_of(one)
    assert -1 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1
    turned = difference_of(Reach(one.others_reached, one.others_of, one.reached, one.of))
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


def test_interval_narrows_with_people():
    few, many = (difference_of(Reach(n, 4 * n, 2 * n, 4 * n)) for n in (2, 200))
    assert many.high - many.low < (few.high - few.low) / 5
