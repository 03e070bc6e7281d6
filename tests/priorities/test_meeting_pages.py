"""Pages of teams and meetings: as many queries for three as for one; two writers; Today."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convergent import clock
from convergent.people.models import RoleTerm
from convergent.priorities.access.meetings import visible_meeting_notes
from convergent.priorities.actions.commitments import Promised, commit_to
from convergent.priorities.actions.meeting_notes import write_notes
from convergent.priorities.actions.meetings import (
    Decided,
    add_item,
    bring_evidence,
    decide,
    prepare_meeting,
)
from convergent.priorities.actions.minutes import close_meeting
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.models import (
    Commitment,
    Decision,
    Meeting,
    MeetingItem,
    NotesClash,
)
from convergent.priorities.models.meeting_notes import NOTES_FIT
from tests.learning.laid import growth, lay_measures, lay_snapshot
from tests.priorities.meeting import join, prepared, weekly
from tests.world import enter, hold, make_person, make_place

ALL = "/priorities/meetings/"
PAGES = {
    "meetings": ALL,
    "team": ALL + "at/{team}/",
    "meeting": ALL + "{meeting}/",
    "decide": ALL + "{meeting}/decide/",
    "change": ALL + "{meeting}/change/",
    "close": ALL + "{meeting}/close/",
    "today": "/today/",
}


@pytest.fixture
def meeting(world):
    return prepared(world)


def _add(world, meeting, number):
    """One more of everything that the pages list."""
    by = world.viewer("teacher")
    colleague = hold(make_person(world.northfield, f"Zoe{number} Zz"), "coach", world.ash)
    hold(colleague.person, "teamMember", world.team)
    meeting.seats.create(person=colleague.person)
    item = MeetingItem(kind="evidence", title=f"Seen {number}", address=f"/evidence/{number}/")
    looked = bring_evidence(meeting, item, by=by)
    made = decide(meeting, Decided(text=f"Decided {number}", rests_on=(looked,)), by=by)
    for what in ("Own", "Other"):
        term = colleague if what == "Other" else world.term("teacher")
        promised = Promised(what=f"{what} {number}", term=term, due_on=by.today)
        commit_to(meeting, promised, decision=made, by=by)
    NotesClash(
        meeting=meeting, stored="A", typed="B", typed_by=by.person, met_at=meeting.starts_at
    ).save()
    team = make_place("team", f"Team {number}", world.ash)
    hold(world.teacher, "teamMember", team)
    over = Meeting.objects.create(
        team=meeting.team,
        starts_at=meeting.starts_at - timedelta(days=7 * number),
        minutes=45,
        state="closed",
        closed_at=meeting.starts_at,
    )
    Commitment.objects.create(
        team=over.team,
        meeting=over,
        what=f"Before {number}",
        person=colleague.person,
        role=colleague.role,
        made_on=by.today,
        first_due_on=by.today,
        due_on=by.today,
    )


@pytest.mark.parametrize("name", PAGES)
def test_page_takes_as_many_queries_for_three_as_for_one(world, enters, meeting, name):
    client = enters("teacher")
    page = PAGES[name].format(team=world.team.pk, meeting=meeting.pk)
    _add(world, meeting, 1)
    client.get(page)
    one = _queries(client, page)
    for number in (2, 3):
        _add(world, meeting, number)
    three = _queries(client, page)
    assert len(three) == len(one), [sql[:200] for sql in three if sql not in one]


def _queries(client, page):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    assert answer.status_code == 200
    return [query["sql"] for query in captured]


def words(answer):
    return answer.content.decode()


def test_agenda_is_prepared_from_today_in_one_tap(world, enters):
    join(world, "teacher")
    weekly(world)
    client = enters("teacher")
    assert "6th-grade team, 3:15 p.m." in words(client.get("/today/"))
    answer = client.post(f"{ALL}at/{world.team.pk}/prepare/", follow=True)
    assert answer.request["PATH_INFO"] == f"{ALL}{Meeting.objects.get().pk}/"
    assert f"{ALL}{Meeting.objects.get().pk}/" in words(client.get("/today/"))


def test_decision_and_three_commitments_come_from_one_form(world, enters, meeting):
    by = world.viewer("teacher")
    add_item(meeting, title="Cover", by=by)
    sent = {"text": "We reread", "rests_on": [str(meeting.items.last().pk)]}
    own = RoleTerm.objects.exclude(role__kind="teamMember")
    people = (world.teacher, world.colleague, world.coach)
    terms = [own.get(person=person) for person in people]
    for number, term in enumerate(terms):
        sent |= {f"what_{number}": f"Do {number}", f"who_{number}": str(term.pk)}
        sent[f"due_{number}"] = str(by.today + timedelta(days=7))
    enters("teacher").post(f"{ALL}{meeting.pk}/decide/", sent)
    decision = Decision.objects.get()
    made = Commitment.objects.order_by("what").values_list("what", "person", "decision")
    assert list(made) == [
        (f"Do {number}", term.person_id, decision.pk) for number, term in enumerate(terms)
    ]


def test_a_commitment_without_somebody_is_refused_and_nothing_is_kept(world, enters, meeting):
    sent = {"text": "We reread", "what_0": "Do it", "due_0": "2030-01-01"}
    client = enters("teacher")
    answer = client.post(f"{ALL}{meeting.pk}/decide/", sent)
    assert "Choose who does it." in words(answer)
    empty = client.post(f"{ALL}{meeting.pk}/decide/", {})
    assert "Say what was decided, or who does what." in words(empty)
    assert not Decision.objects.exists()


def test_commitment_stands_in_today_until_it_is_done_in_one_tap(world, enters, meeting):
    by = world.viewer("teacher")
    promised = Promised(what="خطة الدرس", term=world.people["coach"].terms.get(), due_on=by.today)
    made = commit_to(meeting, promised, by=by)
    client = enters("coach")
    assert "خطة الدرس" in words(client.get("/today/"))
    answer = client.post(f"{ALL}commitments/{made.pk}/done/", follow=True)
    assert answer.request["PATH_INFO"] == "/today/"
    assert "You promised it" not in words(answer)
    client.post(f"{ALL}commitments/{made.pk}/again/")
    assert "You promised it to the 6th-grade team" in words(client.get("/today/"))


def test_done_in_a_meeting_leads_back_there(world, enters, meeting):
    by = world.viewer("teacher")
    promised = Promised(what="W", term=world.people["coach"].terms.get(), due_on=by.today)
    made = commit_to(meeting, promised, by=by)
    sent = {"meeting": str(meeting.pk)}
    answer = enters("teacher").post(f"{ALL}commitments/{made.pk}/done/", sent)
    assert answer["Location"] == f"{ALL}{meeting.pk}/"


def test_who_answers_for_the_team_is_told_what_nobody_has_in_hand(world, enters, meeting):
    by = world.viewer("teacher")
    coach = world.people["coach"].terms.get()
    commit_to(meeting, Promised(what="A cover plan", term=coach, due_on=by.today), by=by)
    assert "Nobody has it now" not in words(enters("principal").get("/today/"))
    coach.ends_on = by.today - timedelta(days=1)
    coach.save()
    client = enters("assistant")
    assert "A cover plan" not in words(client.get("/today/"))
    answer = enter(client, world.account("principal")).get("/today/")
    assert "Nobody has it now: A cover plan" in words(answer)


def test_carried_over_and_let_go_on_one_page(world, enters, meeting):
    by = world.viewer("teacher")
    promised = Promised(what="W", term=world.people["coach"].terms.get(), due_on=by.today)
    made = commit_to(meeting, promised, by=by)
    client, page = enters("teacher"), f"{ALL}commitments/{made.pk}/"
    later = by.today + timedelta(days=14)
    client.post(page, {"due_on": later.isoformat(), "version": "1"})
    assert "carried over once" in words(client.get(page))
    refused = client.post(page, {"due_on": later.isoformat(), "version": "1"})
    assert "Somebody changed this while you had it open." in words(refused)
    client.post(page, {"let_go": "1", "go-reason": "No room", "go-version": "2"})
    made.refresh_from_db()
    assert (made.state, made.why, made.due_on) == ("let go", "No room", later)


def test_notes_save_themselves_and_begin_from_what_was_sent(world, enters, meeting):
    client, page = enters("teacher"), f"{ALL}{meeting.pk}/notes/"
    by_script = {"HTTP_HX_TARGET": "kept"}
    write_notes(meeting, text="Hers", base="", by=world.viewer("colleague"))
    answer = words(client.post(page, {"text": "Mine\r\n", "base": ""}, **by_script))
    assert "Tara Lindholm wrote here too" not in answer  # she who saves wrote last
    assert re.search(r'name="base" value="Mine\s*"', answer)
    shown = words(client.get(f"{ALL}{meeting.pk}/"))
    assert "Hers\nMine</textarea>" in shown
    assert 'data-private="true"' in shown
    assert "data-draft-key" not in shown


def test_lines_that_two_changed_are_shown_side_by_side_until_looked_at(world, enters, meeting):
    client, page = enters("teacher"), f"{ALL}{meeting.pk}/"
    write_notes(meeting, text="Monday", base="", by=world.viewer("colleague"))
    write_notes(meeting, text="Tuesday", base="Monday", by=world.viewer("colleague"))
    answer = words(client.post(f"{page}notes/", {"text": "Friday", "base": "Monday"}, follow=True))
    assert "Two of you changed the same lines" in answer
    assert "Tuesday\nFriday</textarea>" in answer
    clash = re.search(rf"{ALL}clashes/([0-9a-f-]+)/settled/", answer)[1]
    settled = words(client.post(f"{ALL}clashes/{clash}/settled/", follow=True))
    assert "Two of you changed" not in settled


def test_a_paste_that_is_too_long_is_refused_in_words_and_stays_on_the_page(world, enters, meeting):
    pasted = "word " * 10_001
    page = f"{ALL}{meeting.pk}/notes/"
    answer = words(enters("teacher").post(page, {"text": pasted, "base": ""}))
    assert "This has 50,005 characters, and 50,000 fit. Shorten it." in answer
    assert pasted in answer


def test_evidence_is_brought_as_everybody_may_see_it(world, enters, meeting, settings, tmp_path):
    settings.HOME = tmp_path
    lay_measures(lay_snapshot(tmp_path), [growth(50.0, school_year=2026, place="ash")])
    client = enters("principal")
    evidence = words(client.get(f"/evidence/{world.ash.pk}/"))
    page = re.search(rf"{ALL}at/[0-9a-f-]+/bring/[0-9a-f-]+/\?subject=reading", evidence)[0]
    client.post(page)
    client.post(page)
    assert meeting.items.filter(kind="evidence").count() == 1


def test_closed_meeting_shows_what_came_of_it_and_offers_nothing(world, enters, meeting):
    by = world.viewer("teacher")
    begin_priority(world.ash, Said(statement="We argue", is_own=True), by=world.viewer("principal"))
    promised = Promised(what="A plan", term=world.people["coach"].terms.get(), due_on=by.today)
    commit_to(meeting, promised, by=by)
    write_notes(meeting, text="What we said", base="", by=by)
    close_meeting(meeting, there=[world.teacher.pk], by=by)
    shown = words(enters("teacher").get(f"{ALL}{meeting.pk}/"))
    assert "What we said" in shown
    assert "was not there" in shown
    assert "Close the meeting" not in shown


@pytest.mark.parametrize("name", ["base", "text"])
def test_notes_that_are_too_long_are_refused_whichever_field_brings_them(
    world, enters, meeting, name
):
    sent = {"base": "", "text": "Hers", name: "x" * (NOTES_FIT + 1)}
    answer = enters("teacher").post(f"{ALL}{meeting.pk}/notes/", sent)
    assert "50,001 characters, and 50,000 fit" in words(answer)
    assert not visible_meeting_notes(world.viewer("teacher")).exists()


def test_notes_that_just_fit_are_taken_with_the_line_endings_of_a_browser(enters, meeting):
    lines = "x\r\n" * (NOTES_FIT // 2)
    assert enters("teacher").post(f"{ALL}{meeting.pk}/notes/", {"text": lines}).status_code == 302


def test_writer_is_told_that_full_notes_have_no_place_and_the_team_sees_her_words(
    world, enters, meeting
):
    write_notes(meeting, text="x" * NOTES_FIT, base="", by=world.viewer("teacher"))
    client, address = enters("colleague"), f"{ALL}{meeting.pk}/"
    sent = {"text": "What she said", "base": ""}
    saved = words(client.post(f"{address}notes/", sent, headers={"HX-Target": "kept"}))
    assert "The notes are full." in saved
    shown = words(client.post(f"{address}notes/", sent, follow=True))
    assert "The notes are full." in shown
    assert shown.count("Did not fit in the notes") == 1
    settled = re.search(r"/priorities/[a-z/]*[0-9a-f-]+/settled/", shown)[0]
    assert "Did not fit" not in words(client.post(settled, follow=True))


@pytest.mark.parametrize(
    ("days", "said", "after"),
    [
        (0, "It goes by e-mail to everybody", "its minutes are sent"),
        (3, "If you close it before, no e-mail goes out", "was not sent"),
    ],
)
def test_page_says_whether_the_minutes_will_be_sent(world, enters, meeting, days, said, after):
    meeting.starts_at += timedelta(days=days)
    meeting.save()
    client, address = enters("teacher"), f"{ALL}{meeting.pk}/"
    shown = words(client.get(f"{address}close/"))
    assert said in shown
    assert ("send the minutes" in shown) == (days == 0)
    assert after in words(client.post(f"{address}close/", {"version": 1}, follow=True))


def test_page_says_that_the_team_has_had_minutes_today(world, enters, meeting):
    by = world.viewer("teacher")
    close_meeting(meeting, there=[], by=by)
    other = prepare_meeting(world.team, starts_at=clock.now(), by=by)
    shown = words(enters("teacher").get(f"{ALL}{other.pk}/close/"))
    assert "had minutes by e-mail today already" in shown
