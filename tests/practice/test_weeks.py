"""A teacher leader's week is laid out in one tap, anew after a cover, and is hers alone."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from convergent import clock
from convergent.errors import BadInput, NotThere
from convergent.people.viewer import viewer_of
from convergent.practice.access.weeks import (
    own_plan,
    visible_interference,
    why_interference,
    why_note,
)
from convergent.practice.actions.charters import Chartered, agree_to_charter, write_charter
from convergent.practice.actions.weeks import (
    lay_out_week,
    note_interference,
    put_right,
    set_days,
    take_back_interference,
)
from convergent.practice.models import CoachingCycle, Interference
from convergent.practice.presenters.interference import interference_page
from convergent.practice.presenters.week import week_page
from convergent.practice.queries.lived import logged_by, minutes_by_kind
from convergent.practice.queries.weeks import by_shares, monday_of, week_of
from convergent.priorities.models import Meeting, Seat
from tests.practice.pairs import met, paired
from tests.world import hold, make_person

MONDAY = date(2026, 11, 16)
HOURS = {"support": 3, "learning": 1, "data": 2, "assessment": 1, "curriculum": 1}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_monday():
    with clock.moved_to(timezone.make_aware(datetime.combine(MONDAY, time(9)))):
        yield


def chartered(world, hours=HOURS, at="ash"):
    term = world.coach.terms.get(role__place=world.places[at])
    write_charter(term, Chartered("Plans", "Covers", hours), by=world.viewer("coach"))
    leader = "principal" if at == "ash" else "other_principal"
    return agree_to_charter(term, by=world.viewer(leader))


def due(world, cycle, *, days=2):
    found = CoachingCycle._base_manager.filter(pk=cycle.pk)
    found.update(next_on=clock.today() + timedelta(days=days))


def laid_out(world):
    return lay_out_week(by=world.viewer("coach"))


def minutes_on(world, day=MONDAY):
    return sum(one.minutes for one in own_plan(world.viewer("coach")).filter(day=day))


def came_between(world, *, minutes=300, cause="cover", by="coach", at="ash"):
    by = world.viewer(by)
    return note_interference(world.places[at], cause=cause, minutes=minutes, by=by)


def test_talks_that_are_due_come_first_and_then_the_hours_of_the_charter(world):
    cycle = paired(world)
    due(world, cycle)
    chartered(world)
    assert laid_out(world) == []
    plan = list(own_plan(world.viewer("coach")))
    assert [one.cycle_id for one in plan if one.cycle_id] == [cycle.pk]
    minutes = {}
    for one in plan:
        minutes[one.work] = minutes.get(one.work, 0) + one.minutes
    assert minutes == {
        "support": 160,
        "learning": 60,
        "data": 120,
        "assessment": 60,
        "curriculum": 60,
    }
    laid_out(world)
    assert own_plan(world.viewer("coach")).count() == len(plan)


def test_week_is_laid_out_anew_after_a_cover(world):
    chartered(world)
    laid_out(world)
    assert minutes_on(world) == 360
    came_between(world)
    assert laid_out(world) == []
    assert minutes_on(world) == 60
    assert minutes_on(world, MONDAY + timedelta(days=1)) == 360


def test_what_finds_no_room_is_said(world):
    chartered(world, {**HOURS, "support": 30})
    left = laid_out(world)
    assert sum(one.minutes for one in left) == 60 * (35 - 30)


def test_past_days_stay_and_count(world):
    chartered(world)
    laid_out(world)
    with clock.moved_to(clock.now() + timedelta(days=1)):
        laid_out(world)
        assert minutes_on(world) == 360
        assert sum(one.minutes for one in own_plan(world.viewer("coach"))) == 60 * 8


def test_days_follow_from_the_shares_of_the_posts(world):
    world.coach.terms.update(share="0.6")
    hold(world.coach, "coach", world.birch, share="0.4")
    viewer = world.viewer("coach")
    assert (
        by_shares(sorted(viewer.terms, key=lambda one: -one.share))
        == [world.ash] * 3 + [world.birch] * 2
    )
    chartered(world)
    chartered(world, {**HOURS, "support": 1}, at="birch")
    laid_out(world)
    days = {one.place_id: one.day.weekday() for one in own_plan(viewer)}
    assert days[world.ash.pk] < 3 <= days[world.birch.pk]
    set_days([world.birch] * 2 + [world.ash] * 3, by=viewer)
    laid_out(world)
    days = {one.place_id: one.day.weekday() for one in own_plan(viewer)}
    assert days[world.birch.pk] < 2 <= days[world.ash.pk]
    with pytest.raises(NotThere):
        set_days([world.cove] * 5, by=viewer)


def test_a_meeting_elsewhere_keeps_time_for_the_way(world):
    hold(world.coach, "teamMember", world.team)
    meeting = Meeting.objects.create(team=world.team, starts_at=clock.now(), minutes=60)
    Seat.objects.create(meeting=meeting, person=world.coach)
    first = week_of(world.viewer("coach")).days[0]
    assert (first.travels, first.room) == (False, 300)
    world.team.parent = world.birch
    world.team.save()
    first = week_of(world.viewer("coach")).days[0]
    assert (first.travels, first.room) == (True, 270)


def test_work_is_logged_from_the_work_itself_and_put_right(world):
    talk = met(world, paired(world), minutes=40)
    meeting = Meeting.objects.create(
        team=world.team,
        starts_at=clock.now(),
        minutes=50,
        state="closed",
        closed_at=clock.now(),
    )
    Seat.objects.create(meeting=meeting, person=world.coach, was_there=True)
    by, today = world.viewer("coach"), clock.today()
    logged = logged_by(by, first=today, last=today)
    assert minutes_by_kind(logged) == {"support": 40, "data": 50}
    put_right(meeting.pk, work="curriculum", first=today, by=by)
    put_right(talk.pk, work="", first=today, by=by)
    assert minutes_by_kind(logged_by(by, first=today, last=today)) == {"curriculum": 50}
    with pytest.raises(NotThere):
        put_right(meeting.pk, work="data", first=today, by=_coach_of_birch(world))


def _coach_of_birch(world):
    other = make_person(world.northfield, "Bo Li")
    hold(other, "coach", world.birch)
    return viewer_of(other, clock.today())


def test_principal_reads_total_and_cause_and_nothing_of_the_week(world, enters):
    chartered(world)
    laid_out(world)
    came_between(world, minutes=45)
    came_between(world, minutes=60, cause="tests")
    page = interference_page(world.viewer("principal"))
    assert page.headline == (
        "1 hour 45 minutes of teacher leaders’ time went elsewhere; most of it: giving a test"
    )
    assert page.lines[0].causes == (("Giving a test", "1 hour"), ("Covering a class", "45 minutes"))
    assert not own_plan(world.viewer("principal")).exists()
    assert interference_page(world.viewer("supervisor")).lines == ()
    assert enters("principal").get(reverse("coaching_week")).status_code == 404


def test_sets_hold_what_reasons_allow(world):
    noted = came_between(world)
    readers = set()
    for name in world.people:
        viewer = world.viewer(name)
        if viewer is not None:
            found = set(visible_interference(viewer))
            assert found == ({noted} if why_interference(viewer, noted) else set())
            readers |= {name} if found else set()
    assert readers == {"coach", "principal"}


def test_nobody_notes_it_elsewhere_and_it_is_taken_back_the_same_day(world):
    assert why_note(world.viewer("coach"), world.birch) is None
    with pytest.raises(NotThere):
        came_between(world, at="birch")
    with pytest.raises(NotThere):
        came_between(world, by="teacher")
    with pytest.raises(BadInput):
        came_between(world, minutes=0)
    noted = came_between(world)
    with pytest.raises(NotThere):
        take_back_interference(noted, by=world.viewer("principal"))
    with clock.moved_to(clock.now() + timedelta(days=1)), pytest.raises(NotThere):
        take_back_interference(noted, by=viewer_of(world.coach, clock.today()))
    take_back_interference(noted, by=world.viewer("coach"))
    assert not Interference.objects.exists()


def test_one_tap_notes_it_and_one_more_lays_the_week_out_anew(world, enters):
    chartered(world)
    week = reverse("coaching_week")
    coach = enters("coach")
    coach.post(week)
    sent = {"place": str(world.ash.pk), "minutes": "300", "cause": "cover"}
    coach.post(reverse("interference_note"), sent)
    said = coach.get(week).content.decode()
    assert "5 hours of this week went to something else" in said
    coach.post(week)
    assert minutes_on(world) == 60
    assert coach.post(reverse("interference_note"), {**sent, "place": "x"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_a_fixed_number_of_questions(world, count, django_assert_num_queries):
    for number in range(count):
        teacher = world.people[f"t{number}"] = make_person(world.northfield, f"T{number} Q")
        hold(teacher, "teacher", world.ash)
        due(world, paired(world, f"t{number}"))
        came_between(world, minutes=10)
    laid_out(world)
    viewer = world.viewer("coach")
    with django_assert_num_queries(13):
        week_page(viewer)
    with django_assert_num_queries(3):
        assert len(interference_page(world.viewer("principal")).lines) == 1


def test_a_weekend_looks_at_the_week_to_come():
    assert monday_of(MONDAY + timedelta(days=4)) == MONDAY
    assert monday_of(MONDAY + timedelta(days=5)) == MONDAY + timedelta(days=7)
