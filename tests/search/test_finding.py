"""Who finds what: the applications' own rules, asked before anything is cut off."""

from datetime import timedelta

import pytest
from django.apps import apps

from convergent.people.actions.handovers import keep_draft
from convergent.priorities.actions.commitments import Promised, commit_to
from convergent.priorities.actions.meeting_notes import write_notes
from convergent.priorities.actions.meetings import Decided, decide
from convergent.priorities.actions.notes import write_note
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.models import Commitment
from convergent.records.privacy import Privacy
from convergent.search import queries
from convergent.search.actions import rebuild
from convergent.search.kinds import kind_called, kinds
from convergent.search.models import Entry
from convergent.search.queries import found_by, found_of
from convergent.search.words import words_typed
from tests.priorities.meeting import prepared
from tests.world import hold, make_person, make_place

CANARY = "Xylophonecanary"


def found(viewer, typed, most=50):
    """What the viewer finds, by its kind."""
    groups = found_by(viewer, words_typed(typed), most=most)
    return {group.kind.code: list(group.records) for group in groups}


def _priority(world, statement, *, by="principal", place="ash", **more):
    said = Said(statement=statement, **more)
    return begin_priority(world.places[place], said, by=world.viewer(by))


def _promise(world, meeting, what, *, days_ago=0):
    by = world.viewer("teacher")
    term = world.term("teacher")
    promised = Promised(what=what, term=term, due_on=by.today + timedelta(days=9))
    made = commit_to(meeting, promised, by=by)
    Commitment.objects.filter(pk=made.pk).update(made_on=by.today - timedelta(days=days_ago))
    made.refresh_from_db()
    made.save()
    return made


@pytest.mark.parametrize(
    ("name", "is_on_team"),
    [("teacher", True), ("principal", True), ("coach", False), ("superintendent", False)],
)
def test_what_a_team_decided_is_found_by_whoever_sees_its_meetings(world, name, is_on_team):
    meeting = prepared(world)
    by = world.viewer("teacher")
    decided = decide(meeting, Decided(text="We read aloud daily"), by=by)
    promised = _promise(world, meeting, "Read aloud in period two")
    expected = {"decision": [decided], "commitment": [promised]} if is_on_team else {}
    assert found(world.viewer(name), "aloud") == expected


def test_many_records_are_looked_up_and_few_read_through_with_the_same_outcome(world, monkeypatch):
    for number in range(4):
        _priority(world, f"Reading {number}", place=("ash", "team")[number > 2])
    viewer = world.viewer("coach")
    read_through = found(viewer, "rea", most=3)
    monkeypatch.setattr(queries, "FEW", 0)
    assert found(viewer, "rea", most=3) == read_through
    assert len(read_through["priority"]) == 3


@pytest.mark.asvs("8.4.1")
def test_nobody_finds_anything_of_another_district(world):
    _priority(world, "Reading at Cove", by="stranger", place="cove")
    make_place("school", "Reading School", world.southport)
    ours = _priority(world, "Reading at Ash")
    assert found(world.viewer("teacher"), "reading") == {"priority": [ours]}
    assert found(world.viewer("teacher"), "samuel") == {}


def test_what_is_older_is_found_although_newer_ones_of_others_hold_the_word_too(world):
    meeting = prepared(world)
    mine = _promise(world, meeting, "Phonics in the morning", days_ago=300)
    for number in range(4):  # of a team that the teacher is not on
        Commitment.objects.create(
            team=make_place("team", f"Team {number}", world.birch),
            what="Phonics",
            person=world.coach,
            role=world.role("coach", "ash"),
            made_on=mine.made_on + timedelta(days=200),
            first_due_on=mine.due_on,
            due_on=mine.due_on,
        )
    only = found_of(world.viewer("teacher"), kind_called("commitment"), ["phonics"], most=1)
    assert (only.records, only.has_more) == ((mine,), False)


def test_what_is_called_so_comes_first_then_the_newest(world):
    said = _priority(world, "Reading aloud")
    other = _priority(world, "Daily reading")
    newer = _priority(world, "Evening reading", by="other_principal", place="birch")
    type(newer).objects.filter(pk=newer.pk).update(starts_on=newer.starts_on - timedelta(days=9))
    rebuild()
    assert found(world.viewer("coach"), "reading")["priority"] == [said, other, newer]
    first = found_of(world.viewer("coach"), kind_called("priority"), ["reading"], most=2)
    rest = found_of(world.viewer("coach"), kind_called("priority"), ["reading"], most=2, after=2)
    assert (first.records, first.has_more) == ((said, other), True)
    assert (rest.records, rest.has_more) == ((newer,), False)


def test_name_is_found_without_its_accents_and_from_right_to_left(world):
    marisol = make_person(world.northfield, "Marisol Núñez")
    ahmad = make_person(world.northfield, "أحمد الخطيب")
    gone = make_person(world.northfield, "Nuneza Former")
    for person in (marisol, ahmad):
        hold(person, "coach", world.birch)
    assert found(world.viewer("coach"), "Nunez") == {"person": [marisol]}
    assert found(world.viewer("coach"), "احمد") == {"person": [ahmad]}
    assert gone.name not in str(found(world.viewer("coach"), "former"))


def test_no_private_text_is_in_the_index(world):
    """Notes, drafts and minutes with one word in them; then every row of the index is read."""
    meeting = prepared(world)
    by, principal = world.viewer("teacher"), world.viewer("principal")
    priority = _priority(world, "Reading", team=world.team)
    decide(meeting, Decided(text="We read"), by=by)
    write_notes(meeting, text=CANARY, base="", by=by)
    write_note(priority, text=CANARY, by=by)
    keep_draft(world.role("principal", "ash"), text=CANARY, by=principal)
    rebuild()
    assert Entry.objects.count() > 20
    (word,) = words_typed(CANARY)
    assert not Entry.objects.filter(words__contains=word).exists()
    assert not Entry.objects.filter(name__contains=word).exists()


def test_no_kind_of_record_that_holds_private_text_can_be_found():
    private = {
        model
        for model in apps.get_models()
        if Privacy.PRIVATE in dict(getattr(model, "privacy", {})).values()
    }
    assert len(private) >= 3
    assert private & {kind.model for kind in kinds()} == set()


def test_paste_of_ten_thousand_letters_finds_by_its_beginning(world):
    priority = _priority(world, "Reading", why="fluency " * 1_200 + "x" * 10_000)
    assert found(world.viewer("coach"), "fluency " * 1_250) == {"priority": [priority]}
    assert found(world.viewer("coach"), "x" * 10_000) == {"priority": [priority]}


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow_with_what_is_found(
    world, count, django_assert_num_queries
):
    for number in range(count):
        _priority(world, f"Reading {number}", why="Half of them cannot")
    viewer = world.viewer("coach")
    # two for each of 13 kinds, but one for the three of her teams, of which she has none: these are
    # asked for once; and one more for what is found
    with django_assert_num_queries(2 * 10 + 3 + 1 + 1):
        assert len(found(viewer, "reading")["priority"]) == count
