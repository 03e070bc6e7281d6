"""Going back, comparing, and letting old snapshots go."""

import shutil

import pytest
from tests.facts.small import load_small, students
from tests.loads.exports import Export

from convergent.errors import PersonError
from convergent.facts.history import compare, prune, roll_back
from convergent.facts.snapshot import all_snapshots, current_snapshot, predecessor

pytestmark = pytest.mark.without_records


@pytest.fixture(scope="module")
def three_loads(tmp_path_factory):
    folder = tmp_path_factory.mktemp("three")
    for number in range(3):
        export = Export(names={"s01": f"Name {number}"})
        load_small(export, folder / str(number), home=folder / "home")
    return folder / "home"


@pytest.fixture
def three(home, three_loads):
    """Three loads, one after the other."""
    shutil.copytree(three_loads, home, symlinks=True)
    return all_snapshots(home)


def test_going_back_brings_the_identical_content(home, three):
    _, second, third = three
    assert roll_back(home) == (third, second)
    assert current_snapshot(home).manifest.content_hash == second.manifest.content_hash


def test_going_back_twice_is_going_forward_again(home, three):
    roll_back(home)
    roll_back(home)
    assert current_snapshot(home) == three[2]


def test_going_back_to_a_named_snapshot(home, three):
    roll_back(home, three[0].id)
    assert (current_snapshot(home), predecessor(home)) == (three[0], three[2])


def test_first_snapshot_has_none_before(home, tmp_path):
    load_small(Export(), tmp_path / "one", home=home)
    with pytest.raises(PersonError, match="No snapshot served before"):
        roll_back(home)


def test_switch_that_was_cut_off_half_way_is_made_whole_by_the_next(home, three, tmp_path):
    """A process died between the two links: what serves is then its own predecessor."""
    link = home / "facts" / "previous"
    link.unlink()
    link.symlink_to(f"snapshots/{three[2].id}")
    with pytest.raises(PersonError, match="No snapshot served before"):
        roll_back(home)
    load_small(Export(names={"s01": "Later"}), tmp_path / "later", home=home)
    assert roll_back(home)[1] == three[2]


def test_unknown_snapshot_is_said_to_be_unknown(home, three):
    with pytest.raises(PersonError, match="No snapshot nonsense is kept"):
        roll_back(home, "nonsense")
    assert current_snapshot(home) == three[2]


def test_comparison_counts_by_kind_and_school(home, tmp_path):
    load_small(Export(), tmp_path / "one", home=home)
    load_small(students(38), tmp_path / "two", home=home)
    before, after = all_snapshots(home)
    found = {d.table: d for d in compare(before, after).differences}
    assert (found["enrollments"].ended, found["enrollments"].added) == (2, 0)
    assert {s.school: s.ended for s in found["enrollments"].schools} == {"ash": 1, "birch": 1}
    back = {d.table: d for d in compare(after, before).differences}
    assert (back["enrollments"].ended, back["enrollments"].added) == (0, 2)


def test_comparison_with_itself_is_empty(home, three):
    assert compare(three[0], three[0]).is_empty


def test_kinds_that_only_one_snapshot_has_are_told(home, tmp_path):
    folder = Export().write(tmp_path / "one")
    (folder / "enrollments.csv").rename(tmp_path / "enrollments.csv")
    from convergent.facts.load import load

    load([folder], home=home)
    load([tmp_path / "enrollments.csv"], home=home)
    before, after = all_snapshots(home)
    found = compare(before, after)
    assert (found.come, found.gone) == (("enrollments",), ())


def test_old_snapshots_go_and_what_serves_and_its_predecessor_stay(home, three):
    first, second, third = three
    assert prune(home, keep=1) == [first.id]
    roll_back(home)
    assert (prune(home, keep=1), all_snapshots(home)) == ([], [second, third])
    assert roll_back(home)[1] == third


def test_predecessor_stays_also_where_it_is_the_oldest(home, three):
    first, second, _third = three
    roll_back(home, first.id)
    roll_back(home, second.id)
    assert prune(home, keep=1) == []
    assert roll_back(home) == (second, first)


def test_nothing_goes_while_there_are_not_more_than_are_kept(home, three):
    assert prune(home, keep=3) == []
