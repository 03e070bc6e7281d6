"""Meetings, agendas, measures, look-fors and claims are found by whoever may see them."""

from decimal import Decimal

import pytest
from django.utils import translation

from convergent.evidence.library import library
from convergent.evidence.models import Claim
from convergent.practice.actions.look_fors import write_look_fors
from convergent.practice.models import LookFor
from convergent.priorities.actions.measures import add_measure
from convergent.priorities.actions.meetings import add_item, take_item_off
from convergent.priorities.models import Meeting
from convergent.priorities.queries.measured import Slice
from convergent.search.actions import rebuild
from convergent.search.models import Entry
from tests.practice.visiting import looked_for
from tests.priorities.meeting import prepared
from tests.search.test_finding import _priority, found

EVERYBODY = ("teacher", "principal", "coach", "superintendent", "other_principal")


@pytest.mark.parametrize(
    ("name", "is_on_team"),
    [("teacher", True), ("principal", True), ("coach", False), ("superintendent", False)],
)
def test_what_a_team_talks_about_is_found_by_whoever_sees_its_meetings(world, name, is_on_team):
    meeting = prepared(world)
    item = add_item(meeting, title="Fluency of our readers", by=world.viewer("teacher"))
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.question = "What does fluency take?"
    meeting.save()
    expected = {"meeting": [meeting], "agenda": [item]} if is_on_team else {}
    assert found(world.viewer(name), "fluency") == expected


def test_agenda_that_is_built_is_found_at_once_but_for_the_words_of_priorities(world):
    priority = _priority(world, "Fluency", team=world.team)
    meeting = prepared(world)
    assert [one.title for one in meeting.items.all()] == ["Fluency"]
    assert found(world.viewer("teacher"), "fluency") == {"priority": [priority]}
    kept = set(Entry.objects.filter(kind="agenda").values_list("key", flat=True))
    assert kept == {one.pk for one in meeting.items.all()}


def test_item_that_is_taken_off_is_found_no_more(world):
    meeting, by = prepared(world), world.viewer("teacher")
    take_item_off(add_item(meeting, title="Fluency", by=by), by=by)
    assert found(by, "fluency") == {}


@pytest.mark.parametrize("language", ["en", "es"])
def test_measure_is_found_in_each_language_whichever_it_was_written_in(world, language):
    priority = _priority(world, "We argue", is_own=True)
    what = Slice("median_growth", "Spring Assessment", "Reading")
    path = {"baseline_year": 2025, "aim": Decimal(50), "aim_year": 2028, "reason": "Loaded"}
    with translation.override(language):
        measure = add_measure(priority, what, **path, by=world.viewer("principal"))
        kept = Entry.objects.get(kind="measure")
        for typed in ("typical growth", "progreso"):
            assert found(world.viewer("coach"), typed)["measure"] == [measure]
    rebuild()
    again = Entry.objects.get(kind="measure")
    assert (kept.name, kept.words) == (again.name, again.words)
    assert found(world.viewer("stranger"), "typical growth") == {}


def test_look_fors_are_found_by_everybody_as_they_are_worded_now(world):
    looked_for(world, "Students quote the text")
    first = LookFor.objects.get()
    texts = ["Students quote each other"]
    by = world.viewer("principal")
    write_look_fors(first.version.set.priority, name="Arguing", texts=texts, by=by)
    for name in EVERYBODY:
        told = found(world.viewer(name), "quote")["look-for"]
        assert [one.text for one in told] == texts
    assert found(world.viewer("stranger"), "quote") == {}


def _claim(world, place, **more):
    by = world.viewer("superintendent")
    place = world.places[place]
    return Claim.objects.create(place=place, made_by=by.person, starts_on=by.today, **more)


@pytest.mark.parametrize(
    ("name", "sees_ash"),
    [("teacher", True), ("principal", True), ("supervisor", True), ("other_principal", False)],
)
def test_claims_are_found_by_whoever_sees_the_picture(world, name, sees_ash):
    code, of_library = next(iter(library().items()))
    everywhere = _claim(world, "northfield", code=code)
    ours = _claim(world, "ash", statement="Quarrels are mended")
    assert found(world.viewer(name), of_library.text)["claim"] == [everywhere]
    assert found(world.viewer(name), "quarrels") == ({"claim": [ours]} if sees_ash else {})
    assert found(world.viewer("stranger"), of_library.text) == {}


def test_claim_that_ended_is_found_no_more(world):
    claim = _claim(world, "ash", statement="Quarrels are mended")
    Claim.objects.filter(pk=claim.pk).update(ended_on=claim.starts_on)
    assert found(world.viewer("teacher"), "quarrels") == {}
