"""Two years of the coach of the cast: what was agreed, and what came between."""

import random
from datetime import date

import pytest
from tests.world import hold

from convergent.demo.cast import CAST
from convergent.demo.working_on.teacher_leaders import agree_on_roles, live_weeks
from convergent.demo.years import Calendar
from convergent.practice.models import Charter, Interference, PlannedWork

CALENDAR = Calendar(date(2026, 11, 19))
pytestmark = pytest.mark.django_db


def test_charter_waits_where_the_principal_is_new(world):
    hold(world.coach, "coach", world.birch, share="0.5")
    world.other_principal.terms.update(starts_on=date(2026, 8, 1))
    chance = random.Random("roles 1")
    agree_on_roles([world.ash, world.birch], calendar=CALENDAR, chance=chance)
    found = Charter.objects.order_by("place__name_key", "number")
    at_ash = [one for one in found if one.place == world.ash]
    assert [(one.number, one.agreed_by) for one in at_ash] == [
        (1, world.principal),
        (2, world.principal),
    ]
    assert {one.agreed_by for one in found if one.place == world.birch} <= {None}


def test_what_came_between_goes_over_two_years_and_spring_has_its_tests(world):
    world.coach.sourced_id = CAST[0].key
    world.coach.save()
    live_weeks(world.ash, calendar=CALENDAR, chance=random.Random("weeks 1"))
    noted = list(Interference.objects.all())
    assert {one.day.year for one in noted} == {2025, 2026}
    assert all(one.day < CALENDAR.today and one.day.weekday() < 5 for one in noted)
    assert {one.day.month for one in noted if one.cause == "tests"} <= {4, 5}
    assert PlannedWork._base_manager.count() > 100
