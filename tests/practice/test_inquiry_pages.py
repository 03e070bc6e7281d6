"""Pages of inquiries: from a page of evidence and from a meeting, over weeks, to the recheck."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convergent import clock
from convergent.practice.models import Inquiry, InquiryEvidence
from convergent.practice.presenters.inquiries import readers_of_inquiry
from convergent.priorities.models import MeetingItem
from tests.learning.laid import growth, lay_measures, lay_snapshot
from tests.practice.inquiring import GUESS, QUESTION, asked, looked_at, rechecked, trying
from tests.priorities.meeting import join, prepared
from tests.world import enter, make_place

ALL = "/inquiry/"
TRIED = {
    "hypothesis": "We take the first answer",
    "change": "Questions with two answers",
    "prediction": GUESS,
}


def words(answer):
    return answer.content.decode()


@pytest.fixture
def results(settings, tmp_path):
    """A function that lays what the results of Ash say."""
    settings.HOME = tmp_path

    def lay(name, value, **more):
        snapshot = lay_snapshot(tmp_path, name)
        lay_measures(snapshot, [growth(value, school_year=2026, place="ash", **more)])

    return lay


@pytest.fixture
def browser(world, enters):
    """A function from a name to a browser of that person alone."""

    def open_one(name):
        enters(name)  # a second step, where the role asks for one
        return enter(Client(), world.account(name))

    return open_one


def _weeks_on(number):
    return clock.moved_to(clock.now() + timedelta(weeks=number))


def _post(client, address, **data):
    answer = client.post(address, data)
    assert answer.status_code == 302, words(answer)[:3000]
    led_to = answer.headers["Location"]
    assert led_to.startswith(ALL)
    return led_to


def test_a_grade_team_asks_looks_tries_and_looks_again(world, browser, results):
    """Four weeks of one team on the results of its school."""
    join(world, "teacher", "colleague")
    results("one", 50.0)
    teacher, colleague = browser("teacher"), browser("colleague")
    evidence = words(teacher.get(f"/evidence/{world.ash.pk}/"))
    begin = re.search(r'/inquiry/at/[^"]+', evidence)[0].replace("&amp;", "&")
    shown = words(teacher.get(begin))
    assert readers_of_inquiry(world.team) in shown
    page = _post(teacher, begin, question=QUESTION, protocol="data")
    said = InquiryEvidence.objects.get().says
    assert said in shown
    assert "Look in silence at the page of evidence" in words(teacher.get(page))
    _post(teacher, f"{page}look/", own="Of 27 exit slips, 11 quote a line")
    due = (clock.today() + timedelta(weeks=4)).isoformat()
    _post(colleague, f"{page}try/", **TRIED, recheck_on=due)
    results("two", 62.0)
    with _weeks_on(4):
        for one in (teacher, colleague):
            assert f"Look again: {QUESTION}" in words(one.get("/today/"))
        assert GUESS in words(teacher.get(f"{page}recheck/"))
        _post(teacher, f"{page}recheck/", result="18 of 27", decision="adopt")
        assert "Look again" not in words(colleague.get("/today/"))
    after = words(colleague.get(page))
    later = InquiryEvidence.objects.exclude(address="").get()
    assert later.says == said != later.says_later
    for text in ("18 of 27", "adopted", GUESS, later.says_later):
        assert text in after
    assert "rechecked" in words(colleague.get(ALL))


def test_what_only_leaders_see_is_not_taken_along(world, enters, results):
    """The principal reads of six students on her own page; the team, with her, does not."""
    results("one", 77.0, students=6)
    client = enters("principal")
    assert "not for sharing" in words(client.get(f"/evidence/{world.ash.pk}/"))
    address = f"{ALL}at/{world.team.pk}/begin/?place={world.ash.pk}&subject=reading"
    assert "It takes along" not in words(client.get(address))
    _post(client, address, question=QUESTION, protocol="data")
    assert not InquiryEvidence.objects.exists()


def test_too_little_is_not_taken_along(world, enters):
    join(world, "teacher")
    address = f"{ALL}at/{world.team.pk}/begin/?place={world.ash.pk}&subject=reading"
    page = _post(enters("teacher"), address, question=QUESTION, protocol="data")
    assert not InquiryEvidence.objects.exists()
    assert "Nothing yet" in words(enters("teacher").get(page))


def test_it_is_started_from_a_meeting_and_stands_on_its_agenda(world, enters):
    meeting = prepared(world)
    client = enters("teacher")
    agenda = f"/priorities/meetings/{meeting.pk}/"
    begin = re.search(r'/inquiry/at/[^"]+', words(client.get(agenda)))[0]
    page = _post(client, begin, question=QUESTION, protocol="student-work")
    item = MeetingItem.objects.get(meeting=meeting, title=QUESTION)
    assert item.address == page
    assert QUESTION in words(client.get(agenda))


@pytest.mark.parametrize("asked_for", ["meeting=x", "place=x", "meeting={ash}", "place={cove}"])
def test_a_start_from_what_is_not_there_is_refused(world, enters, asked_for):
    join(world, "teacher")
    where = asked_for.format(ash=world.ash.pk, cove=world.cove.pk)
    answer = enters("teacher").get(f"{ALL}at/{world.team.pk}/begin/?{where}")
    assert answer.status_code == 404


def test_forms_say_what_is_missing_and_keep_what_was_typed(world, enters):
    inquiry, client = looked_at(world), enters("teacher")
    page = f"{ALL}{inquiry.pk}/"
    assert "Choose something, or write" in words(client.post(f"{page}look/", {}))
    answer = words(client.post(f"{page}try/", {**TRIED, "prediction": ""}))
    assert TRIED["change"] in answer
    assert Inquiry.objects.get().tried_on is None
    done = trying(world)
    assert "Choose what you will do." in words(
        client.post(f"{ALL}{done.pk}/recheck/", {"result": "13"})
    )


def test_the_form_asks_about_teaching_not_about_students(world, enters):
    shown = words(enters("teacher").get(f"{ALL}{looked_at(world).pk}/try/"))
    assert "What in our teaching could explain it?" in shown
    assert "Not what students lack" in shown


def test_what_was_brought_by_mistake_is_taken_away(world, enters):
    inquiry, client = looked_at(world), enters("teacher")
    page = f"{ALL}{inquiry.pk}/"
    client.post(f"{ALL}looked-at/{inquiry.evidence.get().pk}/off/")
    assert "Nothing yet" in words(client.get(page))
    client.post(f"{page}change/", {"version": "1", "question": "Anew", "protocol": "data"})
    assert "Anew" in words(client.get(page))


@pytest.mark.parametrize("name", ["inquiries", "inquiry", "today"])
def test_page_takes_as_many_queries_for_three_as_for_one(world, enters, name):
    client, inquiry = enters("teacher"), rechecked(world)
    page = {"inquiries": ALL, "inquiry": f"{ALL}{inquiry.pk}/", "today": "/today/"}[name]
    _more(world, inquiry, 1)
    client.get(page)
    one = _queries(client, page)
    for number in (2, 3):
        _more(world, inquiry, number)
    assert len(_queries(client, page)) == len(one)


def _more(world, inquiry, number):
    for make in (asked, trying, rechecked):
        make(world, question=f"{make.__name__} {number}")
    one = inquiry.evidence.first()
    one.pk, one.says = None, f"Seen {number}"
    one.save(force_insert=True)
    make_place("team", f"Team {number}", world.ash)


def _queries(client, page):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return captured.captured_queries
