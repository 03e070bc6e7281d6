"""Loads that would end or change too much wait for a person."""

import pytest
from tests.facts.small import load_small, serving_users, students
from tests.loads.exports import Export

from convergent.errors import PersonError
from convergent.facts import held
from convergent.facts.history import roll_back
from convergent.facts.snapshot import all_snapshots, current_snapshot

pytestmark = pytest.mark.without_records


@pytest.fixture
def waiting(home, tmp_path):
    load_small(Export(), tmp_path / "all", home=home)
    return load_small(students(20), tmp_path / "half", home=home)


@pytest.mark.parametrize(("left", "status"), [(36, "published"), (35, "held")])
def test_load_that_ends_more_than_a_tenth_waits(home, tmp_path, left, status):
    """Of 40 enrollments 4 are a tenth."""
    load_small(Export(), tmp_path / "all", home=home)
    assert load_small(students(left), tmp_path / "fewer", home=home).status == status


@pytest.mark.parametrize(("changed", "status"), [(30, "published"), (31, "held")])
def test_load_that_changes_more_than_three_quarters_waits(home, tmp_path, changed, status):
    """Of 41 people 30 are not three quarters and 31 are."""
    load_small(Export(), tmp_path / "all", home=home)
    names = {f"s{number:02}": "Another" for number in range(1, changed + 1)}
    assert load_small(Export(names=names), tmp_path / "other", home=home).status == status


def test_what_serves_stays_while_a_load_waits(home, waiting):
    assert (waiting.status, waiting.snapshot) == ("held", current_snapshot(home).id)
    assert [one.id for one in held.held_loads(home)] == [waiting.held]
    assert len(serving_users(home)) == 41


def test_difference_tells_kinds_and_schools(home, waiting):
    (one,) = held.held_loads(home)
    ended = {d.table: (d.before, d.ended) for d in one.differences}
    assert ended["enrollments"] == (40, 20)
    (enrollments,) = [d for d in one.differences if d.table == "enrollments"]
    assert [(s.school, s.before, s.ended) for s in enrollments.schools] == [
        ("ash", 20, 10),
        ("birch", 20, 10),
    ]


def test_approved_load_serves_and_ends_what_it_no_longer_holds(home, waiting):
    snapshot = held.approve(home, waiting.held)
    assert current_snapshot(home) == snapshot
    assert held.held_loads(home) == []
    statuses = [row["status"] for row in serving_users(home).values()]
    assert (statuses.count("active"), statuses.count("inactive")) == (21, 20)


def test_refused_load_is_thrown_away(home, waiting):
    held.refuse(home, waiting.held)
    assert (held.held_loads(home), list((home / "facts" / "held").iterdir())) == ([], [])
    assert len(all_snapshots(home)) == 1


def test_load_is_not_approved_after_another_publication(home, waiting, tmp_path):
    load_small(Export(names={"s01": "Another"}), tmp_path / "other", home=home)
    serving = current_snapshot(home)
    with pytest.raises(PersonError, match=r"No load .* waits: .* a later load took its place"):
        held.approve(home, waiting.held)
    assert current_snapshot(home) == serving


def test_load_is_not_approved_after_going_back(home, tmp_path):
    load_small(Export(), tmp_path / "one", home=home)
    load_small(Export(names={"s01": "Another"}), tmp_path / "two", home=home)
    waiting = load_small(students(20), tmp_path / "half", home=home)
    roll_back(home)
    with pytest.raises(PersonError, match="Another load was published since"):
        held.approve(home, waiting.held)


def test_waiting_load_is_replaced_by_one_that_waits(home, waiting, tmp_path):
    later = load_small(students(10), tmp_path / "quarter", home=home)
    assert [one.id for one in held.held_loads(home)] == [later.held]


@pytest.mark.parametrize("options", [{"dry_run": True}, {}], ids=["checked", "unchanged"])
def test_waiting_load_stays_where_a_later_one_publishes_nothing(home, waiting, tmp_path, options):
    later = load_small(Export(), tmp_path / "again", home=home, **options)
    assert later.status in {"checked", "unchanged"}
    assert [one.id for one in held.held_loads(home)] == [waiting.held]


def test_waiting_load_stays_where_a_later_one_is_refused(home, waiting, tmp_path):
    spoilt = Export(enabled=dict.fromkeys(Export().students, "perhaps"))
    assert load_small(spoilt, tmp_path / "spoilt", home=home).status == "refused"
    assert [one.id for one in held.held_loads(home)] == [waiting.held]


def test_same_input_twice_waits_once(home, waiting, tmp_path):
    again = load_small(students(20), tmp_path / "half", home=home)
    assert again.status == "held"
    assert [one.id for one in held.held_loads(home)] == [again.held]
