"""The pages of the two questions."""

import uuid

import pytest

from convergent import clock
from convergent.asking.access import visible_answers
from convergent.asking.actions import ask_after
from convergent.asking.happening import Happening
from convergent.asking.presenters import months_before
from tests.asking.given import answered

WORDS = "Only I may read of the bell schedule"


@pytest.fixture
def ask(world):
    happening = Happening(
        kind="meeting", key=uuid.uuid4(), place=world.ash, people=frozenset([world.coach.pk])
    )
    return ask_after(happening, by=world.viewer("principal"))[0]


def test_answer_is_written_shown_again_to_its_writer_and_undone(signed_in, world, ask):
    client = signed_in("coach")
    page = client.get(f"/asked/{ask.pk}/").content.decode()
    assert "at least eight people of Ash School" in page
    assert "something that you were at" in page
    told = {"in_the_way": "time", "words_in_the_way": WORDS}
    after = client.post(f"/asked/{ask.pk}/", told, follow=True).content.decode()
    assert f'action="/asked/{ask.pk}/again/"' in after
    assert "Two short questions" not in after
    assert WORDS in client.get(f"/asked/{ask.pk}/").content.decode()
    client.post(f"/asked/{ask.pk}/again/")
    assert WORDS not in client.get(f"/asked/{ask.pk}/").content.decode()
    assert not visible_answers(world.viewer("coach")).exists()


def test_not_now_takes_it_off_today(signed_in, ask):
    client = signed_in("coach")
    assert "Two short questions" in client.get("/today/").content.decode()
    client.post(f"/asked/{ask.pk}/aside/")
    assert "Two short questions" not in client.get("/today/").content.decode()


def test_empty_answer_says_what_to_do(signed_in, ask):
    page = signed_in("coach").post(f"/asked/{ask.pk}/", {}).content.decode()
    assert "Choose an answer to one of the questions." in page


def test_digest_names_what_got_in_the_way_and_nobody(signed_in, world):
    month = months_before(clock.today())[0]
    for name in ("teacher", "colleague", "coach", "principal", "assistant", "left"):
        answered(world.people[name], world.ash, month, "time")
    client = signed_in("coach")
    page = client.get(f"/answered/{world.ash.pk}/").content.decode()
    assert "Fewer than 8 people answered" in page
    for name in ("superintendent", "supervisor", "researcher", "case_owner"):
        answered(world.people[name], world.ash, month, "cover")
    page = client.get(f"/answered/{world.ash.pk}/").content.decode()
    assert "too little time" in page
    assert "6 of 10" in page
    assert "Tom Ngata" not in page
    assert client.get(f"/answered/{world.birch.pk}/").status_code == 404


def test_month_that_is_none_is_the_newest(signed_in, world):
    client = signed_in("coach")
    newest = client.get(f"/answered/{world.ash.pk}/")
    for asked in ("2099-01", "x", "2026-13"):
        page = client.get(f"/answered/{world.ash.pk}/", {"month": asked})
        assert page.context["page"].month == newest.context["page"].month
