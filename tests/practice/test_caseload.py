"""Whom a coach works with, by asking and by need."""

from datetime import timedelta

import pytest
from django.urls import reverse

from convergent import clock
from convergent.practice.actions.coaching import invite_to_coaching
from convergent.practice.presenters.caseload import caseload_page
from tests.practice.pairs import asked, evaluated_by_her_coach, met, paired
from tests.practice.visiting import agreed, visited
from tests.world import hold, make_person

pytestmark = pytest.mark.django_db


def names(lines):
    return [one.name for one in lines]


def teachers(world, count, *, years=10):
    made = []
    for number in range(count):
        name = f"t{years}-{number}"
        world.people[name] = make_person(world.northfield, f"T{years} Q{number}")
        since = clock.today() - timedelta(days=365 * years)
        hold(world.people[name], "teacher", world.ash, starts_on=since)
        made.append(name)
    return made


def page(world):
    return caseload_page(world.viewer("coach"))


def test_who_asked_stands_apart_from_whom_the_coach_asked(world):
    asked(world)
    invite_to_coaching(world.colleague, by=world.viewer("coach"))
    found = page(world)
    assert (names(found.asked), names(found.offered)) == (["Tom Ngata"], ["Tara Lindholm"])
    assert found.headline == "You work with 2 of 2 teachers; 1 of them asked"


def test_whoever_is_not_met_is_named_with_those_in_their_first_years_in_front(world):
    agreed(world)
    teachers(world, 2)
    (new, *_more) = teachers(world, 3, years=1)
    visited(world, "coach", new)
    found = page(world)
    assert names(found.unmet)[:2] == ["T1 Q1", "T1 Q2"]
    assert "T1 Q0" not in names(found.unmet)


def test_group_that_is_reached_less_comes_first(world):
    for name in teachers(world, 8):
        met(world, paired(world, name))
    for name in teachers(world, 6, years=12):
        hold(world.people[name], "teamMember", world.team)
    hold(world.colleague, "teamMember", world.team)
    found = page(world)
    assert found.missing.startswith("You reach the 6th-grade team less: 0 of 7")
    assert "Tom Ngata" in names(found.unmet)[-1:]


def test_whom_the_coach_evaluates_is_not_on_it(world):
    asked(world)
    evaluated_by_her_coach(world)
    assert names(page(world).asked) == []
    assert page(world).headline == "You work with 0 of 1 teachers; 0 of them asked"


def test_it_is_the_coachs_alone(world, enters):
    asked(world)
    address = reverse("caseload")
    assert "Tom Ngata" in enters("coach").get(address).content.decode()
    for name in ("principal", "supervisor", "teacher"):
        assert enters(name).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_a_fixed_number_of_questions(world, count, django_assert_num_queries):
    for name in teachers(world, count):
        met(world, paired(world, name))
    viewer = world.viewer("coach")
    with django_assert_num_queries(8):
        assert len(caseload_page(viewer).asked) == count
