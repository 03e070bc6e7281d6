"""The page of search, and the palette that answers from it too."""

import pytest

from convergent.priorities.actions.priorities import Said, begin_priority
from tests.world import hold, make_person


@pytest.fixture
def priority(world):
    said = Said(
        statement="Every 6th grader reads <fluently>",
        why="Only half of our 6th graders read grade-level text with fluency by spring.",
    )
    return begin_priority(world.ash, said, by=world.viewer("principal"))


@pytest.fixture
def look(signed_in):
    client = signed_in("coach")
    return lambda **asked: client.get("/search/", asked).content.decode()


def test_words_are_marked_where_they_stand(look, priority):
    told = look(q="fluen 6th")
    assert "Every <mark>6th</mark> grader reads &lt;<mark>fluently</mark>&gt;" in told
    assert "half of our <mark>6th</mark> graders read" in told
    assert f'href="/priorities/{priority.pk}/"' in told


def test_empty_page_says_what_can_be_found(look):
    assert "Notes and handovers are never searched" in look()
    assert "Nothing that you may see holds all of these words" in look(q="unheard-of")


@pytest.mark.asvs("1.2.4")
def test_nonsense_is_no_trouble(look, priority):
    for asked in ('"', "* OR (", "a:b", "%_", "' & | !", "NEAR(a b)", "é" * 20_000):
        assert "Search all that you may see" in look(q=asked)
    assert "6th grader" not in look(q="reads", kind="priority", page="9" * 5_000)
    assert "6th grader" in look(q="reads", kind="priority", page="no number")


def test_more_of_one_kind_goes_on_page_by_page(look, world):
    for number in range(31):
        person = make_person(world.northfield, f"Zoe Zimmer{number:02}")
        hold(person, "coach", world.birch)
    first = look(q="zimmer")
    assert first.count("<mark>Zimmer") == 5
    assert "?q=zimmer&amp;kind=person" in first
    assert look(q="zimmer", kind="person").count("<mark>Zimmer") == 25
    assert "page=2" in look(q="zimmer", kind="person")
    rest = look(q="zimmer", kind="person", page=2)
    assert rest.count("<mark>Zimmer") == 6
    assert "page=3" not in rest


def test_name_from_right_to_left_stands_in_its_own_direction(look, world):
    person = make_person(world.northfield, "أحمد الخطيب")
    hold(person, "coach", world.birch)
    assert 'dir="auto"><a href' in look(q="احمد")
    assert "<mark>أحمد</mark> الخطيب" in look(q="احمد")


def test_palette_answers_from_it_and_leads_on_to_it(signed_in, priority):
    told = signed_in("coach").get("/find/", {"q": "fluently"}).content.decode()
    assert f'href="/priorities/{priority.pk}/"' in told
    assert 'href="/search/?q=fluently"' in told
    assert "/search/?q" not in signed_in("coach").get("/find/", {"q": ""}).content.decode()
