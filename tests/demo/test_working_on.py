"""What the demonstration's schools work on: the same from the same seed, and true to the truths."""

import random
from collections import Counter
from datetime import date

import pytest
from tests.world import hold, make_person, make_place

from convergent.demo.working_on.cast import Story
from convergent.demo.working_on.sayings import HERE, READ, SOLVE
from convergent.demo.working_on.schools import tell_of_the_schools
from convergent.demo.years import Calendar
from convergent.people.models import Place
from convergent.priorities.models import Cycle, LinkEvidence, Priority, PriorityVersion
from convergent.priorities.models.measures import as_kept
from convergent.priorities.queries.priorities import most_at

TODAY = date(2026, 11, 19)


@pytest.fixture
def schools(world):
    """Twelve, each with a principal; practice improves at every third one."""
    made = []
    for number in range(12):
        named = f"school-{number:04}"
        school = make_place("school", f"School {number}", world.hill, sourced_id=named)
        hold(make_person(world.northfield, f"P{number} Q"), "principal", school)
        made.append(school)
    return made


@pytest.fixture
def tell(world, schools):
    story = Story(
        {
            said: Priority.objects.create(
                place=world.northfield, statement=said, starts_on=date(2024, 9, 1)
            )
            for said in (READ, SOLVE, HERE)
        },
        (),
    )
    truths = {
        one.sourced_id: {"practice_improves": number % 3 == 0, "teams_not_reached": []}
        for number, one in enumerate(schools)
    }

    def tell(seed):
        chance = random.Random(seed)
        return tell_of_the_schools(schools, story, truths, calendar=Calendar(TODAY), chance=chance)

    return tell


def test_theories_and_tries_agree_with_whether_practice_improves(tell, schools):
    tell(7)
    improving = {one.pk for one in schools[::3]}
    decided = Counter(
        (cycle.priority.place_id in improving, cycle.decision)
        for cycle in Cycle.objects.select_related("priority")
    )
    assert {where for where, decision in decided if decision == "abandon"} == {False}
    assert {where for where, decision in decided if decision != "abandon"} == {True}
    against = LinkEvidence.objects.filter(speaks="against").select_related("link__priority")
    assert {one.link.priority.place_id in improving for one in against} == {False}


def test_no_school_works_on_more_than_the_district_agreed_on(tell):
    told = tell(7)
    assert max(len(held) for held in told.values()) <= most_at(
        Place.objects.filter(kind="school")[0]
    )
    ended = Priority.objects.exclude(ended_on=None)
    assert ended.exists()
    assert {one.versions.get(number=2).deed for one in ended} == {"ended"}


def test_every_priority_has_its_first_version(tell):
    tell(7)
    written = Priority.objects.filter(place__kind="school")
    assert PriorityVersion.objects.filter(number=1).count() == written.count() > 12


def test_same_seed_tells_the_same(tell):
    told = [
        [(school.name, [one.statement for one in held]) for school, held in tell(seed).items()]
        for seed in (7, 7, 8)
    ]
    assert told[0] == told[1] != told[2]


def test_newest_version_holds_what_a_priority_is_measured_by(tell):
    """A measure came with a reason, and not before the priority."""
    tell(7)
    measured = [
        one for one in Priority.objects.filter(place__kind="school") if one.measures.exists()
    ]
    assert len(measured) > 6
    for one in measured:
        newest = one.versions.get(number=one.version)
        assert newest.measures == as_kept(one.measures.all())
        assert (newest.deed, bool(newest.reason)) == ("changed", True)
        assert one.starts_on <= newest.made_on <= TODAY
