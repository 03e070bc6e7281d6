"""The demonstration's supervisors reach the schools where practice improves, and others less."""

import random
from datetime import date

import pytest
from tests.world import hold, make_person, make_place

from convergent.demo.working_on.support import support_principals
from convergent.demo.years import Calendar
from convergent.priorities.models import Commitment
from convergent.support.models import Contact, ContactPlan

TODAY = date(2026, 11, 19)


@pytest.fixture
def schools(world):
    """Eight, each with a principal; practice improves at the first four."""
    made = []
    for number in range(8):
        school = make_place("school", f"School {number}", world.hill, sourced_id=f"s-{number}")
        hold(make_person(world.northfield, f"P{number} Q"), "principal", school)
        made.append(school)
    return made


@pytest.fixture
def told(schools):
    truths = {
        one.sourced_id: {
            "practice_improves": number < 4,
            "principalship": "new" if number == 7 else "settled",
        }
        for number, one in enumerate(schools)
    }
    chance = random.Random(7)
    support_principals(schools, truths, calendar=Calendar(TODAY), chance=chance)
    return list(Contact._base_manager.all())


def _held(told, schools):
    over = [one for one in told if one.school in schools and one.state != "planned"]
    return sum(one.state == "held" for one in over) / len(over)


def test_schools_that_are_not_reached_are_seen_less_than_planned(told, schools):
    assert _held(told, schools[:4]) > 0.85
    assert _held(told, schools[4:]) < 0.65


def test_more_for_a_new_principal_has_its_reason(told, schools):
    (plan,) = ContactPlan._base_manager.all()
    assert (plan.school, plan.a_month, bool(plan.reason)) == (schools[7], 4, True)


def test_both_promised_at_the_last_contact_of_each_school(told, schools):
    promised = Commitment.objects.values_list("team", flat=True)
    assert sorted(promised) == sorted([one.pk for one in schools] * 2)


def test_visits_to_come_are_on_weekdays(told):
    planned = [one.day for one in told if one.state == "planned"]
    assert planned
    assert {day.weekday() for day in planned} <= set(range(5))
    assert min(planned) > TODAY
