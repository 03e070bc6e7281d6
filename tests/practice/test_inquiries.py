"""An inquiry: a question, what everybody may see, one change guessed before it is counted."""

from datetime import timedelta

import pytest

from convergent import clock
from convergent.errors import BadInput, NotThere
from convergent.people.models import RoleTerm
from convergent.people.today import agenda_of
from convergent.people.viewer import viewer_of
from convergent.practice.access.inquiries import visible_inquiries, why_inquire
from convergent.practice.actions.inquiries import (
    Asked,
    ask_otherwise,
    begin_inquiry,
    begin_trying,
    look_at,
    recheck,
    take_evidence_off,
)
from convergent.practice.models import Inquiry
from convergent.practice.queries.inquiries import to_look_at
from convergent.priorities.actions.meetings import prepare_meeting
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.queries.news import News
from tests.practice.inquiring import (
    GUESS,
    QUESTION,
    SEEN,
    a_try,
    asked,
    looked_at,
    rechecked,
    trying,
)
from tests.priorities.meeting import viewer_in, weekly
from tests.world import make_place

State = Inquiry.State
AGAIN = f"Look again: {QUESTION}"


def test_it_is_open_then_trying_then_rechecked(world):
    inquiry = looked_at(world)
    assert inquiry.state is State.OPEN
    tried = begin_trying(inquiry, a_try(world), by=world.viewer("colleague"))
    assert tried.state is State.TRYING
    done = recheck(tried, result="13 of 27", decision="adapt", by=world.viewer("teacher"))
    stored = Inquiry.objects.get(pk=done.pk)
    assert (stored.state, stored.prediction, stored.result) == (State.RECHECKED, GUESS, "13 of 27")


def test_sets_hold_what_reasons_allow(world):
    inquiry = looked_at(world)
    readers = set()
    for name in world.people:
        viewer = world.viewer(name)
        if viewer is not None:
            why = why_inquire(viewer, inquiry)
            assert set(visible_inquiries(viewer)) == ({inquiry} if why else set())
            readers |= {name} if why else set()
    assert readers == {"teacher", "colleague", "principal"}


def test_whoever_left_the_team_reads_it_no_more(world):
    inquiry = looked_at(world)
    on_team = RoleTerm.objects.get(person=world.teacher, role__kind="teamMember")
    on_team.ends_on = clock.today() - timedelta(days=1)
    on_team.save()
    assert why_inquire(world.viewer("teacher"), inquiry) is None
    assert why_inquire(world.viewer("colleague"), inquiry) is not None


@pytest.mark.parametrize("who", ["coach", "assistant", "supervisor", "superintendent", "stranger"])
def test_nobody_beside_the_team_and_its_principal_writes_in_it(world, who):
    inquiry, by = looked_at(world), world.viewer(who)
    said = Asked(question="Mine", protocol="data")
    for deed in (
        lambda: begin_inquiry(world.team, said, by=by),
        lambda: ask_otherwise(inquiry, said, by=by),
        lambda: look_at(inquiry, SEEN, by=by),
        lambda: take_evidence_off(inquiry.evidence.get(), by=by),
        lambda: begin_trying(inquiry, a_try(world), by=by),
    ):
        with pytest.raises(NotThere):
            deed()
    with pytest.raises(NotThere):
        recheck(trying(world), result="Mine", decision="adopt", by=by)


def test_the_question_comes_first(world):
    with pytest.raises(BadInput, match="Begin with your question"):
        asked(world, question=" ")
    with pytest.raises(BadInput, match="Choose a protocol"):
        begin_inquiry(world.team, Asked(question="Q", protocol="no"), by=world.viewer("teacher"))


def test_a_priority_of_another_place_is_not_served(world):
    birch = begin_priority(
        world.birch, Said(statement="B", is_own=True), by=world.viewer("other_principal")
    )
    with pytest.raises(BadInput, match="Choose a priority"):
        asked(world, priority=birch)


def test_nothing_is_tried_before_something_was_looked_at(world):
    with pytest.raises(BadInput, match="Look at something first"):
        begin_trying(asked(world), a_try(world), by=world.viewer("teacher"))


