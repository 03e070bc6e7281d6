"""Two questions after a visit, and after coaching: no ask tells who is coached."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from convergent import clock
from convergent.asking.actions import Answered, answer
from convergent.asking.models import Ask, AskAnswer
from convergent.audit.models import AuditRow
from convergent.people.today import agenda_of
from convergent.practice.actions.coaching import end_coaching
from convergent.practice.actions.retention import let_old_visits_go
from convergent.practice.actions.telling import tell_of_feedback
from tests.practice.pairs import paired
from tests.practice.visiting import agreed, visited

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def _at(day, hour):
    return clock.moved_to(timezone.make_aware(datetime.combine(day, hour)))


@pytest.fixture
def told(world):
    """A visit on Friday, of which the teacher learns on Monday."""
    with _at(FRIDAY, time(10, 15)):
        agreed(world)
        visited(world, "principal", share=True)
        tell_of_feedback()
        assert not Ask.objects.exists()
    with _at(MONDAY, time(9)):
        tell_of_feedback()
        yield Ask.objects.get()


def detail_on_today(world, name):
    groups, *_more = agenda_of(world.viewer(name))
    items = [item for group in groups for item in group.items]
    return [item.detail for item in items if item.title == "Two short questions"]


def rows_of_asks():
    return list(AuditRow.objects.filter(action="ask two questions").order_by("pk"))


def test_teacher_is_asked_when_she_can_read_the_feedback(world, told):
    assert (told.person, told.place, told.asked_on) == (world.teacher, world.ash, MONDAY)
    (detail,) = detail_on_today(world, "teacher")
    assert detail.startswith("After a visit to your classroom, ")
    assert detail_on_today(world, "principal") == []


def test_what_is_not_shared_asks_nobody(world):
    with _at(FRIDAY, time(10, 15)):
        agreed(world)
        visited(world, "principal")
    with _at(MONDAY, time(9)):
        tell_of_feedback()
    assert not Ask.objects.exists()


def test_no_ask_tells_who_was_coached(world, told):
    """Not the row, not the audit, not what stands on Today."""
    cycle = paired(world)
    end_coaching(cycle, is_completed=True, by=world.viewer("coach"))
    after = Ask.objects.exclude(pk=told.pk)
    assert {one.person for one in after} == {world.teacher, world.coach}
    assert {one.kind for one in after} == {told.kind}
    assert cycle.pk not in {one.key for one in after}
    of_visit, *of_coaching = rows_of_asks()
    for row in of_coaching:
        assert str(cycle.pk) not in str(row.detail)
        assert (row.about, row.by) == (of_visit.about, of_visit.by) == (None, None)
        assert {**row.detail, "key": ""} == {**of_visit.detail, "key": ""}
    said = "After something that you were at. What you choose is counted, never shown as yours."
    assert detail_on_today(world, "coach") == [said]


def test_who_was_asked_twice_this_week_is_not_asked_after_coaching(world, told):
    Ask.objects.create(
        person=world.teacher, place=world.ash, kind="meeting", key=world.ash.pk, asked_on=MONDAY
    )
    end_coaching(paired(world), is_completed=False, by=world.viewer("teacher"))
    assert Ask.objects.filter(person=world.teacher).count() == 2


def test_visits_that_go_take_what_was_asked_after_them(world, told):
    answer(told, Answered(in_the_way="time"), by=world.viewer("teacher"))
    with _at(MONDAY + timedelta(days=366 * 12), time(9)):
        assert let_old_visits_go() == 1
    assert not Ask.objects.exists()
    assert not AskAnswer._base_manager.exists()
