"""Pages of priorities: as many queries for three as for one, and forms that refuse in words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convergent.priorities.actions.measures import add_measure
from convergent.priorities.actions.priorities import (
    Said,
    begin_priority,
    change_priority,
    end_priority,
)
from convergent.priorities.models import Priority
from convergent.priorities.queries.measured import Slice
from tests.learning.laid import growth, lay_measures, lay_snapshot
from tests.world import hold, make_person, make_place

PAGES = {
    "place": "/priorities/at/{place}/",
    "alignment": "/priorities/at/{district}/alignment/",
    "chains": "/priorities/at/{district}/chains/",
    "priority": "/priorities/{top}/",
    "history": "/priorities/{top}/history/",
    "change": "/priorities/{mine}/change/",
    "measure": "/priorities/{mine}/measures/add/",
}


@pytest.fixture
def top(world):
    said = Said(statement="We read")
    return begin_priority(world.northfield, said, by=world.viewer("superintendent"))


@pytest.fixture
def mine(world, top):
    said = Said(statement="We argue", aligned_to=top, team=world.team)
    return begin_priority(world.ash, said, by=world.viewer("principal"))


def _add(world, top, mine, number):
    """One more of everything that the pages list."""
    principal = world.viewer("principal")
    school = make_place("school", f"School {number}", world.hill)
    lead = hold(make_person(world.northfield, f"Zoe{number} Zz"), "coach", world.ash)
    hold(lead.person, "teamMember", world.team)
    make_place("team", f"Team {number}", world.ash)
    more = Priority.objects.create(
        place=school,
        statement=f"Carried {number}",
        aligned_to=top,
        lead=lead,
        starts_on=principal.today,
    )
    Priority.objects.create(place=more.place, statement="Drifts", starts_on=principal.today)
    if number < 3:
        said = Said(statement=f"Ours {number}", is_own=True, lead=lead)
        ours = begin_priority(world.ash, said, by=principal)
        add_measure(
            ours,
            Slice("median_growth", "Spring Assessment", "Reading"),
            baseline_year=2025,
            aim=50,
            aim_year=2028,
            reason="Loaded anyway",
            by=principal,
        )
    over = Priority.objects.create(
        place=world.ash, statement="Over", starts_on=principal.today, ended_on=principal.today
    )
    assert over.pk
    add_measure(
        mine,
        Slice("median_growth", "Spring Assessment", "Reading", f"0{number}"),
        baseline_year=2025,
        aim=50,
        aim_year=2028,
        reason="Loaded anyway",
        by=principal,
    )
    said = Said(statement=f"We read, {number}")
    change_priority(top, said, reason="Clearer", by=world.viewer("superintendent"))


@pytest.mark.parametrize("name", PAGES)
def test_page_takes_as_many_queries_for_three_as_for_one(
    world, enters, top, mine, name, settings, tmp_path
):
    settings.HOME = tmp_path
    lay_measures(lay_snapshot(tmp_path), [growth(50.0, school_year=2026)])
    client = enters("principal")
    places = {"place": world.ash.pk, "district": world.northfield.pk}
    page = PAGES[name].format(**places, top=top.pk, mine=mine.pk)
    _add(world, top, mine, 1)
    client.get(page)
    one = _queries(client, page)
    for number in (2, 3):
        _add(world, top, mine, number)
    three = _queries(client, page)
    assert len(three) == len(one), [sql[:200] for sql in three if sql not in one]


def _queries(client, page):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    assert answer.status_code == 200
    return [query["sql"] for query in captured]


def words(answer):
    return answer.content.decode()


def test_a_paste_of_ten_thousand_characters_is_refused_in_words_and_kept(world, enters):
    client, page = enters("principal"), f"/priorities/at/{world.ash.pk}/begin/"
    pasted = "word " * 2_000
    answer = client.post(page, {"statement": "We argue", "why": pasted, "aligned": "own"})
    assert "This has 9,999 characters, and 4,000 fit. Shorten it." in words(answer)
    assert pasted.strip() in words(answer)
    assert "maxlength" not in words(client.get(page))
    assert not Priority.objects.exists()


def test_lines_pasted_as_a_statement_become_one(world, enters):
    page = f"/priorities/at/{world.ash.pk}/begin/"
    sent = {"statement": "We\r\n  argue \t daily", "aligned": "own"}
    enters("principal").post(page, sent)
    assert Priority.objects.get().statement == "We argue daily"


def test_without_an_alignment_the_form_asks_for_one(world, enters, top):
    page = f"/priorities/at/{world.ash.pk}/begin/"
    answer = enters("principal").post(page, {"statement": "We argue"})
    assert "Choose one, or say that it is your own." in words(answer)


def test_fourth_priority_is_refused_on_the_form_in_words(world, enters):
    client, page = enters("principal"), f"/priorities/at/{world.ash.pk}/begin/"
    for number in range(4):
        answer = client.post(page, {"statement": f"Number {number}", "aligned": "own"})
    assert "End one first, and say why." in words(answer)
    listed = words(client.get(f"/priorities/at/{world.ash.pk}/"))
    assert "Begin a priority" not in listed


def test_who_changes_what_somebody_changed_meanwhile_sees_both(world, enters, mine):
    client, page = enters("principal"), f"/priorities/{mine.pk}/change/"
    sent = {"statement": "Mine", "aligned": "own", "reason": "R", "version": "1"}
    change_priority(
        mine, Said(statement="Hers", is_own=True), reason="S", by=world.viewer("principal")
    )
    answer = words(client.post(page, sent))
    assert "Somebody changed this while you had it open." in answer
    assert "Hers" in answer
    assert 'value="Mine"' in answer
    client.post(page, {**sent, "version": "2"})
    mine.refresh_from_db()
    assert mine.statement == "Mine"


def test_right_to_left_statement_finds_its_own_direction(world, enters):
    page = f"/priorities/at/{world.ash.pk}/begin/"
    answer = enters("principal").post(
        page, {"statement": "كل طالب يقرأ", "aligned": "own"}, follow=True
    )
    assert '<span dir="auto">كل طالب يقرأ</span>' in words(answer)


def test_a_year_gone_by_shows_what_was_worked_on_and_offers_nothing(world, enters, mine):
    today = world.viewer("principal").today
    year = {"name": "2024–25", "starts_on": today - timedelta(days=800)}
    world.northfield.school_years.create(**year, ends_on=today - timedelta(days=500))
    now = {"name": "2026–27", "starts_on": today - timedelta(days=90)}
    world.northfield.school_years.create(**now, ends_on=today + timedelta(days=200))
    client = enters("principal")
    listed = words(client.get(f"/priorities/at/{world.ash.pk}/?year=2024–25"))
    assert "Ash School has not said yet what it works on" in listed
    assert "Begin a priority" not in listed


def test_what_ended_can_still_be_read_and_no_longer_changed(world, enters, mine):
    client, page = enters("principal"), f"/priorities/{mine.pk}/"
    assert f"{page}change/" in words(client.get(page))
    end_priority(mine, reason="We know it by heart", by=world.viewer("principal"))
    assert "It ended on" in words(client.get(page))
    assert f"{page}change/" not in words(client.get(page))
    assert "We know it by heart" in words(client.get(f"{page}history/"))