def test_without_a_guess_nothing_is_tried(world):
    with pytest.raises(BadInput, match="before you know"):
        begin_trying(looked_at(world), a_try(world, prediction=" "), by=world.viewer("teacher"))


def test_a_guess_stays_as_it_was_made(world):
    tried, by = trying(world), world.viewer("teacher")
    with pytest.raises(BadInput, match="a step further"):
        begin_trying(tried, a_try(world, prediction="As it came"), by=by)
    with pytest.raises(BadInput, match="a step further"):
        ask_otherwise(tried, Asked(question="Another", protocol="data"), by=by)
    assert Inquiry.objects.get(pk=tried.pk).prediction == GUESS


def test_what_was_looked_at_stays_once_something_is_tried(world):
    tried, by = trying(world), world.viewer("teacher")
    with pytest.raises(BadInput):
        take_evidence_off(tried.evidence.get(), by=by)
    with pytest.raises(BadInput):
        look_at(tried, News("Later", "", ""), by=by)


def test_it_is_looked_at_again_on_a_day_to_come_and_once(world):
    inquiry, by = looked_at(world), world.viewer("teacher")
    with pytest.raises(BadInput, match="still to come"):
        begin_trying(inquiry, a_try(world, days=-1), by=by)
    with pytest.raises(BadInput):
        recheck(inquiry, result="Too early", decision="adopt", by=by)
    with pytest.raises(BadInput, match="Say what happened"):
        recheck(trying(world), result=" ", decision="adopt", by=by)
    with pytest.raises(BadInput):
        recheck(rechecked(world), result="Again", decision="adopt", by=by)


def test_two_who_change_it_at_once_are_told(world):
    inquiry, by = looked_at(world), world.viewer("teacher")
    ask_otherwise(inquiry, Asked(question="Anew", protocol="data"), version=1, by=by)
    with pytest.raises(BadInput, match="while you had it open"):
        begin_trying(inquiry, a_try(world), version=1, by=world.viewer("colleague"))


def test_the_day_stands_on_the_today_of_everybody_on_the_team(world):
    tried = trying(world, days=28)
    for name in ("teacher", "colleague"):
        assert AGAIN in _titles(world.viewer(name))
    for name in ("principal", "coach", "stranger"):
        assert AGAIN not in _titles(world.viewer(name))
    due = _item(viewer_in(world, "colleague", 28))
    assert (due.late, due.actions[0].label) == (False, "Say what happened")
    assert _item(viewer_in(world, "colleague", 30)).late
    recheck(tried, result="13 of 27", decision="adopt", by=world.viewer("teacher"))
    assert AGAIN not in _titles(world.viewer("colleague"))


def _items(viewer):
    groups, _more = agenda_of(viewer, is_whole=True)
    return [item for group in groups for item in group.items]


def _titles(viewer):
    return [item.title for item in _items(viewer)]


def _item(viewer):
    return next(item for item in _items(viewer) if item.title == AGAIN)


def test_it_comes_onto_the_agenda_until_it_is_rechecked(world):
    inquiry, by = trying(world, days=3), world.viewer("teacher")
    far = trying(world, days=60, question="One for the winter")
    weekly(world)
    titles = set(prepare_meeting(world.team, by=by).items.values_list("title", flat=True))
    assert titles == {AGAIN}
    assert to_look_at(by, world.team) == []  # an inquiry is no evidence of another
    recheck(inquiry, result="13", decision="adopt", by=by)
    later = viewer_of(world.teacher, by.today + timedelta(days=50))
    assert {one.question for one in visible_inquiries(later).filter(rechecked_on=None)} == {
        far.question
    }


def test_another_team_of_the_school_reads_nothing_of_it(world):
    other = make_place("team", "7th-grade team", world.ash)
    inquiry = asked(world, by="principal", team=other)
    assert why_inquire(world.viewer("teacher"), inquiry) is None
    assert why_inquire(world.viewer("principal"), inquiry) is not None
