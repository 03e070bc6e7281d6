"""What visits put on both Todays, and the word that there is something new."""

from datetime import timedelta

import pytest

from convergent import clock
from convergent.outbox.models import Message
from convergent.people.today import agenda_of
from convergent.practice.access.visits import own_visits
from convergent.practice.actions.agreements import Terms, write_agreement
from convergent.practice.actions.feedback import answer_feedback, follow_up
from convergent.practice.actions.telling import tell_of_feedback
from convergent.practice.models import JointVisit
from tests.practice.visiting import agreed, later, represented, viewer_in, visited


def _titles(world, name):
    groups, _more = agenda_of(viewer_in(world, name, 0))
    return [item.title for group in groups for item in group.items]


@pytest.fixture
def visiting(world):
    agreed(world)
    return world


def test_what_is_not_shared_yet_waits_for_the_visitor_alone(visiting):
    visited(visiting, "coach")
    title = "What you saw with Tom Ngata"
    assert title in _titles(visiting, "coach")
    for who in ("teacher", "principal", "supervisor"):
        assert title not in _titles(visiting, who)


def test_feedback_is_on_the_teachers_today_until_she_has_answered(visiting):
    visit = visited(visiting, "coach", share=True)
    title = "Carla Duarte shared feedback with you"
    assert title not in _titles(visiting, "teacher")
    with later(days=4):
        assert title in _titles(visiting, "teacher")
        answer_feedback(visit, says="help", by=viewer_in(visiting, "teacher", 0))
        assert title not in _titles(visiting, "teacher")
        assert "Tom Ngata asks you for help" in _titles(visiting, "coach")
        assert "Tom Ngata asks you for help" not in _titles(visiting, "principal")
    with later(days=5):
        answer_feedback(visit, says="answer", text="Gladly", by=viewer_in(visiting, "coach", 0))
        assert "Tom Ngata asks you for help" not in _titles(visiting, "coach")


def test_a_next_step_is_on_both_todays_until_it_was_followed_up(visiting):
    day = clock.today() + timedelta(days=14)
    visit = visited(visiting, "principal", share=True, next_step="Wait", follow_up_on=day)
    mine, hers = "The next step of Tom Ngata", "Paul Adeyemi looks at it again with you"
    with later(days=5):
        assert mine not in _titles(visiting, "principal")
    with later(days=13):
        assert mine in _titles(visiting, "principal")
        assert hers in _titles(visiting, "teacher")
        follow_up(visit, by=viewer_in(visiting, "principal", 0))
        assert mine not in _titles(visiting, "principal")
        assert hers not in _titles(visiting, "teacher")


def test_the_other_side_of_a_joint_visit_waits(visiting):
    visited(visiting, "principal", beside=visiting.supervisor.pk)
    title = "You were with Tom Ngata together with Paul Adeyemi"
    assert title in _titles(visiting, "supervisor")
    visited(visiting, "supervisor", joint=JointVisit.objects.get().pk)
    assert title not in _titles(visiting, "supervisor")
    assert own_visits(visiting.viewer("supervisor")).count() == 1


def test_an_agreement_waits_for_the_side_that_has_not_confirmed_it(world):
    represented(world)
    by = world.viewer("union")
    write_agreement(Terms(group="teacher", starts_on=by.today, kinds=["leader"]), by=by)
    title = "The visit agreement for teachers waits for your side"
    assert title in _titles(world, "superintendent")
    assert title in _titles(world, "union")
    assert title not in _titles(world, "principal")


def test_the_teacher_is_written_to_once_and_reads_nothing_in_the_letter(visiting):
    visited(visiting, "principal", share=True, strength="SECRET", next_step="SECRET too")
    visited(visiting, "principal", "colleague")
    assert tell_of_feedback() == 0
    with later(days=4):
        assert [tell_of_feedback(), tell_of_feedback()] == [1, 0]
    letter = Message.objects.get()
    assert letter.to == visiting.teacher.email
    assert "SECRET" not in letter.subject + letter.body
    assert "Paul" not in letter.subject + letter.body
