"""A charter holds when two agreed; the school hears of it once, and it evaluates nobody."""

import pytest
from django.urls import reverse

from convergent.errors import BadInput, NotThere
from convergent.outbox.models import Message
from convergent.people.actions.conflicts import Conflict
from convergent.people.models import RoleTerm
from convergent.people.today import agenda_of
from convergent.practice.access.charters import (
    terms_with_charters,
    visible_charters,
    why_charter,
    why_write_charter,
)
from convergent.practice.actions.charters import Chartered, agree_to_charter, write_charter
from convergent.practice.models import Charter
from convergent.practice.presenters.charters import charter_lines
from tests.practice.visiting import evaluates
from tests.world import hold, make_person

HOURS = {"support": 16, "learning": 4, "data": 4, "assessment": 2, "curriculum": 4}
SAID = Chartered("Plans with teachers", "Covers no classes", HOURS)
pytestmark = pytest.mark.django_db


def written(world, by="coach", said=SAID, **more):
    return write_charter(world.term("coach"), said, by=world.viewer(by), **more)


def agreed(world, by="principal"):
    return agree_to_charter(world.term("coach"), by=world.viewer(by))


def readers(world, charter):
    names = [name for name in world.people if world.viewer(name)]
    return {one for one in names if charter in visible_charters(world.viewer(one))}


def titles(world, name):
    groups, _more = agenda_of(world.viewer(name), is_whole=True)
    return [item.title for group in groups for item in group.items]


def test_it_waits_for_the_other_and_then_the_school_reads_it(world):
    charter = written(world)
    assert readers(world, charter) == {"coach", "principal"}
    proposed = "Carla Duarte proposes what belongs to the role of a teacher leader"
    assert proposed in titles(world, "principal")
    with pytest.raises(BadInput):
        agreed(world, by="coach")
    agreed(world)
    above = {"supervisor", "superintendent", "steward"}
    school = {"coach", "principal", "assistant", "teacher", "colleague"}
    assert readers(world, charter) == school | above
    assert "What Carla Duarte does for teachers, and what not" in titles(world, "teacher")
    assert "What Carla Duarte does for teachers, and what not" not in titles(world, "stranger")


def test_sets_hold_what_reasons_allow(world):
    hold(world.colleague, "teamMember", world.team)
    written(world, by="principal")
    for _state in ("waits", "holds"):
        for name in world.people:
            viewer = world.viewer(name)
            if viewer is not None:
                found = set(visible_charters(viewer))
                assert found == {one for one in Charter.objects.all() if why_charter(viewer, one)}
                terms = {one for one in RoleTerm.objects.all() if why_write_charter(viewer, one)}
                assert set(terms_with_charters(viewer)) == terms
        if not Charter.objects.filter(agreed_by__isnull=False).exists():
            agreed(world, by="coach")


def test_staff_are_written_to_once_and_a_later_wording_writes_to_nobody(world):
    written(world)
    assert not Message.objects.exists()
    agreed(world)
    letters = list(Message.objects.all())
    told = {"assistant", "teacher", "colleague"}
    assert {one.to for one in letters} == {world.people[name].email for name in told}
    assert "Carla Duarte evaluates nobody." in letters[0].body
    written(world, said=Chartered("Other", "Words", HOURS))
    agreed(world)
    assert Message.objects.count() == len(letters)
    assert [one.number for one in Charter.objects.all()] == [2, 1]


@pytest.mark.parametrize("moment", ["before it is written", "before it is agreed"])
def test_whoever_evaluates_somebody_has_no_charter(world, moment):
    if moment == "before it is agreed":
        written(world)
    evaluates(world, "coach", "teacher")
    with pytest.raises(BadInput, match="evaluates somebody today"):
        agreed(world) if moment == "before it is agreed" else written(world)


def test_page_says_when_its_word_is_not_kept(world, enters):
    written(world)
    agreed(world)
    page = reverse("charter", args=[world.term("coach").pk])
    assert "Carla Duarte evaluates nobody." in enters("teacher").get(page).content.decode()
    evaluates(world, "coach", "colleague")
    said = enters("teacher").get(page).content.decode()
    assert "Carla Duarte evaluates nobody." not in said
    assert "say that Carla Duarte evaluates somebody today" in said


def test_nobody_else_writes_or_agrees(world):
    for name in ("assistant", "teacher", "other_principal", "supervisor", "stranger"):
        with pytest.raises(NotThere):
            written(world, by=name)
        with pytest.raises(NotThere):
            agreed(world, by=name)


def test_second_of_two_who_write_is_told(world):
    written(world, version=0)
    with pytest.raises(Conflict):
        written(world, by="principal", version=0)
    with pytest.raises(BadInput, match="between 1 and 40 hours"):
        written(world, said=Chartered("a", "b", {**HOURS, "support": 40}))


def test_it_is_proposed_and_agreed_on_its_page(world, enters):
    page = reverse("charter", args=[world.term("coach").pk])
    assert "Works beside teachers who want it" in enters("coach").get(page).content.decode()
    sent = {"does": "Plans", "does_not": "Covers", "version": "0", **HOURS}
    assert enters("coach").post(page, sent).status_code == 302
    assert enters("teacher").get(page).status_code == 404
    agreeing = reverse("charter_agree", args=[world.term("coach").pk])
    enters("principal").post(agreeing, {"version": "1"})
    assert "Plans" in enters("teacher").get(page).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_fixed_number_of_questions(world, count, django_assert_num_queries):
    for number in range(count - 1):
        hold(make_person(world.northfield, f"C{number} Q"), "coach", world.ash)
    viewer = world.viewer("principal")
    viewer.words  # noqa: B018 - read once for each request
    with django_assert_num_queries(4):
        assert len(charter_lines(viewer)) == count
