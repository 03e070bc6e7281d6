"""Two years of meetings, promises and answers: they fit together, and agree with the truths."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from tests.world import hold, make_person, make_place

from convergent.asking.models import Ask, AskAnswer
from convergent.asking.questions import ASKS_A_WEEK
from convergent.demo.school_days import YearOfDays
from convergent.demo.working_on.teams import meet
from convergent.demo.years import Calendar
from convergent.priorities.models import Commitment, Decision, Meeting, Priority

TODAY, SPRING = date(2026, 11, 19), date(2026, 3, 1)
CALENDAR = Calendar(TODAY)
TEAMS_OF_EACH = 8


@pytest.fixture
def told(world):
    """Two schools that work on something: at one the improvement reaches no team, at the other
    every one."""
    school = {name: _school(world, name) for name in ("reached", "missed")}
    missed = [team.sourced_id for team in school["missed"].teams]
    truths = {
        "reached": {"practice_improves": True, "teams_not_reached": []},
        "missed": {"practice_improves": False, "teams_not_reached": missed},
    }
    places = [one.place for one in school.values()]
    meet(places, truths, calendar=CALENDAR, chance=random.Random("meet 7"))
    return SimpleNamespace(**school)


def _school(world, name):
    place = make_place("school", name.title(), world.hill, sourced_id=name)
    Priority.objects.create(place=place, statement="We argue", starts_on=date(2024, 9, 1))
    teams = []
    for number in range(TEAMS_OF_EACH):
        team = make_place("team", f"Team {number}", place, sourced_id=f"{name}-{number}")
        for at in range(4):
            person = make_person(world.northfield, f"{name.title()}{number} P{at}")
            hold(person, "teacher", place)
            hold(person, "teacher", team)
        teams.append(team)
    return SimpleNamespace(place=place, teams=teams)


def held_at(school, *, since=date.min):
    found = Meeting.objects.filter(team__in=school.teams, state="closed", day__gte=since)
    return found.order_by("day")


def test_every_team_has_met_for_two_years_on_school_days_alone(told):
    taught = {day for year in CALENDAR.years for day in YearOfDays(year).taught_before(date.max)}
    for team in told.reached.teams:
        days = [one.day for one in Meeting.objects.filter(team=team).order_by("day")]
        assert set(days) <= taught
        assert TODAY - timedelta(days=730) <= days[0] < TODAY - timedelta(days=640)
        assert TODAY - timedelta(days=35) < days[-1] < TODAY
    assert not Meeting.objects.filter(state="prepared").exists()


def test_teams_that_are_not_reached_meet_as_often_as_others_until_spring(told):
    before = [held_at(one).filter(day__lt=SPRING).count() for one in (told.reached, told.missed)]
    since = [held_at(one, since=SPRING).count() for one in (told.reached, told.missed)]
    assert abs(before[0] - before[1]) < 0.15 * before[0]
    assert since[1] < 0.6 * since[0]


def kept_share(school, *, since=date.min, until=date.max):
    due = Commitment.objects.filter(
        team__in=school.teams, made_on__gte=since, made_on__lt=until, first_due_on__lt=TODAY
    )
    return due.filter(state="done").count() / due.count()


def test_teams_that_are_not_reached_keep_less_of_what_they_promise_since_spring(told):
    assert kept_share(told.reached, since=SPRING) > 0.75
    assert kept_share(told.missed, since=SPRING) < 0.7
    assert kept_share(told.missed, until=SPRING) > 0.75


def test_every_promise_was_made_in_a_meeting_and_ended_after_it(told):
    promises = list(Commitment.objects.select_related("meeting", "decision"))
    assert len(promises) > 100
    for one in promises:
        assert (one.made_on, one.team_id) == (one.meeting.day, one.meeting.team_id)
        assert one.decision.meeting_id == one.meeting_id
        if one.state == "open":
            assert one.due_on >= TODAY
            assert (one.times_carried > 0) == (one.first_due_on < TODAY)
        else:
            assert one.made_on <= one.ended_on <= TODAY
            assert (one.state == "let go") == bool(one.why)
    assert {one.state for one in promises} == {"open", "done", "let go"}


def test_every_decision_rests_on_what_its_own_meeting_looked_at(told):
    decisions = list(Decision.objects.prefetch_related("rests_on"))
    assert len(decisions) > 100
    for one in decisions:
        assert {item.meeting_id for item in one.rests_on.all()} == {one.meeting_id}


def test_cover_is_in_the_way_where_teams_are_not_reached(told):
    named = defaultdict(Counter)
    for one in AskAnswer._base_manager.select_related("ask__place"):
        named[one.ask.place.sourced_id][one.in_the_way] += 1
    assert named["missed"].most_common(1)[0][0] == "cover"
    assert named["reached"].most_common(1)[0][0] == "time"


def test_nobody_was_asked_more_than_twice_in_any_week(told):
    asked = defaultdict(list)
    for person, day in Ask.objects.order_by("asked_on").values_list("person", "asked_on"):
        asked[person].append(day)
    assert len(asked) > 50
    for days in asked.values():
        for first in days:
            week = [day for day in days if first <= day < first + timedelta(days=7)]
            assert len(week) <= ASKS_A_WEEK
