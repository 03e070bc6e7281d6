"""Means and percentages go where their counts go, and where they would tell of others."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.disclosure.counting import table_of

import convergent.analysis.disclosure.amounts as amounts_told
from convergent.analysis.disclosure.amounts import means_told, shares_told
from convergent.analysis.disclosure.audit import audit
from convergent.analysis.disclosure.margins import cross
from convergent.analysis.disclosure.suppression import protect

pytestmark = pytest.mark.without_records


def finds(releases):
    findings = audit(releases)
    return [findings.too_narrow(at) for at in range(len(releases))]


def too_narrow(release):
    return audit([release]).too_narrow(0).tolist()


def sums_of(table, parts):
    """What `parts` of the leaves add up to in each cell of the cross."""
    return cross(type(table)(table.dimensions, table.codes, np.ravel(parts))).system.n


def protected(counts, reached, **more):
    table = table_of(counts)
    told = shares_told("proficient", cross(table).system.n, sums_of(table, reached))
    return protect(table, seed=1, processes=1, amounts=[told], **more)


def told_of(found):
    (amount,) = found.release.amounts
    return {tuple(codes) for codes in found.release.codes[amount.cells].tolist()}


def test_share_goes_where_its_count_goes():
    found = protected([[4, 20, 90], [30, 40, 95], [91, 92, 93]], np.full((3, 3), 2))
    hidden = found.release.codes[~found.release.is_published]
    assert len(hidden) == 4
    assert told_of(found).isdisjoint(map(tuple, hidden.tolist()))


def test_share_of_the_total_goes_where_it_tells_of_a_withheld_school():
    """20 of 60 in all and 20 of the school of 40: of the two others, which are withheld, nobody."""
    counts, reached = [6, 14, 40], [0, 0, 20]
    trusting = protected(counts, reached)
    assert told_of(trusting) == {(2,), (-1,)}
    assert too_narrow(trusting.release) == [0]
    found = protected(counts, reached, audit=finds)
    assert (told_of(found), found.untold) == ({(2,)}, 1)
    assert too_narrow(found.release) == []


@pytest.mark.parametrize(("hidden", "untold"), [(1200, 0), (0, 1)])
def test_mean_of_all_goes_only_where_it_tells_of_two_schools(hidden, untold):
    """Scores lie in 0 .. 100. Where both withheld schools have nothing but 0, the sums tell it."""
    table = table_of([8, 12, 40, 50])
    means = sums_of(table, [hidden // 2, hidden // 2, 2000, 2500]) / cross(table).system.n
    told = means_told("score", cross(table).system.n, means, rounded_to=0.01, least=0, most=100)
    found = protect(table, seed=1, processes=1, amounts=[told], audit=finds)
    assert (too_narrow(found.release), found.untold) == ([], untold)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_attacker_finds_nothing_beside_shares(seed):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.choice([4, 12, 30]), (3, 3))
    found = protected(counts, rng.binomial(counts, rng.random()), audit=finds)
    assert audit([found.release]).violations == 0


def test_examples_in_the_docs_run():
    tried = doctest.testmod(amounts_told)
    assert (tried.failed, tried.attempted > 3) == (0, True)
