"""The attacker against every table: what it says of random releases is what trying out shows.

`AUDIT_EXAMPLES=5000` tries so many tables of each law.
"""

import os

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.analysis.disclosure.enumerating import (
    all_sums,
    as_others_made_it,
    axes_of,
    intervals,
    release,
    small,
)

from convergent.analysis.disclosure.audit import audit
from convergent.analysis.disclosure.audit.attack import attack
from convergent.analysis.disclosure.audit.reading import read
from convergent.analysis.disclosure.audit.told import Rule

pytestmark = pytest.mark.without_records
EXAMPLES = int(os.environ.get("AUDIT_EXAMPLES", "25"))
MINIMUM = 3
law = settings(max_examples=EXAMPLES, deadline=None)


@st.composite
def tables(draw):
    """Leaves, the networks of the schools if any, and which cells are withheld: all small ones."""
    shape = draw(st.sampled_from([(3,), (2, 2), (3, 2), (2, 2, 2)]))
    size = int(np.prod(shape))
    leaves = np.array(draw(st.lists(st.integers(0, 4), min_size=size, max_size=size)))
    leaves = leaves.reshape(shape)
    networks = draw(st.sampled_from([(), (0,) * (shape[0] - 1) + (1,)]))
    counts = [n for _, n in all_sums(leaves, axes_of(leaves, networks))]
    assume(counts[-1] >= MINIMUM)
    withheld = {*small(leaves, minimum=MINIMUM, networks=networks), *draw(blocks(leaves, networks))}
    also = draw(st.sets(st.integers(0, len(counts) - 2), max_size=2))
    return leaves, networks, sorted(at for at in withheld | also if counts[at])


@st.composite
def blocks(draw, leaves, networks):
    """Leaves of some schools and groups, in which each hides the others."""
    kept = [draw(st.sets(st.integers(0, size - 1), min_size=2)) for size in leaves.shape]
    places = [at for at in np.ndindex(leaves.shape) if all(map(set.__contains__, kept, at))]
    codes = [codes for codes, _ in all_sums(leaves, axes_of(leaves, networks))]
    step = 2 if networks else 1
    return {at for at, code in enumerate(codes) if (code[0], *code[step:]) in places}


def missed(leaves, networks, rows, low, high, *, is_known=True):
    """Which rows are learned too well, by the rule as it is written: small, or maybe small."""
    axes = axes_of(leaves, networks)
    counts, lowest = (
        np.array([n for _, n in all_sums(one, axes)])[rows] for one in (leaves, leaves > 0)
    )
    low, high = low[rows], high[rows]
    may_be_small = counts < MINIMUM if is_known else low < MINIMUM
    is_hidden = (low <= lowest) & (high >= MINIMUM - 1) & (high - lowest + 1 >= MINIMUM - 1)
    return may_be_small & ~is_hidden


@law
@given(tables())
def test_exact_intervals_are_those_of_all_tables(made):
    leaves, networks, withheld = made
    out = release(leaves, networks=networks, withheld=withheld)
    low, high = intervals(leaves, out, networks=networks)
    found = audit([out], minimum=MINIMUM, exact=True).learned[0]
    np.testing.assert_array_equal(found.low, low[found.rows])
    np.testing.assert_array_equal(found.high, high[found.rows])
    assert found.is_exact.all()


@law
@given(tables(), st.sampled_from([(1, 2), (3, 5), (200, 1600)]), st.booleans())
def test_violations_are_those_of_all_tables(made, sizes, by_others):
    """However few quantities are looked at together, and whether or not we know the truth."""
    leaves, networks, withheld = made
    out = release(leaves, networks=networks, withheld=withheld)
    low, high = intervals(leaves, out, networks=networks)
    out = as_others_made_it(out) if by_others else out
    reading = read([out], Rule(MINIMUM))
    few, many = sizes
    outcome = attack(reading.told, few=few, many=many)
    asked = reading.asked[0]
    goals = reading.told.goals.at(asked.quantities)
    found = (
        goals.is_wanted
        & ~reading.told.is_free(outcome.proved, asked.quantities)
        & goals.missed(outcome.seen.at(asked.quantities))
    )
    expected = missed(leaves, networks, asked.rows, low, high, is_known=not by_others)
    np.testing.assert_array_equal(found, expected)


@law
@given(tables(), st.data())
def test_more_that_is_published_never_widens_an_interval(made, data):
    leaves, networks, withheld = made
    out = release(leaves, networks=networks, withheld=withheld)
    also = data.draw(st.sets(st.sampled_from(withheld)) if withheld else st.just(set()))
    other = release(leaves, networks=networks, withheld=sorted({*withheld} - also))
    alone = audit([out], minimum=MINIMUM, exact=True).learned[0]
    together = audit([out, other], minimum=MINIMUM, exact=True).learned[0]
    assert (together.low >= alone.low).all()
    assert (together.high <= alone.high).all()
    assert (together.low[np.isin(together.rows, list(also))] == out.n[sorted(also)]).all()


@law
@given(tables())
def test_release_by_others_is_learned_as_well_as_our_own(made):
    leaves, networks, withheld = made
    out = release(leaves, networks=networks, withheld=withheld)
    ours, theirs = (
        audit([one], minimum=MINIMUM, exact=True).learned[0]
        for one in (out, as_others_made_it(out))
    )
    at = np.isin(ours.rows, theirs.rows)
    np.testing.assert_array_equal(ours.low[at], theirs.low)
    np.testing.assert_array_equal(ours.high[at], theirs.high)


def test_processes_that_share_the_work_find_what_one_finds():
    rng = np.random.default_rng(4)
    leaves = rng.poisson(6, (6, 4, 3))
    hidden = [at for at in small(leaves, networks=(0, 0, 0, 1, 1, 1)) if rng.random() < 0.9]
    out = release(leaves, networks=(0, 0, 0, 1, 1, 1), withheld=hidden)
    reading = read([out], Rule())
    at = reading.asked[0].quantities
    goals = reading.told.goals.at(at)
    alone, shared = (
        goals.missed(attack(reading.told, processes=processes, worth_sharing=1).seen.at(at))
        for processes in (1, 2)
    )
    assert 0 < np.count_nonzero(alone) < len(at)
    np.testing.assert_array_equal(shared, alone)
