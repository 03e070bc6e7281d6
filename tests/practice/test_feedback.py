"""Feedback goes out the next school morning, is answered, and is followed up."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from convergent import clock
from convergent.errors import BadInput, NotThere
from convergent.people.actions.conflicts import Conflict
from convergent.practice.access.visits import visible_answers, visible_feedback
from convergent.practice.actions.feedback import (
    Said,
    answer_feedback,
    follow_up,
    write_feedback,
)
from tests.practice.visiting import agreed, later, looked_for, visited

FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _on_a_friday():
    with _at(FRIDAY, time(10, 15)):
        yield


def _at(day, hour):
    return clock.moved_to(timezone.make_aware(datetime.combine(day, hour)))


def _shares_at(world):
    feedback = visible_feedback(world.viewer("principal")).get()
    return timezone.localtime(feedback.shares_at).isoformat(timespec="minutes")[:16]


def test_it_goes_out_on_the_next_school_morning(world):
    agreed(world)
    visited(world, "principal", share=True)
    assert _shares_at(world) == "2026-11-23T07:30"


def test_at_once_where_that_was_agreed_and_it_is_day(world):
    agreed(world, feedback_days=0)
    visited(world, "principal", share=True)
    assert _shares_at(world) == "2026-11-20T10:15"


def test_never_at_night(world):
    agreed(world, feedback_days=0)
    with _at(FRIDAY, time(21, 40)):
        visited(world, "principal", share=True)
    assert _shares_at(world) == "2026-11-23T07:30"


def test_it_is_drafted_from_what_was_seen(world):
    agreed(world)
    version = looked_for(world)
    seen = tuple(one.pk for one in version.look_fors.all())
    visited(world, "principal", look_for_version=version.pk, seen=seen, strength="They reread")
    assert visible_feedback(world.viewer("principal")).get().text == (
        "They reread\n\nI saw: Students quote the text; Students answer each other."
    )


def test_it_can_be_changed_until_it_has_gone_out(world):
    agreed(world)
    visit, by = visited(world, "principal", share=True), world.viewer("principal")
    write_feedback(visit, Said(text="Better words"), share=True, version=1, by=by)
    with pytest.raises(Conflict):
        write_feedback(visit, Said(text="Older"), share=True, version=1, by=by)
    with later(days=4), pytest.raises(BadInput):
        write_feedback(visit, Said(text="Too late"), share=True, by=world.viewer("principal"))
    assert visible_feedback(by).get().text == "Better words"


def test_taken_back_before_it_goes_out_the_teacher_never_reads_it(world):
    agreed(world)
    visit = visited(world, "principal", share=True)
    write_feedback(visit, Said(text="Not yet"), share=False, by=world.viewer("principal"))
    with later(days=9):
        assert not visible_feedback(world.viewer("teacher")).exists()


@pytest.mark.parametrize("says", ["answer", "disagree", "help", "other time"])
def test_the_teacher_answers_and_the_visitor_reads_it(world, says):
    agreed(world)
    visit = visited(world, "principal", share=True)
    with later(days=4):
        answer_feedback(visit, says=says, text="Thank you", by=world.viewer("teacher"))
        answer = visible_answers(world.viewer("principal")).get()
        assert (answer.says, answer.text, answer.by) == (says, "Thank you", world.teacher)
        assert not visible_answers(world.viewer("assistant")).exists()
        with pytest.raises(NotThere):
            answer_feedback(visit, says="answer", text="Me too", by=world.viewer("assistant"))


def test_only_the_teacher_disagrees_and_nobody_answers_nothing(world):
    agreed(world)
    visit = visited(world, "principal", share=True)
    with pytest.raises(NotThere):
        answer_feedback(visit, says="answer", text="Early", by=world.viewer("teacher"))
    with later(days=4):
        for who, says in (("principal", "disagree"), ("teacher", "answer")):
            with pytest.raises(BadInput):
                answer_feedback(visit, says=says, by=world.viewer(who))


def test_followed_up_once_after_it_was_shared(world):
    agreed(world)
    soon = clock.today() + timedelta(days=10)
    visit = visited(world, "principal", share=True, next_step="Wait longer", follow_up_on=soon)
    with pytest.raises(BadInput):
        follow_up(visit, by=world.viewer("principal"))
    with later(days=10):
        first = follow_up(visit, by=world.viewer("principal"))
        again = follow_up(visit, by=world.viewer("principal"))
        assert first.followed_up_on == again.followed_up_on == soon
        assert first.version == again.version
        with pytest.raises(NotThere):
            follow_up(visit, by=world.viewer("teacher"))
