"""The attacker finds what can be derived, and nothing else: tables worked out by hand."""

import doctest

import numpy as np
import pytest
from tests.analysis.disclosure.enumerating import (
    all_sums,
    as_others_made_it,
    axes_of,
    release,
    small,
)

import convergent.analysis.disclosure.audit.auditing as auditing
from convergent.analysis.disclosure.audit import audit
from convergent.analysis.disclosure.table import TOTAL, Amount

pytestmark = pytest.mark.without_records


def learned(*releases, **asked):
    """The interval of each withheld count of the last release."""
    found = audit(releases, exact=True, **asked).learned[len(releases) - 1]
    return {
        row: (low, high)
        for row, low, high in zip(
            found.rows.tolist(), found.low.tolist(), found.high.tolist(), strict=True
        )
    }


def too_narrow(*releases, **asked):
    """For each release the rows that are not hidden well enough, of counts alone."""
    found = audit(releases, **asked).learned[: len(releases)]
    return [one.rows[one.is_too_narrow].tolist() for one in found]


def test_small_cell_withheld_alone_is_derived():
    assert learned(release([3, 50], withheld=[0])) == {0: (3, 3)}
    assert too_narrow(release([3, 50], withheld=[0])) == [[0]]


def test_two_withheld_cells_hide_each_other():
    """They sum up to 15, and each holds 1 at least."""
    made = release([3, 12, 50], withheld=[0, 1])
    assert learned(made) == {0: (1, 14), 1: (1, 14)}
    assert too_narrow(made) == [[]]


@pytest.mark.parametrize(("partner", "is_safe"), [(6, False), (7, True)])
def test_partner_has_to_be_large_enough(partner, is_safe):
    """3 + 6 = 9, so the small one cannot be 9; with 7 it can."""
    made = release([3, partner, 50], withheld=[0, 1])
    assert (0 not in too_narrow(made)[0]) == is_safe


def test_square_is_open_by_as_much_as_its_smallest_margin_lets_it():
    """Rows of the table: 3 20 | 23, 30 40 | 70, 33 60 | 93: one number decides the other three."""
    made = release([[3, 20], [30, 40]], withheld=[0, 1, 3, 4])
    assert learned(made) == {0: (1, 22), 1: (1, 22), 3: (11, 32), 4: (38, 59)}
    assert too_narrow(made) == [[]]


def test_withheld_margin_is_derived_from_its_parts():
    """A group of two schools with 14 and 15 students."""
    assert learned(release([[14, 20], [15, 30]], withheld=[6])) == {6: (29, 29)}


def test_margin_of_small_cells_begins_at_the_number_of_its_leaves():
    """A network of two schools with 2 and 3 students; another network of 20."""
    made = release([2, 3, 20, 50], networks=(0, 0, 1, 2), withheld=[0, 1, 2, 4, 5])
    assert learned(made) == {0: (1, 23), 1: (1, 23), 2: (1, 23), 4: (2, 24), 5: (1, 23)}
    assert too_narrow(made) == [[]]


def test_network_gives_away_what_its_schools_hide_in_the_district():
    """Two schools of different networks: each network has its other school published."""
    made = release([3, 20, 4, 30], networks=(0, 0, 1, 1), withheld=[0, 2])
    assert too_narrow(made) == [[0, 2]]


def test_small_cell_that_is_published_is_found():
    assert too_narrow(release([3, 50])) == [[0]]


def test_tables_safe_alone_are_not_safe_together():
    """What the one publishes, the other subtracts."""
    one, other = (release([3, 12, 50], withheld=cells) for cells in ([0, 1], [0, 2]))
    assert (too_narrow(one), too_narrow(other)) == ([[]], [[]])
    assert too_narrow(one, other) == [[0], [0]]


def test_tables_of_other_dimensions_are_tied_by_their_margins():
    """Schools by group hide a school's total behind another's; schools by level publish it."""
    by_group = release([[4, 5], [20, 30]], withheld=[0, 1, 2, 3, 4, 5])
    axes = [axes_of([[0]])[0].__class__(name, 2) for name in ("school", "level")]
    by_level = release([[3, 6], [25, 25]], axes=axes, withheld=[0, 1, 2, 3, 4])
    assert too_narrow(by_group) == [[]]
    assert 2 in too_narrow(by_group, by_level)[0]


def test_year_before_tells_of_this_year():
    """Two years in one table, this year's and last year's counts both withheld behind their sum.

    The release of the year before stands: it published last year's.
    """
    axes = [type(axes_of([0])[0])(name, 2) for name in ("school", "year")]
    both = release([[3, 14], [30, 40]], axes=axes, withheld=[0, 1, 3, 4])
    is_first_year = both.codes[:, 1] == 0
    before = type(both)(
        both.dimensions,
        both.codes[is_first_year],
        both.n[is_first_year],
        np.array([True, True, True]),
    )
    assert too_narrow(both) == [[]]
    hidden = type(both)(before.dimensions, before.codes, before.n, before.n > 3)
    assert 0 in too_narrow(both, hidden)[0]


