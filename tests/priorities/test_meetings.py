"""Meetings: their days by the clock on the wall, their agendas, their minutes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from convergent import clock
from convergent.errors import BadInput, NotThere
from convergent.outbox.models import Message
from convergent.people.actions.conflicts import Conflict
from convergent.people.viewer import viewer_of
from convergent.priorities.actions.commitments import Promised, commit_to
from convergent.priorities.actions.meetings import (
    Decided,
    add_item,
    bring_evidence,
    call_off,
    change_meeting,
    decide,
    prepare_meeting,
    take_item_off,
)
from convergent.priorities.actions.minutes import close_meeting
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.actions.rhythms import Beat, set_rhythm, stop_meeting
from convergent.priorities.models import Decision, Meeting, MeetingItem, MeetingRhythm, Seat
from convergent.priorities.protocols import PROTOCOLS
from convergent.priorities.queries.days import days_of, end_of, moment_of
from convergent.priorities.queries.meetings import next_meetings
from tests.learning.laid import growth, lay_measures, lay_snapshot
from tests.priorities.meeting import join, prepared, viewer_in, weekly
from tests.world import hold

NEW_YORK = ZoneInfo("America/New_York")


def rhythm(day, at, *, every_weeks=1):
    return MeetingRhythm(first_on=day, starts_at=at, every_weeks=every_weeks, minutes=60)


def test_days_come_every_few_weeks_also_counted_from_a_day_between():
    found = days_of(rhythm(date(2026, 9, 1), time(15), every_weeks=2), since=date(2026, 9, 16))
    assert [next(found), next(found)] == [date(2026, 9, 29), date(2026, 10, 13)]
    before = days_of(rhythm(date(2026, 9, 1), time(15)), since=date(2026, 8, 1))
    assert next(before) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("day", "at", "begins"),
    [
        (date(2026, 10, 30), time(15, 15), datetime(2026, 10, 30, 19, 15, tzinfo=UTC)),
        (date(2026, 11, 6), time(15, 15), datetime(2026, 11, 6, 20, 15, tzinfo=UTC)),
        # the hour that comes twice: the first; the hour that is left out: when it is over
        (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (date(2027, 3, 14), time(2, 30), datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
    ],
)
def test_meeting_keeps_its_hour_when_the_clocks_change(day, at, begins):
    assert moment_of(rhythm(day, at), day, NEW_YORK) == begins


def test_meeting_over_a_change_of_the_clocks_takes_as_long_as_any():
    begins = moment_of(rhythm(date(2026, 11, 1), time(1, 30)), date(2026, 11, 1), NEW_YORK)
    ends = end_of(Meeting(starts_at=begins, minutes=90))
    assert ends.astimezone(NEW_YORK).time() == time(2)  # half past one came twice


def test_preparing_twice_gives_the_one_meeting(world):
    join(world, "teacher", "colleague")
    weekly(world)
    first = prepare_meeting(world.team, by=world.viewer("teacher"))
    again = prepare_meeting(world.team, by=world.viewer("colleague"))
    assert (first, Meeting.objects.count()) == (again, 1)


def test_after_a_meeting_is_closed_or_called_off_the_next_one_is_a_week_later(world):
    first = prepared(world)
    call_off(first, by=world.viewer("teacher"))
    second = prepare_meeting(world.team, by=world.viewer("teacher"))
    close_meeting(second, there=[], by=world.viewer("teacher"))
    due = next_meetings(world.viewer("teacher"), [world.team])[world.team.pk]
    week = timedelta(days=7)
    assert (second.day - first.day, due.day - second.day) == (week, week)


def test_team_without_a_rhythm_is_asked_for_one_or_meets_once(world):
    join(world, "teacher")
    with pytest.raises(BadInput, match="Say first when the team meets"):
        prepare_meeting(world.team, by=world.viewer("teacher"))
    once = prepare_meeting(
        world.team, starts_at=clock.now(), minutes=20, by=world.viewer("teacher")
    )
    assert (once.rhythm, once.day, once.minutes) == (None, None, 20)


def test_agenda_is_built_from_priorities_new_results_and_what_to_look_at_again(
    world, settings, tmp_path
):
    settings.HOME = tmp_path
    lay_measures(lay_snapshot(tmp_path), [growth(50.0, school_year=2026, place="ash")])
    principal = world.viewer("principal")
    begin_priority(world.ash, Said(statement="We argue", is_own=True), by=principal)
    begin_priority(world.ash, Said(statement="We read", is_own=True, team=world.team), by=principal)
    first = prepared(world)
    kinds = list(first.items.values_list("kind", "title"))
    assert kinds[0] == ("priority", "We read")
    assert [kind for kind, _ in kinds[1:]] == ["evidence"]
    evidence = first.items.get(kind="evidence")
    assert evidence.address.startswith(f"/evidence/{world.ash.pk}/?subject=reading")
    day = first.day + timedelta(days=7)
    by = world.viewer("teacher")
    decide(first, Decided(text="Two questions a lesson", look_again_on=day), by=by)
    close_meeting(first, there=[], by=by)
    second = prepare_meeting(world.team, by=world.viewer("teacher"))
    assert list(second.items.values_list("kind", "title")) == [
        ("own", "Did it help? Two questions a lesson"),
        ("priority", "We read"),  # and nothing new: the same results serve
    ]


def test_somebody_on_a_team_in_two_roles_has_one_seat_and_on_two_teams_one_at_each(world):
    join(world, "teacher")
    hold(world.teacher, "teamLead", world.team)
    weekly(world)
    meeting = prepare_meeting(world.team, by=world.viewer("teacher"))
    assert meeting.seats.get().person == world.teacher


def test_parts_go_round_by_name_and_nobody_has_two_while_somebody_has_none(world):
    join(world, "coach")
    first = prepared(world)
    by = world.viewer("teacher")
    close_meeting(first, there=[], by=by)
    second = prepare_meeting(world.team, by=by)
    names = ("Carla Duarte", "Tara Lindholm", "Tom Ngata")
    assert _parts(first) == dict(zip(("facilitates", "writes", "keeps time"), names, strict=True))
    turned = (*names[1:], names[0])
    assert _parts(second) == dict(zip(("facilitates", "writes", "keeps time"), turned, strict=True))


def _parts(meeting):
    return {seat.part: seat.person.name for seat in meeting.seats.exclude(part=Seat.Part.NONE)}


def test_decision_rests_on_what_this_meeting_looked_at_and_on_nothing_else(world):
    meeting = prepared(world)
    by = world.viewer("teacher")
    looked = bring_evidence(meeting, _evidence(), by=by)
    again = bring_evidence(meeting, _evidence(), by=by)
    assert again == looked
    decision = decide(meeting, Decided(text="We reread", rests_on=(looked,)), by=by)
    assert list(decision.rests_on.all()) == [looked]
    with pytest.raises(BadInput, match="rests on it"):
        take_item_off(looked, by=by)
    other = prepare_meeting(world.team, starts_at=clock.now(), by=by)
    with pytest.raises(BadInput, match="what this meeting looked at"):
        decide(other, Decided(text="We reread", rests_on=(looked,)), by=by)


def _evidence():
    return MeetingItem(kind="evidence", title="Readers grew less.", address="/evidence/1/")


def test_closing_sends_the_minutes_once_to_everybody_on_the_team(world):
    meeting = prepared(world)
    by = world.viewer("teacher")
    looked = bring_evidence(meeting, _evidence(), by=by)
    decision = decide(meeting, Decided(text="We reread", rests_on=(looked,)), by=by)
    promised = Promised(what="Bring work", term=world.term("colleague"), due_on=by.today)
    commit_to(meeting, promised, decision=decision, by=by)
    close_meeting(meeting, there={world.teacher.pk}, by=by)
    sent = {message.to: message for message in Message.objects.all()}
    assert set(sent) == {world.teacher.email, world.colleague.email}
    body = sent[world.colleague.email].body
    for words in ("We reread", "On the evidence: Readers grew less.", "Tara Lindholm: Bring work"):
        assert words in body
    assert {seat.person: seat.was_there for seat in meeting.seats.all()} == {
        world.teacher: True,
        world.colleague: False,
    }
    with pytest.raises(BadInput, match="This meeting is closed"):
        close_meeting(meeting, there=[], by=by)
    assert Message.objects.count() == 2


def test_minutes_go_to_who_is_on_the_team_when_it_closes_not_to_who_was_when_it_was_prepared(world):
    meeting, by = prepared(world), world.viewer("teacher")
    gone = world.colleague.terms.get(role__kind="teamMember")
    gone.ends_on = by.today - timedelta(days=1)
    gone.save()
    join(world, "coach")
    close_meeting(meeting, there=[world.colleague.pk], by=by)
    sent = set(Message.objects.values_list("to", flat=True))
    assert sent == {world.teacher.email, world.coach.email}


def test_a_team_has_one_e_mail_of_minutes_a_day_and_none_before_the_day_of_the_meeting(world):
    today, by = prepared(world), world.viewer("teacher")
    later = prepare_meeting(world.team, starts_at=clock.now() + timedelta(days=2), by=by)
    other = prepare_meeting(world.team, starts_at=clock.now() - timedelta(days=1), by=by)
    assert close_meeting(later, there=[], by=by).minutes_sent_on is None
    assert not Message.objects.exists()
    assert close_meeting(today, there=[], by=by).minutes_sent_on == by.today
    assert close_meeting(other, there=[], by=by).minutes_sent_on is None
    assert Message.objects.count() == 2
    tomorrow = viewer_in(world, "teacher", 1)
    again = prepare_meeting(world.team, starts_at=clock.now(), by=by)
    assert close_meeting(again, there=[], by=tomorrow).minutes_sent_on == tomorrow.today
    assert Message.objects.count() == 4


def test_minutes_go_out_in_the_language_of_whoever_reads_them(world):
    account = world.account("colleague")
    account.language = "es"
    account.save()
    close_meeting(prepared(world), there=[], by=world.viewer("teacher"))
    bodies = {message.to: message.body for message in Message.objects.all()}
    assert bodies[world.colleague.email].startswith("Hola")
    assert bodies[world.teacher.email].startswith("Hello")


def test_closed_meeting_takes_nothing_more(world):
    meeting, by = prepared(world), world.viewer("teacher")
    close_meeting(meeting, there=[], by=by)
    for deed in (
        lambda: add_item(meeting, title="More", by=by),
        lambda: decide(meeting, Decided(text="More"), by=by),
        lambda: call_off(meeting, by=by),
    ):
        with pytest.raises(BadInput, match="closed"):
            deed()
    assert not Decision.objects.exists()


def test_meeting_in_which_something_was_decided_is_not_called_off(world):
    meeting, by = prepared(world), world.viewer("teacher")
    decide(meeting, Decided(text="We reread"), by=by)
    with pytest.raises(BadInput, match="Close it instead"):
        call_off(meeting, by=by)


def test_two_who_change_one_meeting_are_told(world):
    meeting, by = prepared(world), world.viewer("teacher")
    said = {"starts_at": meeting.starts_at, "minutes": 30, "question": "", "parts": {}}
    changed = change_meeting(meeting, **said, protocol="data", version=1, by=by)
    assert changed.protocol == "data"
    with pytest.raises(Conflict):
        change_meeting(meeting, **said, protocol="", version=1, by=by)


def test_a_new_rhythm_ends_the_one_before_and_keeps_its_meetings(world):
    meeting = prepared(world)
    by = world.viewer("colleague")
    later = Beat(purpose="Plan", first_on=by.today, starts_at=time(8), minutes=30)
    new = set_rhythm(world.team, later, version=1, by=by)
    meeting.refresh_from_db()
    assert (meeting.rhythm.ended_on, MeetingRhythm.objects.get(ended_on=None)) == (by.today, new)
    with pytest.raises(Conflict):
        set_rhythm(world.team, later, version=1, by=by)
    stop_meeting(world.team, by=by)
    assert not MeetingRhythm.objects.filter(ended_on=None).exists()


@pytest.mark.parametrize(
    "who", ["assistant", "supervisor", "superintendent", "steward", "other_principal", "stranger"]
)
def test_nobody_beside_the_team_and_its_principal_meets_with_it(world, who):
    meeting = prepared(world, by="principal")
    with pytest.raises(NotThere):
        prepare_meeting(world.team, by=world.viewer(who))
    with pytest.raises(NotThere):
        add_item(meeting, title="Mine", by=world.viewer(who))


def test_who_leaves_the_team_is_no_longer_there(world):
    meeting = prepared(world)
    seat = world.teacher.terms.get(role__kind="teamMember")
    today = world.viewer("teacher").today
    seat.ends_on = today - timedelta(days=1)
    seat.save()
    with pytest.raises(NotThere):
        add_item(meeting, title="Mine", by=viewer_of(world.teacher, today))


def test_protocols_have_timings_that_add_up_to_a_meeting():
    assert {code: one.minutes for code, one in PROTOCOLS.items()} == {
        "student-work": 45,
        "data": 45,
        "consultancy": 40,
        "problem-of-practice": 45,
    }
