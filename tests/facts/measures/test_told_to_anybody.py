"""Shares near their end and counts of a test day: what anybody is told, and what leaders are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.learning.laid import row, told_of

from convergent.facts.measures.disclosure import band_of, bound_of
from convergent.facts.measures.masking import seen, within
from convergent.facts.measures.values import Bound, Change
from convergent.facts.values import SMALLEST_GROUP, Suppressed

pytestmark = pytest.mark.without_records

COUNTS = ("enrolled", "tested", "exempt", "alternate", "arrived_late")


def seen_by_leader(row):
    return seen(told_of(row), within(row))


def fits(bound, share):
    return share >= bound.at if bound.is_more else share < bound.at


SIZES = (*range(10, 260), 1_000, 3_000)


def test_share_told_as_it_is_counts_at_least_ten_on_either_side():
    few = [
        (at, students)
        for students in SIZES
        for at in range(students + 1)
        if min(at, students - at) < SMALLEST_GROUP and bound_of(at / students, students) is None
    ]
    assert few == []


def banded(share, students):
    return band_of(round(share * students), students)


@pytest.mark.parametrize("told", [bound_of, banded])
def test_share_told_by_its_end_leaves_ten_counts_open(told):
    for students in SIZES:
        by_bound = {}
        for at in range(students + 1):
            bound = told(at / students, students)
            if bound is not None:
                assert fits(bound, at / students)
                by_bound.setdefault(bound, []).append(at)
        assert min(map(len, by_bound.values())) >= min(SMALLEST_GROUP, students // 2)


ENDS = [
    (0.0, 12, Bound(0.5, False)),
    (0.5, 12, Bound(0.5, True)),
    (1.0, 40, Bound(0.75, True)),
    (0.2, 40, Bound(0.25, False)),
    (0.3, 40, 0.3),
    (0.96, 100, Bound(0.9, True)),
    (0.004, 30_000, Bound(0.01, False)),
]


@pytest.mark.parametrize(("share", "students", "told"), ENDS)
def test_share_near_its_end_is_told_by_it(share, students, told):
    shown = told_of(row("share_at_level", share, half=0.05, students=students))
    assert shown.value == told
    if isinstance(told, Bound):
        assert (shown.interval, shown.standard_error) == (None, None)


def test_other_measures_have_no_ends():
    assert told_of(row("mean_score", 0.0, students=12)).value == 0.0


def test_schools_leader_sees_the_share_itself_marked():
    shown = seen_by_leader(row("share_at_level", 0.0, half=0.05, students=12))
    assert (shown.value, shown.is_for_school_only) == (0.0, True)
    assert seen_by_leader(row("share_at_level", 0.5, students=60)).is_for_school_only is False


@pytest.mark.parametrize(("share", "change"), [(0.02, -0.3), (0.4, 0.38), (0.98, 0.01)])
def test_change_from_or_to_an_end_is_told_to_leaders_alone(share, change):
    told = row("share_at_level", share, students=100, change=change, change_error=0.01)
    anybody, leader = told_of(told), seen_by_leader(told)
    assert isinstance(anybody.change, Suppressed)
    assert leader.change == Change(amount=change, standard_error=0.01, q=None)
    assert leader.is_for_school_only is True


def test_review_case_of_one_student_on_the_alternate_test_is_no_subtraction():
    told = row("participation", 0.92, students=40, enrolled=40, tested=36, exempt=0, alternate=1)
    shown = told_of(told).participation
    counts = [getattr(shown, name) for name in COUNTS]
    assert [count for count in counts if isinstance(count, int)] == []
    assert shown.tested_share == Bound(0.5, is_more=True)


@settings(deadline=None, max_examples=40)
@given(parts=st.tuples(*(st.integers(0, 60) for _ in range(4))), late=st.integers(0, 30))
def test_counts_of_a_test_day_are_the_districts_own_or_the_leaders(parts, late):
    tested, exempt, alternate, _absent = parts
    counts = {"enrolled": sum(parts), "tested": tested, "exempt": exempt, "alternate": alternate}
    told = row("participation", 0.5, **counts, arrived_late=late)
    whole = {**told, "place_kind": "district", "place_id": "n", "school_id": ""}
    few = any(0 < count < SMALLEST_GROUP for count in (*parts, late, sum(parts)))
    shown, of_district = (told_of(one).participation for one in (told, whole))
    inside = seen_by_leader(told).participation
    assert [isinstance(getattr(shown, name), Suppressed) for name in COUNTS] == [True] * 5
    assert [isinstance(getattr(of_district, name), Suppressed) for name in COUNTS] == [few] * 5
    assert [getattr(inside, name) for name in COUNTS] == [told[name] for name in COUNTS]
    assert inside.is_for_school_only is True
