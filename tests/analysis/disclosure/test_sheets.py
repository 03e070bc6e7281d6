"""Sheets made safe in one pass, looked at by the attacker."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convergent.analysis.disclosure.audit import audit
from convergent.analysis.disclosure.proofs import CannotBeSafe
from convergent.analysis.disclosure.sheets import NOWHERE, Roll, Sheet, hide, hide_places
from convergent.analysis.disclosure.table import TOTAL, Hierarchy, Release

pytestmark = pytest.mark.without_records


def released(sheet, withheld):
    """A sheet with the totals of places, as the attacker reads it."""
    places, regions = len(sheet.n), sheet.regions
    above = np.where(sheet.region == NOWHERE, regions + np.arange(places), sheet.region)
    n = sheet.filled(sheet.n)
    alone = np.flatnonzero(sheet.region == NOWHERE)
    codes = [(at, above[at]) for at in range(places)]
    codes += [(TOTAL, at) for at in range(regions)] + [(TOTAL, TOTAL)]
    rows = [*range(len(n)), *alone]
    codes += [(TOTAL, above[at]) for at in alone]
    parts = np.arange(sheet.parts)
    return Release(
        (
            Hierarchy("school", ("school", "network"), (above,)),
            Hierarchy("group", ("group",)),
        ),
        np.array([(*code, part) for code in codes for part in (*parts, TOTAL)]),
        np.array([count for row in rows for count in (*n[row], n[row].sum())]),
        np.array([told for row in rows for told in (*~withheld[row], True)]),
    )


def small(sheet, minimum=10):
    n = sheet.filled(sheet.n)
    return (n > 0) & (n < minimum)


@st.composite
def sheets(draw):
    """Up to twelve places in up to three regions, some in none; each of thirty students or more."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    places, parts = draw(st.integers(2, 12)), draw(st.integers(2, 6))
    usual = rng.choice([2, 8, 20, 60], size=(places, parts)) * rng.uniform(0.3, 2, (places, 1))
    n = rng.poisson(usual)
    n[n.sum(axis=1) < 30] += 10
    region = np.unique(rng.integers(NOWHERE, 3, places), return_inverse=True)[1]
    return Sheet(n, region - int(rng.random() < 0.5))


@settings(max_examples=120, deadline=None)
@given(sheet=sheets(), seed=st.integers(0, 2**32))
def test_attacker_finds_nothing_in_any_sheet(sheet, seed):
    secret = small(sheet)
    withheld = hide(sheet, withheld=secret, secret=secret, rng=np.random.default_rng(seed))
    assert not withheld[sheet.filled(sheet.n) == 0].any()
    assert audit([released(sheet, withheld)]).violations == 0


def test_small_cells_alone_would_be_found():
    """What makes the test above able to fail."""
    sheet = Sheet(np.array([[4, 40, 50], [20, 30, 60]]), np.array([0, 0]))
    assert audit([released(sheet, small(sheet))]).violations == 1


def test_region_is_no_way_round():
    """The other school of the region is told, and so is the region: the first follows."""
    sheet = Sheet(np.array([[4, 40], [40, 40], [30, 30], [30, 30]]), np.array([0, 0, 1, 1]))
    withheld = hide(sheet, withheld=small(sheet), secret=small(sheet), rng=np.random.default_rng(1))
    assert withheld[:2].all()
    assert not withheld[2:].any()


def test_many_small_places_share_what_one_alone_cannot_hide():
    """Nobody else has nine in that part: several give some each."""
    n = np.column_stack([np.full(12, 4), np.full(12, 60)])
    sheet = Sheet(n, np.zeros(12, np.int64))
    withheld = hide(sheet, withheld=small(sheet), secret=small(sheet), rng=np.random.default_rng(1))
    assert audit([released(sheet, withheld)]).violations == 0
    assert not withheld[-1].any()


def test_share_of_all_or_nobody_does_not_hide_one():
    """Where nobody at the nearest cells did, a sum would tell that nobody of the few did."""
    n = np.array([[4, 30, 40], [20, 30, 40]])
    reached = np.array([[0, 0, 20], [5, 5, 20]])
    sheet = Sheet(n, np.array([0, 0]), reached)
    withheld = hide(sheet, withheld=small(sheet), secret=small(sheet), rng=np.random.default_rng(1))
    assert withheld[0].tolist() == [True, False, True]


@settings(max_examples=40, deadline=None)
@given(sheet=sheets(), seed=st.integers(0, 2**32))
def test_share_that_everybody_reached_is_hidden_as_its_counts_are(sheet, seed):
    """None of them can be in doubt: so the quick moves are tried again before linear programs."""
    secret = small(sheet)
    of_counts = hide(sheet, withheld=secret, secret=secret, rng=np.random.default_rng(seed))
    everybody = Sheet(sheet.n, sheet.region, reached=sheet.n)
    found = hide(everybody, withheld=secret, secret=secret, rng=np.random.default_rng(seed))
    assert (found == of_counts).all()


def test_known_cells_hide_nothing():
    sheet = Sheet(np.array([[4, 40, 50], [20, 30, 60]]), np.array([0, 0]))
    known = np.zeros((4, 3), bool)
    known[0, 1] = True
    withheld = hide(
        sheet,
        withheld=small(sheet),
        secret=small(sheet),
        known=known,
        rng=np.random.default_rng(1),
    )
    assert withheld[0].tolist() == [True, False, True]
    with pytest.raises(CannotBeSafe):
        hide(
            sheet,
            withheld=small(sheet),
            secret=small(sheet),
            known=sheet.filled(sheet.n) >= 10,
            rng=np.random.default_rng(1),
        )


def test_cell_that_only_must_not_be_sure_costs_little():
    sheet = Sheet(np.array([[33, 1], [40, 20]]), np.array([0, 0]))
    unsure = np.zeros((4, 2), bool)
    unsure[0, 0] = True
    nothing = np.zeros((4, 2), bool)
    withheld = hide(
        sheet, withheld=nothing, secret=nothing, unsure=unsure, rng=np.random.default_rng(1)
    )
    assert withheld.tolist() == [[True, True], [True, True], [False, False], [False, False]]


def test_small_school_is_hidden_among_others_of_its_region():
    roll = Roll(np.array([6, 80, 90, 70]), np.array([0, 0, 0, 1]))
    secret = np.array([True, *[False] * 6])
    found = hide_places(roll, withheld=secret, secret=secret, rng=np.random.default_rng(1))
    assert (found[0], found[1:3].sum(), found[3:].any()) == (True, 1, False)


def test_school_of_other_grades_does_not_hide_a_small_one():
    """The nearest in size has none of its grades: what its region has in them would tell."""
    grades = np.array([[3, 3, 0], [0, 0, 40], [40, 50, 0]])
    roll = Roll(np.array([6, 40, 90]), np.zeros(3, np.int64), (grades,))
    secret = np.array([True, False, False, False, False])
    found = hide_places(roll, withheld=secret, secret=secret, rng=np.random.default_rng(1))
    assert found.tolist() == [True, False, True, False, False]


def test_total_that_leaves_a_part_too_little_is_not_told():
    """Eleven in four parts: none of them can be more than eight."""
    parts = np.array([[3, 5, 2, 1], [30, 30, 30, 0]])
    roll = Roll(parts.sum(axis=1), np.zeros(2, np.int64), (parts,))
    assert roll.tells_parts(10).tolist() == [True, False]
    assert Roll(np.array([11, 9]), np.zeros(2, np.int64)).tells_parts(10).tolist() == [False, True]
