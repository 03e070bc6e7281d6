"""What loads put on the Today of keepers, and of nobody else."""

from datetime import timedelta

import pytest

from convergent.facts.load import load
from convergent.loads.actions.deciding import approve_load, refuse_load
from convergent.loads.actions.loading import Wanted, ask_for_load, note_outcome
from convergent.loads.agenda import (
    last_load,
    loads_approved_alone,
    loads_to_decide,
    stale_sources,
)
from convergent.loads.models import Load
from tests.loads.exports import Export

pytestmark = pytest.mark.django_db


def half():
    return Export(students=dict(list(Export().students.items())[:20]))


def spoilt():
    return Export(enabled=dict.fromkeys((f"s{n:02}" for n in range(1, 30)), "perhaps"))


def test_held_load_waits_with_its_deeds_in_place(world, home, loaded):
    loaded(Export())
    loaded(half())
    (item,) = loads_to_decide(world.viewer("superintendent"))
    assert item.title == "A load of data waits for your decision"
    assert item.detail == "20 of 40 class enrollments are missing from what was sent."
    assert [(action.label, action.primary) for action in item.actions] == [
        ("See the difference", True),
        ("Approve", False),
        ("Refuse", False),
    ]
    assert list(loads_to_decide(world.viewer("principal"))) == []
    assert list(loads_to_decide(world.viewer("foreign_steward"))) == []


def test_load_that_one_person_sent_and_approved_is_told_to_the_other_keepers(world, home, loaded):
    loaded(Export())
    approve_load(loaded(half()), reason="Birch closed", by=world.viewer("steward"))
    (item,) = loads_approved_alone(world.viewer("superintendent"))
    assert (item.title, item.detail) == (
        f"{world.viewer('steward').person.name} sent a load and approved it too",
        "Birch closed",
    )
    for name in ("steward", "principal", "foreign_steward"):
        assert list(loads_approved_alone(world.viewer(name))) == []


def test_load_that_two_keepers_had_in_hand_is_not(world, home, loaded):
    loaded(Export())
    approve_load(loaded(half()), reason="Birch closed", by=world.viewer("superintendent"))
    for name in ("steward", "superintendent"):
        assert list(loads_approved_alone(world.viewer(name))) == []


def test_refused_load_waits_to_be_mended_until_another_one_ends_well(world, home, loaded):
    loaded(Export())
    loaded(spoilt())
    (item,) = last_load(world.viewer("steward"))
    assert (item.title, item.late) == ("A load of data was refused", True)
    assert [action.label for action in item.actions] == ["See what to mend"]

    loaded(Export(names={"s01": "Another"}))

    (item,) = last_load(world.viewer("steward"))
    assert (item.title, item.late) == ("Data was loaded", False)


def test_nobody_else_hears_of_loads(world, home, loaded):
    loaded(Export())
    loaded(spoilt())
    for name in ("principal", "teacher", "supervisor", "stranger", "foreign_steward"):
        viewer = world.viewer(name)
        assert [*last_load(viewer), *loads_to_decide(viewer), *stale_sources(viewer)] == []


def test_load_that_a_person_refused_is_not_told_as_loaded(world, home, loaded):
    loaded(Export())
    refuse_load(loaded(half()), reason="Cut off", by=world.viewer("steward"))
    (item,) = last_load(world.viewer("steward"))
    assert (item.title, item.detail) == (
        "A load of data was refused",
        "Was held, then refused; nothing was changed.",
    )


def aged(load, days):
    ended_at = load.ended_at - timedelta(days=days)
    Load.objects.filter(pk=load.pk).update(asked_at=ended_at, ended_at=ended_at)


def test_load_of_something_else_makes_the_rosters_no_fresher(world, home, loaded, tmp_path):
    aged(loaded(Export()), 9)
    attendance = tmp_path / "attendance_daily.csv"
    attendance.write_text(
        "student_id,school_id,date,attendance_status\ns01,ash,2026-11-20,absent\n"
    )
    asked = ask_for_load([attendance], wanted=Wanted(), by=None)
    note_outcome(asked, load([attendance], home=home))
    (item,) = stale_sources(world.viewer("steward"))
    assert (asked.status, item.title[:27]) == ("published", "The rosters are 9 days old,")


@pytest.mark.parametrize(("days", "expected"), [(8, 0), (9, 1)])
def test_rosters_are_stale_after_the_days_of_the_setting(world, home, loaded, days, expected):
    aged(loaded(Export()), days)
    found = list(stale_sources(world.viewer("steward")))
    assert [item.title.startswith("The rosters are 9 days old") for item in found] == (
        [True] * expected
    )
    assert Load.objects.count() == 1
