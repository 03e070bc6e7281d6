"""What suppression withholds, on tables small enough to see why."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.analysis.disclosure.counting import table_of, values_possible

from convergent.analysis.disclosure.audit import audit
from convergent.analysis.disclosure.proofs import CannotBeSafe
from convergent.analysis.disclosure.suppression import protect
from convergent.analysis.disclosure.table import Release

pytestmark = pytest.mark.without_records


def protected(counts, *, minimum=10, regions=None, **more):
    return protect(table_of(counts, regions), minimum=minimum, seed=1, processes=1, **more)


def withheld(found):
    return {tuple(codes) for codes in found.release.codes[~found.release.is_published].tolist()}


def test_nothing_is_withheld_where_nothing_is_small():
    found = protected([[12, 40], [30, 25]])
    assert (found.small, found.also, withheld(found)) == (0, 0, set())


def test_a_small_cell_takes_three_more_along_in_a_table_of_two_dimensions():
    found = protected([[4, 20, 90], [30, 40, 95], [91, 92, 93]])
    assert (found.small, found.also) == (1, 3)
    assert (0, 0) in withheld(found)


def test_two_small_cells_that_hide_each_other_take_none_along():
    found = protected([[8, 9, 50], [9, 8, 60]])
    assert (found.small, found.also) == (4, 0)


def test_zeros_are_published():
    found = protected([[4, 0, 90], [30, 40, 95], [91, 92, 93]])
    zero = (found.release.codes == [0, 1]).all(axis=1)
    assert found.release.is_published[zero].tolist() == [True]
    assert found.release.n[zero].tolist() == [0]


def test_everything_is_withheld_where_everything_is_small():
    found = protected([[1, 2], [2, 1]])
    assert len(withheld(found)) == 9


def test_the_total_goes_where_two_cells_cannot_hide_in_it():
    found = protected([3, 3, 4])
    assert withheld(found) == {(0,), (1,), (2,), (-1,)}


def test_a_network_of_one_school_goes_with_the_school():
    found = protected([[5, 60], [20, 70], [30, 80]], regions=[0, 1, 1])
    hidden = withheld(found)
    assert {(0, 0, 0), (-1, 0, 0)} <= hidden


def test_minimum_of_staff_withholds_fewer():
    counts = [[8, 20, 90], [30, 40, 95]]
    assert protected(counts, minimum=8).small == 0
    assert protected(counts, minimum=10).small == 1


def test_another_seed_may_draw_other_ties():
    counts = np.full((4, 4), 50)
    counts[0, 0] = 4
    found = {
        frozenset(withheld(protect(table_of(counts), seed=seed, processes=1))) for seed in range(8)
    }
    assert len(found) > 1


def test_the_same_seed_draws_the_same():
    counts = np.random.default_rng(3).poisson(9, (5, 4, 3))
    one, other = protected(counts), protected(counts)
    assert withheld(one) == withheld(other)


tiny = st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=3), min_size=2, max_size=2).filter(
    lambda rows: len({len(row) for row in rows}) == 1
)


@settings(max_examples=10, deadline=None)
@given(tiny)
def test_every_small_cell_has_all_values_from_its_lowest(counts):
    """With a minimum of 4: three values at least, by trying every table."""
    found = protected(counts, minimum=4)
    release = found.release
    possible = values_possible(release, most=7)
    leaves = release.codes[(release.codes >= 0).all(axis=1)]
    n = release.n[(release.codes >= 0).all(axis=1)]
    for cell, values in possible.items():
        if release.n[cell] < 4:
            holds = ((release.codes[cell] < 0) | (leaves == release.codes[cell])).all(axis=1)
            lowest = int((n[holds] > 0).sum())
            assert min(values) == lowest
            assert max(values) >= lowest + 2


def test_a_standing_release_of_other_columns_is_protected_with_the_new_one():
    """By school and group it is out already; by school and level it goes out now."""
    counts = np.random.default_rng(7).integers(2, 30, (3, 3, 2))
    table = table_of(counts)
    school, group, level = table.dimensions
    out = protect(table, minimum=5, seed=2, dimensions=(school, group), processes=1).release
    new = protect(
        table, minimum=5, seed=3, dimensions=(school, level), standing=[out], processes=1
    ).release
    assert [one.name for one in new.dimensions] == ["school", "level"]
    assert len(new.n) == 4 * 3


def test_what_is_out_stays_out_and_its_withheld_cells_stay_hidden():
    """The same table again, with another seed: nothing more may be told of what is withheld."""
    table = table_of([[4, 20, 90], [30, 40, 95], [91, 92, 93]])
    first = protect(table, seed=1, processes=1).release
    again = protect(table, seed=2, standing=[first], processes=1).release
    both = Release(first.dimensions, first.codes, first.n, first.is_published | again.is_published)
    assert not both.is_published[both.n == 4].any()
    assert (~both.is_published).sum() >= 4


def test_three_students_who_joined_are_a_cell_too():
    """The year before is out: 40 and 43 would tell that three came."""
    before = table_of([[40, 50], [60, 70]])
    first = protect(before, seed=1, processes=1).release
    after = table_of([[43, 50], [60, 70]])
    found = protect(after, seed=1, standing=[first], processes=1).release
    changed = found.n != first.n
    assert not (found.is_published & changed).any()


def finds(releases):
    findings = audit(releases)
    return [findings.too_narrow(at) for at in range(len(releases))]


@pytest.mark.parametrize("after", [[[43, 50], [60, 70]], [[37, 50], [60, 70]]])
def test_three_who_came_or_left_are_hidden_from_the_attacker(after):
    first = protect(table_of([[40, 50], [60, 70]]), seed=1, processes=1).release
    found = protect(table_of(after), seed=1, standing=[first], audit=finds, processes=1)
    words = replace(first, students="before")
    assert audit([found.release, words]).violations == 0
    assert audit([protected(after).release, words]).violations > 0


def test_table_is_refused_where_an_older_release_has_told_a_small_group():
    table = table_of([[4, 20, 90], [30, 40, 95], [91, 92, 93]])
    leaky = protect(table, seed=1, processes=1).release
    leaky = replace(leaky, is_published=leaky.is_published | (leaky.n == 4))
    with pytest.raises(CannotBeSafe):
        protect(table, seed=2, standing=[leaky], audit=finds, processes=1)


def narrow(releases, minimum=10):
    return sum(int(one.is_too_narrow.sum()) for one in audit(releases, minimum=minimum).learned)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_attacker_finds_nothing_in_random_tables(seed):
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(2, 6)), int(rng.integers(2, 4)), int(rng.integers(2, 4)))
    counts = rng.poisson(rng.choice([2, 8, 25]), shape)
    found = protected(counts, regions=np.arange(shape[0]) // 2)
    assert narrow([found.release]) == 0


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
@example(34)
@example(43)
@example(221)
def test_the_attacker_finds_nothing_in_two_releases_together(seed):
    rng = np.random.default_rng(seed)
    table = table_of(rng.poisson(4, (3, 3, 3)))
    school, group, level = table.dimensions
    out = protect(table, seed=2, dimensions=(school, group), processes=1).release
    try:
        found = protect(table, dimensions=(school, level), standing=[out], audit=finds, processes=1)
    except CannotBeSafe:
        return
    assert narrow([found.release, out]) == narrow([out])  # 221: by itself the first is narrow


def test_a_big_table_is_protected_in_parts():
    rng = np.random.default_rng(5)
    counts = rng.poisson(rng.choice([2, 9, 40], (90, 4, 3)))
    found = protected(counts, regions=np.arange(90) // 30)
    assert narrow([found.release]) == 0
