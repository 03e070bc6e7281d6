"""Whom the demonstration's coach reaches agrees with what is true of the school."""

import random
from datetime import date

import pytest
from tests.world import hold, make_person

from convergent.demo.cast import CAST
from convergent.demo.working_on.coaching import coach_teachers
from convergent.demo.years import Calendar
from convergent.practice.models import CoachingCycle, CoachingPiece

TODAY = date(2026, 11, 19)
pytestmark = pytest.mark.django_db


@pytest.fixture
def taught(world):
    """Twenty teachers; Carla Duarte coaches them, as somebody of the cast."""
    world.coach.sourced_id = CAST[0].key
    world.coach.save()
    made = [make_person(world.northfield, f"T{number} Q") for number in range(20)]
    for one in made:
        hold(one, "teacher", world.ash)
    return made


def coach(world, unreached):
    calendar = Calendar(TODAY)
    coach_teachers(world.ash, unreached, calendar=calendar, chance=random.Random("coach 7"))
    return list(CoachingCycle._base_manager.order_by("began_on"))


def test_teachers_whom_the_improvement_does_not_reach_are_not_coached(world, taught):
    unreached = {one.pk for one in taught[:8]}
    cycles = coach(world, unreached)
    assert len(cycles) == 14
    assert not unreached & {one.teacher_id for one in cycles}


def test_some_are_completed_some_run_and_some_are_overdue(world, taught):
    cycles = coach(world, set())
    running = [one for one in cycles if one.ended_on is None]
    assert {one.is_completed for one in cycles} == {True, False}
    assert {one.next_on < TODAY for one in running} == {True, False}
    assert CoachingPiece._base_manager.filter(cycle__in=cycles).count() > 60
