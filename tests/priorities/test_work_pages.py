"""Pages of theories, cycles and chains: as many queries for three as for one, and their forms."""

from datetime import timedelta
from decimal import Decimal

import pytest

from convergent.priorities.actions.cycles import Plan, add_point, begin_cycle
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.actions.theory import Clause, add_evidence, add_link
from convergent.priorities.models import Cycle, Priority, TheoryLink
from tests.learning.laid import growth, lay_measures, lay_snapshot
from tests.priorities.test_pages import _queries, words
from tests.world import make_place

PAGES = {
    "priority": "/priorities/{priority}/",
    "theory": "/priorities/{priority}/theory/",
    "cycle": "/priorities/cycles/{cycle}/",
    "chains": "/priorities/at/{district}/chains/",
    "today": "/today/",
}
PLAN = {"question": "Does it help?", "idea": "A pair", "prediction": "It does", "measured": "Pairs"}


@pytest.fixture
def by(world):
    return world.viewer("principal")


@pytest.fixture
def priority(world, by):
    said = Said(statement="We argue", is_own=True, lead=world.term("principal"))
    return begin_priority(world.ash, said, by=by)


@pytest.fixture
def cycle(priority, by):
    begun = begin_cycle(priority, Plan(**PLAN, weeks=4), by=by)
    Cycle.objects.update(starts_on=by.today - timedelta(days=20))
    begun.refresh_from_db()
    return begun


def _add(world, priority, cycle, number, by):
    test = {"next_test": "Look", "test_on": by.today}
    link = add_link(priority, Clause(if_we=f"do {number}", then_they="it shows", **test), by=by)
    for speaks in ("for", "against"):
        add_evidence(link, speaks=speaks, what="Seen", seen_on=by.today, by=by)
    begin_cycle(priority, Plan(**PLAN, weeks=1, link=link), by=by)
    day = by.today - timedelta(days=number)
    add_point(cycle, day=day, value=Decimal(number), by=by)
    school = make_place("school", f"School {number}", world.hill)
    Priority.objects.create(place=school, statement=f"Theirs {number}", starts_on=by.today)


@pytest.mark.parametrize("name", PAGES)
def test_page_takes_as_many_queries_for_three_as_for_one(world, enters, priority, cycle, by, name):
    ids = {"priority": priority.pk, "cycle": cycle.pk, "district": world.northfield.pk}
    page, client = PAGES[name].format(**ids), enters("principal")
    _add(world, priority, cycle, 1, by)
    client.get(page)
    one = _queries(client, page)
    for number in (2, 3):
        _add(world, priority, cycle, number, by)
    three = _queries(client, page)
    assert len(three) == len(one), [sql[:200] for sql in three if sql not in one]


def test_link_is_added_moved_and_reworded_on_its_pages(enters, priority):
    client, page = enters("principal"), f"/priorities/{priority.pk}/theory/"
    for said in ("plan", "visit"):
        client.post(page, {"if_we": said, "then_they": "it shows"})
    last = TheoryLink.objects.get(if_we="visit")
    client.post(f"/priorities/links/{last.pk}/move/", {"up": "1"})
    assert [one.if_we for one in TheoryLink.objects.order_by("position")] == ["visit", "plan"]
    change = f"/priorities/links/{last.pk}/change/"
    sent = {"if_we": "coach", "then_they": "it shows", "version": last.version}
    assert "Say why the words change." in words(client.post(change, sent))
    client.post(change, {**sent, "reason": "Visits alone do little"})
    assert "Visits alone do little" in words(client.get(page))


def test_guess_cannot_be_changed_by_any_form(enters, priority, cycle):
    shown = words(enters("principal").get(f"/priorities/cycles/{cycle.pk}/"))
    assert "It does" in shown
    assert 'name="prediction"' not in shown


def test_cycle_is_planned_counted_and_decided_on_its_pages(enters, priority):
    client = enters("principal")
    client.post(f"/priorities/{priority.pk}/cycles/begin/", {**PLAN, "weeks": "4"})
    cycle = Cycle.objects.get()
    page = f"/priorities/cycles/{cycle.pk}/"
    client.post(page, {"day": cycle.starts_on.isoformat(), "value": "4"})
    assert "Counted once: 4." in words(client.get(page))
    told = {"result": "More than we guessed", "decision": "adopt", "version": "1"}
    answer = client.post(f"{page}decide/", told, follow=True)
    assert "adopted on" in words(answer)
    assert "More than we guessed" in words(answer)


def test_page_of_evidence_leads_to_a_measure_of_what_it_shows(
    world, enters, priority, settings, tmp_path
):
    settings.HOME = tmp_path
    rows = [growth(50.0, subject=subject) for subject in ("Mathematics", "Reading")]
    lay_measures(lay_snapshot(tmp_path), rows)
    page = f"/evidence/{world.ash.pk}/?subject=reading"
    assert "See “We argue”" in words(enters("teacher").get(page))
    client = enters("principal")
    assert "Link it to “We argue”" in words(client.get(page))
    form = words(client.get(f"/priorities/{priority.pk}/measures/add/?subject=reading"))
    assert '<option value="1" selected>Typical growth in reading</option>' in form
