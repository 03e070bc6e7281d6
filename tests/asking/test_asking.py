"""Two questions: asked after a meeting, never more than twice a week, and answered for oneself."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from convergent import clock
from convergent.asking.access import visible_answers, visible_asks
from convergent.asking.actions import Answered, answer, ask_after, ask_again, set_aside
from convergent.asking.happening import Happening
from convergent.asking.models import Ask
from convergent.errors import BadInput, NotThere
from convergent.people.today import agenda_of
from convergent.people.viewer import viewer_of
from convergent.priorities.actions.minutes import close_meeting
from tests.priorities.meeting import prepared, viewer_in


@pytest.fixture
def happens(world):
    """A function: something happens some days from now, at which these of the world are."""

    def happen(*names, days=0, place="ash", key=None):
        people = frozenset(world.people[name].pk for name in names)
        happening = Happening(
            kind="meeting", key=key or uuid.uuid4(), place=world.places[place], people=people
        )
        return ask_after(happening, by=viewer_in(world, "principal", days))

    return happen


@pytest.fixture
def asked(happens):
    return happens("teacher")[0]


def test_whoever_was_at_a_meeting_is_asked_when_it_closes(world):
    meeting = prepared(world)
    close_meeting(meeting, there=[world.teacher.pk, world.stranger.pk], by=world.viewer("teacher"))
    (ask,) = Ask.objects.all()
    assert (ask.person, ask.place, ask.key) == (world.teacher, world.ash, meeting.pk)
    titles = [item.title for group in agenda_of(world.viewer("teacher"))[0] for item in group.items]
    assert "Two short questions" in titles


@pytest.mark.asvs("2.3.2")
def test_nobody_is_asked_a_third_time_within_seven_days(happens):
    assert len(happens("teacher", "colleague")) == 2
    assert len(happens("teacher", days=3)) == 1
    assert happens("teacher", days=6) == []
    assert len(happens("teacher", "colleague", days=6)) == 1
    assert len(happens("teacher", days=7)) == 1
    assert happens("teacher", days=9) == []


def test_same_happening_asks_once(happens):
    key = uuid.uuid4()
    assert len(happens("teacher", key=key)) == 1
    assert len(happens("teacher", "coach", key=key)) == 1


def test_somebody_of_another_district_is_not_asked(happens):
    assert happens("stranger") == []


def test_answer_is_kept_and_its_words_are_for_their_writer_alone(world, asked):
    by = world.viewer("teacher")
    said = Answered(in_the_way="time", words_in_the_way="  The bell schedule ")
    answer(asked, said, by=by)
    assert visible_asks(by).get().answered_on == by.today
    stored = visible_answers(by).get()
    assert (stored.in_the_way, stored.words_in_the_way) == ("time", "The bell schedule")
    for name in ("principal", "colleague", "superintendent", "steward"):
        other = world.viewer(name)
        assert not visible_asks(other).exists()
        assert not visible_answers(other).exists()


@pytest.mark.parametrize("act", [set_aside, ask_again])
def test_nobody_else_answers_sets_aside_or_takes_back(world, asked, act):
    with pytest.raises(NotThere):
        act(asked, by=world.viewer("principal"))
    with pytest.raises(NotThere):
        answer(asked, Answered(in_the_way="time"), by=world.viewer("principal"))


def test_answer_is_taken_back_with_its_words(world, asked):
    by = world.viewer("teacher")
    answer(asked, Answered(differently="plan", words_differently="Begin with the end"), by=by)
    ask_again(asked, by=by)
    assert list(visible_asks(by).waiting(by.today)) == [asked]
    assert not visible_answers(by).exists()


def test_answer_of_a_month_that_is_over_does_not_change(world, asked):
    answer(asked, Answered(in_the_way="time"), by=world.viewer("teacher"))
    later = viewer_of(world.teacher, (clock.today().replace(day=1) + timedelta(days=32)))
    with pytest.raises(BadInput, match="counted already"):
        ask_again(asked, by=later)
    with pytest.raises(BadInput, match="counted already"):
        answer(asked, Answered(in_the_way="cover"), by=later)


def test_what_is_set_aside_waits_no_more_until_it_is_taken_back(world, asked):
    by = world.viewer("teacher")
    set_aside(asked, by=by)
    assert not visible_asks(by).waiting(by.today).exists()
    ask_again(asked, by=by)
    assert visible_asks(by).waiting(by.today).exists()
    assert not visible_asks(by).waiting(by.today + timedelta(days=8)).exists()


@pytest.mark.parametrize("said", [Answered(), Answered(words_in_the_way="Much")])
def test_answer_needs_a_choice(world, asked, said):
    with pytest.raises(BadInput, match="Choose an answer"):
        answer(asked, said, by=world.viewer("teacher"))


def test_choice_that_is_not_offered_is_refused(world, asked):
    with pytest.raises(BadInput, match="what is offered"):
        answer(asked, Answered(in_the_way="principal"), by=world.viewer("teacher"))


def test_database_does_not_tell_what_somebody_chose(world, asked):
    answer(asked, Answered(in_the_way="materials"), by=world.viewer("teacher"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM asking_askanswer")
        (row,) = cursor.fetchall()
    assert "materials" not in str(row)


def test_database_refuses_what_is_answered_and_set_aside(asked):
    asked.answered_on = asked.set_aside_on = asked.asked_on
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save()
