"""Pages of requirements: queries, forms, and the calendar that other programs read."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.actions.requirements import (
    Demand,
    WhatIsDue,
    hand_in,
    meet_requirement,
    write_requirement,
)
from convergent.priorities.models import Answer, Requirement
from tests.priorities.test_pages import _queries, words
from tests.world import hold, make_person, make_place

PAGES = {
    "place": "/priorities/requirements/at/{ash}/",
    "district": "/priorities/requirements/at/{district}/",
    "calendar": "/priorities/requirements/at/{ash}/due.ics",
    "requirement": "/priorities/requirements/{asked}/",
    "today": "/today/",
}


@pytest.fixture
def priority(world):
    said = Said(statement="We argue", is_own=True)
    return begin_priority(world.ash, said, by=world.viewer("principal"))


def write(world, title, *, days=10, **more):
    head = world.viewer("superintendent")
    told = {"source": "state", "asked_by": "State", "of_each_school": True, **more}
    dues = (WhatIsDue(head.today + timedelta(days=days), "Plan"),)
    return write_requirement(world.northfield, Demand(title=title, dues=dues, **told), by=head)


def _add(world, priority, number):
    by = world.viewer("principal")
    met = write(world, f"Met {number}", data=("Goals", f"Data {number}"))
    meet_requirement(met, world.ash, priority=priority, how="So", team=world.team, by=by)
    write(world, f"Orphan {number}", data=("Goals",))
    school = make_place("school", f"School {number}", world.hill)
    hold(make_person(world.northfield, f"P{number} Q"), "principal", school)


@pytest.mark.parametrize("name", PAGES)
def test_page_takes_as_many_queries_for_three_as_for_one(world, enters, priority, name):
    asked = write(world, "Looked at")
    addresses = {"ash": world.ash.pk, "district": world.northfield.pk, "asked": asked.pk}
    page, client = PAGES[name].format(**addresses), enters("principal")
    _add(world, priority, 1)
    client.get(page)
    one = _queries(client, page)
    for number in (2, 3):
        _add(world, priority, number)
    three = _queries(client, page)
    assert len(three) == len(one), [sql[:200] for sql in three if sql not in one]


@pytest.mark.asvs("4.1.1")
def test_calendar_holds_each_day_once_with_how_it_is_met(world, enters, priority):
    asked = write(world, "Attendance plan", asks="A goal; for each grade, לכל כיתה")
    by = world.viewer("principal")
    meet_requirement(asked, world.ash, priority=priority, how="By our page", by=by)
    answer = enters("principal").get(PAGES["calendar"].format(ash=world.ash.pk))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event.decoded("dtstart"), str(event["summary"])) == (
        by.today + timedelta(days=10),
        "Attendance plan: Plan",
    )
    assert str(event["description"]).splitlines() == [
        "The state · State",
        "A goal; for each grade, לכל כיתה",
        "We meet it by “We argue”.",
        "By our page",
    ]
    assert str(event["uid"]) == f"{asked.dues.get().pk}.{world.ash.pk}@convergent"


def sent(**more):
    return {"title": "Attendance plan", "source": "state", "asked_by": "State", **more}


def test_row_with_words_and_no_day_is_asked_for_its_day(world, enters):
    page = f"/priorities/requirements/at/{world.ash.pk}/write/"
    answer = words(enters("principal").post(page, sent(what_0="Plan", hours_1="3")))
    assert answer.count("Say by when, or empty the row.") == 4  # beside each field, in the summary
    assert not Requirement.objects.exists()


def test_day_without_words_is_due_by_the_title(world, enters):
    page = f"/priorities/requirements/at/{world.ash.pk}/write/"
    enters("principal").post(page, sent(day_0="2027-01-15", asked_data="Goals, goals ,, Plans"))
    asked = Requirement.objects.get()
    assert [due.what for due in asked.dues.all()] == ["Attendance plan"]
    assert sorted(one.name_key for one in asked.data.all()) == ["goals", "plans"]


def test_comma_changed_on_the_page_leaves_the_day_that_it_was(world, enters):
    asked = write(world, "Attendance plan")
    (due,) = asked.dues_now()
    hand_in(due, world.ash, by=world.viewer("principal"))
    page = f"/priorities/requirements/{asked.pk}/change/"
    client = enters("superintendent")
    assert f'name="known_0" value="{due.pk}"' in words(client.get(page))
    changed = {"known_0": due.pk, "day_0": due.day, "what_0": "Plan,", "of_each_school": "on"}
    client.post(page, sent(**changed, version=asked.version))
    assert [(one.pk, one.what, one.handed_in.count()) for one in asked.dues_now()] == [
        (due.pk, "Plan,", 1)
    ]


def test_changing_shows_its_days_and_two_rows_more(world, enters):
    asked = write(world, "Attendance plan")
    page = f"/priorities/requirements/{asked.pk}/change/"
    shown = words(enters("superintendent").get(page))
    assert 'name="day_0" value="' in shown
    assert 'name="day_2"' in shown
    assert 'name="day_3"' not in shown


def test_without_a_priority_the_page_offers_to_begin_one(world, enters):
    asked = write(world, "Attendance plan")
    page = f"/priorities/requirements/{asked.pk}/meet/{world.ash.pk}/"
    assert "has no priority yet that this could serve" in words(enters("principal").get(page))


def test_form_says_how_and_leads_back_to_the_list(world, enters, priority):
    asked = write(world, "Attendance plan")
    page = f"/priorities/requirements/{asked.pk}/meet/{world.ash.pk}/"
    told = {"priority": str(priority.pk), "how": "By our page", "version": "0"}
    answer = enters("principal").post(page, told, follow=True)
    assert "Met by what you work on anyway." in words(answer)
    assert Answer.objects.get().how == "By our page"
