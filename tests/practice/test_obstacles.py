"""What is in the way goes to a named person and is answered."""

import pytest
from django.urls import reverse

from convergent.errors import BadInput, NotThere
from convergent.outbox.models import Message
from convergent.people.today import agenda_of
from convergent.practice.access.obstacles import (
    places_with_obstacles_told_by,
    visible_obstacles,
    why_answer_obstacle,
    why_obstacle,
    why_tell,
)
from convergent.practice.actions.obstacles import answer_obstacle, tell_of_obstacle
from convergent.practice.agenda.obstacles import in_the_way
from convergent.practice.models import Obstacle


def _told(world, by="assistant", **more):
    said = {"what": "broken", "detail": "Room 208", "owner": world.case_owner, **more}
    return tell_of_obstacle(world.ash, **said, by=world.viewer(by))


def _titles(world, name):
    groups, _more = agenda_of(world.viewer(name))
    return [item.title for group in groups for item in group.items]


def test_it_is_on_both_todays_until_it_is_answered(world):
    title = "Something is broken: Ash School"
    told = _told(world)
    assert title in _titles(world, "case_owner")
    assert title in _titles(world, "assistant")
    assert title not in _titles(world, "teacher")
    answer_obstacle(told, answer="On Monday", by=world.viewer("case_owner"))
    assert title not in _titles(world, "case_owner")
    assert title in _titles(world, "assistant")


def test_many_open_ones_all_stay_and_none_is_crowded_out_by_answers(world):
    for number in range(4):
        answer_obstacle(
            _told(world, detail=f"Answered {number}"), answer="Done", by=world.viewer("case_owner")
        )
    for number in range(8):
        _told(world, detail=f"Room {number}")
    for name, answers in (("case_owner", 0), ("assistant", 3)):
        items = list(in_the_way(world.viewer(name)))
        assert sum("Room" in one.detail for one in items) == 8
        assert sum("Done" in one.detail for one in items) == answers


def test_its_owner_gets_a_letter(world):
    _told(world)
    letter = Message.objects.get()
    assert (letter.to, letter.subject) == (
        world.case_owner.email,
        "In the way at Ash School: Something is broken",
    )
    assert "Aisha Rahman saw something in the way of teaching" in letter.body


def test_sets_hold_what_reasons_allow(world):
    told = _told(world)
    for name in world.people:
        viewer = world.viewer(name)
        if viewer is not None:
            places = set(places_with_obstacles_told_by(viewer))
            assert places == {one for one in world.places.values() if why_tell(viewer, one)}
            seen = set(visible_obstacles(viewer))
            assert seen == ({told} if why_obstacle(viewer, told) else set())
    readers = {name for name in world.people if name != "left" and _reads(world, name, told)}
    assert readers == {"assistant", "case_owner", "principal"}
    assert why_answer_obstacle(world.viewer("assistant"), told) is None


def _reads(world, name, told):
    return why_obstacle(world.viewer(name), told) is not None


@pytest.mark.parametrize("who", ["other_principal", "stranger", "case_owner"])
def test_nobody_from_elsewhere_tells_of_it(world, who):
    with pytest.raises(NotThere):
        _told(world, by=who)


def test_it_goes_to_somebody_who_can_see_to_it_and_is_answered_once(world):
    with pytest.raises(BadInput):
        _told(world, owner=world.stranger)
    told = _told(world)
    with pytest.raises(NotThere):
        answer_obstacle(told, answer="Mine", by=world.viewer("assistant"))
    answer_obstacle(told, answer="On Monday", by=world.viewer("case_owner"))
    with pytest.raises(BadInput):
        answer_obstacle(told, answer="On Friday", by=world.viewer("case_owner"))


def test_one_tap_sends_it_and_the_owner_answers_on_its_page(world, enters):
    address = reverse("obstacle_tell", args=[world.ash.pk])
    enters("teacher").post(address, {"what": "books", "owner": str(world.unit_head.pk)})
    told = Obstacle.objects.get()
    page = reverse("obstacle", args=[told.pk])
    enters("unit_head").post(page, {"answer": "They come on Tuesday"})
    assert "They come on Tuesday" in enters("teacher").get(page).content.decode()
    assert enters("colleague").get(page).status_code == 404