def test_students_who_came_between_two_releases_are_a_cell():
    """53 in October and 50 in September: at least 3 came."""
    september, october = (
        release(leaves, students=word) for leaves, word in (([50, 60], "9"), ([53, 60], "10"))
    )
    came = [one for one in audit([september, october]).learned if one.without == "9"]
    assert [(one.release, one.rows[one.is_too_narrow].tolist()) for one in came] == [(1, [0, 2])]
    assert came[0].low.tolist() == [3, 0, 3]


def test_many_who_came_are_no_secret():
    september, october = (
        release(leaves, students=word) for leaves, word in (([50, 60], "9"), ([70, 60], "10"))
    )
    assert audit([september, october]).violations == 0


def test_what_is_unknown_to_us_too_is_held_to_the_rule():
    """The second cell may be small too, as far as anybody can tell."""
    made = as_others_made_it(release([3, 6, 50], withheld=[0, 1]))
    assert too_narrow(made) == [[0, 1]]


def test_what_is_shown_to_be_large_needs_no_protection():
    made = as_others_made_it(release([[3, 20], [30, 40]], withheld=[0, 1, 3, 4]))
    found = audit([made]).learned[0]
    assert found.is_protected[found.rows == 4].tolist() == [False]


def test_zeros_that_may_be_withheld_widen_what_is_possible():
    made = release([3, 12, 50], withheld=[0, 1])
    assert learned(made, least_withheld=0) == {0: (0, 15), 1: (0, 15)}


def test_staff_counts_have_their_own_minimum():
    made = release([3, 6, 50], withheld=[0, 1])
    assert [too_narrow(made, minimum=at) for at in (10, 8)] == [[[0, 1]], [[]]]


def test_whole_students_alone_hide_a_cell():
    """All margins of three dimensions are published. No other table than the true one fits them;
    with halves of students there would be others, and cell 18 could be 1.
    """
    leaves = [
        [[0, 2, 1], [0, 0, 0], [0, 1, 2]],
        [[1, 1, 2], [0, 2, 1], [2, 0, 1]],
        [[2, 0, 1], [0, 1, 2], [1, 2, 0]],
    ]
    cells = all_sums(leaves, axes_of(leaves))
    withheld = [at for at, (codes, n) in enumerate(cells) if n and TOTAL not in codes]
    made = release(leaves, withheld=withheld)
    found = learned(made)
    assert {at: found[at] for at in withheld} == {at: (made.n[at], made.n[at]) for at in withheld}
    assert 18 in too_narrow(made, minimum=3)[0]


def test_table_without_small_cells_needs_nothing():
    found = audit([release([30, 50])])
    assert (found.violations, found.narrowest) == (0, None)


def share(cells, low, high):
    return Amount("proficient", np.array(cells), np.array(low), np.array(high), 0, 1, is_whole=True)


def test_percentages_give_away_what_the_counts_hide():
    """Of 60 students 20 are proficient, 8 of one school and 12 of another: of the third nobody."""
    hidden = {"withheld": [0, 1]}
    safe = share([2, 3], [12.0, 20.0], [12.0, 20.0])
    unsafe = share([1, 2, 3], [8.0, 12.0, 20.0], [8.0, 12.0, 20.0])
    assert audit([release([6, 14, 40], amounts=(safe,), **hidden)]).violations == 0
    found = audit([release([6, 14, 40], amounts=(unsafe,), **hidden)]).learned
    (sums,) = [one for one in found if one.name == "proficient"]
    assert sums.rows[sums.is_too_narrow].tolist() == [0]
    assert (sums.low[0], sums.high[0]) == (0, 0)


def test_means_give_away_counts():
    """Scores lie between 100 and 200. The hidden sum is 1150, so 6 to 11 students made it up."""
    told = Amount(
        "score", np.array([1, 2, 3]), *[np.array([1800.0, 6000, 8950])] * 2, least=100, most=200
    )
    made = release([8, 12, 40], withheld=[0, 1], amounts=(told,))
    found = audit([made], exact=True).learned[0]
    assert list(zip(found.low, found.high, strict=True)) == [(6, 11), (9, 14)]
    assert too_narrow(release([8, 12, 40], withheld=[0, 1])) == [[]]
    assert too_narrow(made) == [[0]]


def test_everything_small_is_hidden_behind_its_total():
    """Four leaves, their margins and their sum are all withheld: nothing bounds them from above."""
    leaves = [[1, 2], [1, 1]]
    assert too_narrow(release(leaves, withheld=small(leaves))) == [[]]


def test_docstring_of_audit_runs():
    tried = doctest.testmod(auditing)
    assert (tried.failed, tried.attempted > 3) == (0, True)
