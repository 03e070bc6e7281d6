"""The index: what the database finds is what the rule says, and it follows every change."""

import uuid

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convergent.people.models import Person, Place
from convergent.people.names import name_keys
from convergent.priorities.actions.priorities import Said, begin_priority, change_priority
from convergent.priorities.models import Requirement
from convergent.records.written import rows_written
from convergent.search.actions import rebuild
from convergent.search.kinds import kinds
from convergent.search.matching import holding, holding_here
from convergent.search.models import Entry
from convergent.search.words import words_in, words_typed

LETTERS = st.sampled_from("abzyZ9é'- ńmأم\u200f²ⅷ陈ß\"*%&|:\\")
TEXTS = st.lists(st.text(LETTERS, max_size=14), min_size=1, max_size=6)
LAWFUL = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@LAWFUL
@given(texts=TEXTS, typed=st.text(LETTERS, min_size=1, max_size=6))
def test_database_finds_what_holds_every_word_by_its_beginning(db, texts, typed):
    asked = words_typed(typed)
    with transaction.atomic():
        for text in texts:
            words = " ".join(sorted(words_in(text)))
            Entry.objects.create(kind="text", key=uuid.uuid4(), name="", words=words)
        rows = list(Entry.objects.filter(kind="text"))
        expected = {
            row.pk
            for row in rows
            if all(any(one.startswith(word) for one in row.words.split()) for word in asked)
        }
        if asked:
            for rule in (holding, holding_here):
                assert {row.pk for row in Entry.objects.filter(rule(asked))} == expected
        transaction.set_rollback(True)


def entries():
    return set(Entry.objects.values_list("kind", "key", "day", "name", "words"))


def found(typed):
    return set(Entry.objects.filter(holding(words_typed(typed))).values_list("key", flat=True))


def test_record_is_found_from_its_first_save_until_it_is_deleted(world):
    asked = Requirement.objects.create(
        place=world.ash,
        source="state",
        asked_by="State",
        title="Dyslexia screening",
        added_on=world.viewer("coach").today,
    )
    assert found("dyslexia scr") == {asked.pk}
    asked.title = "Screening for hearing"
    asked.save()
    assert (found("dyslexia"), found("hearing")) == (set(), {asked.pk})
    key = asked.pk
    asked.delete()
    assert found("hearing") == set() != {key}


def test_change_that_is_not_kept_leaves_the_index_as_it_was(world):
    by = world.viewer("principal")
    priority = begin_priority(world.ash, Said(statement="Every student reads daily"), by=by)
    before = entries()
    with transaction.atomic():
        change_priority(priority, Said(statement="Fluency"), reason="New words", by=by)
        assert found("fluency") == {priority.pk}
        transaction.set_rollback(True)
    assert (found("fluency"), entries()) == (set(), before)


def test_rows_written_in_bulk_are_found(world):
    given, family = name_keys("Marisol", "Núñez")
    new = Person(
        district=world.northfield,
        given_name="Marisol",
        family_name="Núñez",
        given_key=given,
        family_key=family,
    )
    Person.objects.bulk_create([new])
    assert found("nunez") == set()
    rows_written.send(Person, rows=[new])
    assert found("nunez marisol") == {new.pk}


def test_index_built_anew_is_the_one_that_was_kept(world):
    by = world.viewer("principal")
    priority = begin_priority(world.ash, Said(statement="Reading", why="Half cannot"), by=by)
    change_priority(priority, Said(statement="Reading aloud"), reason="Narrower", by=by)
    kept = entries()
    assert {kind for kind, *_ in kept} == {"person", "place", "priority"}
    Entry.objects.filter(kind="place").delete()
    assert rebuild() == len(kept)
    assert entries() == kept
    assert found("ash") == {world.ash.pk}


def test_every_kind_is_found_under_its_own_name():
    assert [one.code for one in kinds()] == [
        "person",
        "place",
        "priority",
        "requirement",
        "decision",
        "commitment",
        "link",
        "cycle",
        "meeting",
        "agenda",
        "measure",
        "look-for",
        "claim",
    ]
    assert {kind.model for kind in kinds()} >= {Person, Place}
