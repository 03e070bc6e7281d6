"""Tables that nobody's students can have led to are refused, and it is said where."""

from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.disclosure.enumerating import as_others_made_it, release

from convergent.analysis.disclosure.audit import Kind, WrongReleases, audit
from convergent.analysis.disclosure.table import Amount

pytestmark = pytest.mark.without_records


def faults(*releases):
    with pytest.raises(WrongReleases) as refused:
        audit(releases)
    return [
        (one.kind, one.release, one.row, one.found, one.low, one.high)
        for one in refused.value.faults
    ]


def with_counts(made, counts):
    """The same release with other numbers at some rows."""
    n = made.n.copy()
    for row, count in counts.items():
        n[row] = count
    return replace(made, n=n)


def test_margin_that_does_not_add_up_is_named_with_its_sum():
    made = with_counts(release([20, 30, 40]), {3: 92})
    assert faults(made) == [(Kind.MISFIT, 0, 3, 92, 90, 90)]


def test_margin_that_is_less_than_its_published_parts_is_named():
    """Beside the one that is withheld there are 70 already, and it holds 1 at least."""
    made = with_counts(as_others_made_it(release([20, 30, 40], withheld=[0])), {3: 70})
    (fault,) = faults(made)
    assert fault[:5] == (Kind.MISFIT, 0, 3, 70, 71)


def test_network_that_is_not_the_sum_of_its_schools_is_named():
    made = with_counts(release([20, 30, 40], networks=(0, 0, 1)), {3: 51})
    assert faults(made) == [(Kind.MISFIT, 0, 3, 51, 50, 50), (Kind.MISFIT, 0, 5, 90, 91, 91)]


def test_margins_that_only_fail_together_are_refused():
    """Two withheld cells in each line: their sums by rows are 30, and by columns 31."""
    made = as_others_made_it(release([[10, 20], [30, 40]], withheld=[0, 1, 3, 4]))
    assert faults(with_counts(made, {6: 41}))[0][0] == Kind.MISFIT


def test_school_in_two_networks_is_named():
    made = release([20, 30, 40], networks=(0, 0, 1))
    other = release([20, 30, 40], networks=(0, 1, 1))
    assert faults(made, other) == [(Kind.TWO_PARENTS, 1, 1, 1, 0, 0)]


def test_negative_count_is_named():
    assert (Kind.NEGATIVE, 0, 0, -5, 0, np.inf) in faults(with_counts(release([20, 30]), {0: -5}))


def test_cell_that_is_there_twice_is_named():
    made = release([20, 30])
    codes = made.codes.copy()
    codes[1] = codes[0]
    assert faults(replace(made, codes=codes)) == [(Kind.TWICE, 0, 1, 30, 20, 20)]


def test_count_that_is_another_in_another_release_is_named():
    """They say to count the same students."""
    assert faults(release([20, 30]), release([20, 31])) == [
        (Kind.OTHERWISE, 1, 1, 31, 30, 30),
        (Kind.OTHERWISE, 1, 2, 51, 50, 50),
    ]


def test_sums_that_no_students_can_have_are_named_at_their_cell():
    """Ten students with scores of 200 at most have 2000 together."""
    told = Amount("score", np.array([0]), np.array([2500.0]), np.array([2500.0]), 100, 200)
    assert faults(release([10, 30], amounts=(told,)))[0][:3] == (Kind.MISFIT, 0, 0)
