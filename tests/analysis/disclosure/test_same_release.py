"""Who knows how releases are made learns more: from tables that could have led to the same one.

`SAME_RELEASE_TABLES=200` tries so many tiny tables.
"""

import os
from dataclasses import dataclass

import numpy as np
import pytest
from tests.analysis.disclosure.counting import table_of
from tests.analysis.disclosure.enumerating import release

from convergent.analysis.disclosure.audit import fewest_values, tables_behind, values_left
from convergent.analysis.disclosure.blocks import Places
from convergent.analysis.disclosure.margins import cross
from convergent.analysis.disclosure.problem import problem_of
from convergent.analysis.disclosure.suppression import protect, withheld_cells
from convergent.analysis.disclosure.table import Release

pytestmark = pytest.mark.without_records
MINIMUM = 4
TABLES = int(os.environ.get("SAME_RELEASE_TABLES", "20"))
SHAPES = ((4,), (2, 3), (3, 3), (2, 2))


def with_a_partner(choose):
    """Withholds the small leaves of schools, and one partner beside, as `choose` says."""

    def protect(table, seed):
        n = np.zeros(3, int)
        n[table.codes[0]] = table.n
        hidden = set(np.flatnonzero((n > 0) & (n < MINIMUM)).tolist())
        if len(hidden) == 1:
            hidden.add(choose(n, sorted({0, 1, 2} - hidden), seed))
        return release(n, withheld=sorted(hidden))

    return protect


def smallest(n, others, _):
    return min(others, key=lambda at: n[at])


def by_chance(n, others, seed):
    return others[seed % len(others)]


def values_of(made, protect):
    behind = tables_behind(made, protect, seeds=range(2))
    return {at: sorted(set(behind[:, at].tolist())) for at in np.flatnonzero(~made.is_published)}


def test_partner_that_is_always_the_smallest_gives_itself_away():
    """2 and 6 are withheld beside 7. Were the partner the smaller of the pair, it sums up to 8.

    Of 1 7, 2 6, 3 5, 4 4, 5 3, 6 2 and 7 1, two are both large: they would be published. With 7
    and 1 the partner could be the published 7 as well, and the first of them is taken.
    """
    made = release([2, 6, 7], withheld=[0, 1])
    found = values_of(made, with_a_partner(smallest))
    assert found == {0: [1, 2, 3, 5, 6, 7], 1: [1, 2, 3, 5, 6, 7]}


def test_smallest_partner_of_a_close_one_narrows_the_small_one():
    """2 and 6 beside 6: a partner of 7 would not have been chosen, as 6 is smaller."""
    made = release([2, 6, 6], withheld=[0, 1])
    narrow = values_of(made, with_a_partner(smallest))
    wide = values_of(made, with_a_partner(by_chance))
    assert narrow[0] == [2, 3, 5, 6]
    assert wide[0] == [1, 2, 3, 5, 6, 7]


def test_fewest_values_are_those_of_the_least_hidden_cell():
    made = release([2, 6, 6], withheld=[0, 1])
    behind = tables_behind(made, with_a_partner(smallest), seeds=[0])
    assert fewest_values(made, behind) == 4


def test_table_itself_is_always_behind_its_release():
    table_of = release([3, 9, 20], withheld=[0, 1])
    behind = tables_behind(table_of, with_a_partner(smallest), seeds=[0])
    assert table_of.n.tolist() in behind.tolist()


def test_release_that_is_not_made_so_has_no_tables_behind_it():
    made = release([2, 6, 6], withheld=[0, 1])
    behind = tables_behind(made, lambda table, seed: release([2, 6, 6]), seeds=[0])
    assert (behind.shape, fewest_values(made, behind)) == ((0, 4), 0)


def tiny_table(number):
    """Leaves of 1 to 24 students, at least one of them under ten."""
    rng = np.random.default_rng(number)
    leaves = rng.integers(1, 25, SHAPES[number % len(SHAPES)])
    leaves.ravel()[rng.integers(leaves.size)] = rng.integers(1, 10)
    return table_of(leaves)


def made(table, seed):
    return protect(table, seed=seed, processes=1).release


@dataclass(frozen=True)
class Favouring:
    """Lots that favour some cells as much as lots can."""

    cells: np.ndarray

    def random(self, count):
        assert count == len(self.cells)
        return np.where(self.cells, 0.0, 1 - 1e-9)


def favoured(release):
    """Makes a release of a table as it is made, with the lots that favour this one."""

    def protect(table, seed):
        whole = cross(table)
        lots = Favouring(~release.is_published)
        problem = problem_of(whole.system, minimum=10, rng=lots)
        places = Places.of(table.dimensions, list(whole.leaves))
        withheld = withheld_cells(problem, places, np.random.default_rng(seed), processes=1)
        return Release(whole.dimensions, whole.codes, whole.system.n, ~withheld)

    return protect


def values_known(tables):
    """For each table how many values its least hidden cell has, up to 3."""
    found = []
    for number in range(2 * tables):
        release = made(tiny_table(number), 1_000 + number)
        left = values_left(release, favoured(release), [0], enough=3, most=1_500)
        if left is not None:
            found.append(left)
        if len(found) == tables:
            break
    return found


def test_who_knows_the_method_is_left_with_three_values():
    assert values_known(TABLES) == [3] * TABLES


def test_a_tables_own_release_is_among_those_that_it_leads_to():
    """What is counted above are tables, and not failures to make any release again."""
    table = tiny_table(0)
    assert values_left(made(table, 7), made, [7], enough=1, most=1_500) == 1
