"""The pulse is asked of staff, and an answer cannot be found again."""

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction

from convergent.asking.access import visible_asks, why_ask
from convergent.asking.models import Ask
from convergent.audit.models import AuditRow
from convergent.errors import BadInput, NotThere
from convergent.people.today import agenda_of
from convergent.people.viewer import viewer_of
from convergent.trust.access import box_to_fill, own_pulse_asks, why_pulse_ask
from convergent.trust.actions import answer_pulse, set_pulse_aside
from convergent.trust.models import Box
from convergent.trust.statements import VERSIONS, version_on
from convergent.trust.waves import Wave, next_wave, wave_on
from tests.asking.given import answered
from tests.trust.pulses import CODES, NOVEMBER, answers, asked, staffed

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 9)


@pytest.fixture
def staff(world):
    people = staffed(world)
    asked(world, NOVEMBER)
    return people


def test_three_waves_a_year_a_quarter_apart():
    days = [date(2026, month, 15) for month in range(1, 13)]
    found = [wave_on(day, year_begins=8) for day in days]
    assert [one.opens_on.month for one in found if one] == [2, 5, 11]
    assert found[10].closes_on == date(2026, 11, 30)
    assert next_wave(date(2026, 11, 15), year_begins=8) == Wave(date(2027, 2, 1))


def test_versions_follow_each_other_and_have_three_statements_each():
    assert [one.number for one in VERSIONS] == list(range(1, len(VERSIONS) + 1))
    assert [one.since for one in VERSIONS] == sorted({one.since for one in VERSIONS})
    assert {len(one.statements) for one in VERSIONS} == {3}
    assert version_on(date(2020, 1, 1)) == VERSIONS[0]


def test_staff_of_a_school_of_eight_are_asked_once_and_its_leaders_are_not(world):
    people = staffed(world)
    assert asked(world, date(2026, 10, 31)) == 0
    assert asked(world, NOVEMBER) == len(people) + 3
    assert asked(world, NOVEMBER + timedelta(days=20)) == 0
    who = set(Ask.objects.values_list("person", flat=True))
    assert who == {one.pk for one in (*people, world.teacher, world.colleague, world.coach)}
    assert set(Ask.objects.values_list("place__name", flat=True)) == {"Ash School"}


def test_who_had_two_asks_this_week_is_asked_when_there_is_room(world):
    people = staffed(world)
    for _ in range(2):
        answered(people[0], world.ash, NOVEMBER, "time")
    asked(world, NOVEMBER + timedelta(days=6))
    assert not Ask.objects.filter(person=people[0], kind="pulse").exists()
    assert asked(world, NOVEMBER + timedelta(days=7)) == 1


def test_it_waits_on_today_until_it_is_answered_or_set_aside(world, staff):
    def titles(person):
        groups, _more = agenda_of(viewer_of(person, DAY))
        return [item.title for group in groups for item in group.items]

    for person in staff[:2]:
        assert "Three statements about trust" in titles(person)
        assert "Two short questions" not in titles(person)
    answers(staff[0], DAY, "wrong")
    later = viewer_of(staff[1], DAY)
    set_pulse_aside(own_pulse_asks(later).get(), by=later)
    for person in staff[:2]:
        assert "Three statements about trust" not in titles(person)
    answers(staff[1], DAY)


def test_an_answer_counts_once_and_is_not_taken_back(world, staff):
    answers(staff[0], DAY, "wrong")
    with pytest.raises(BadInput, match="answered already"):
        answers(staff[0], DAY, "meant")
    counts = box_to_fill(world.ash.pk, Wave(NOVEMBER)).get().counts
    assert (counts.people, counts.agree) == (1, {"wrong": 1, "meant": 0, "between": 0})


@pytest.mark.parametrize("said", [{}, {"wrong": True}, {**dict.fromkeys(CODES, True), "x": True}])
def test_all_three_are_answered_or_none(staff, said):
    viewer = viewer_of(staff[0], DAY)
    with pytest.raises(BadInput, match="all three"):
        answer_pulse(own_pulse_asks(viewer).get(), said, by=viewer)


def test_nobody_answers_for_somebody_else_or_after_the_month(world, staff):
    ask = own_pulse_asks(viewer_of(staff[0], DAY)).get()
    for viewer in (viewer_of(staff[1], DAY), viewer_of(staff[0], date(2026, 12, 1))):
        assert why_pulse_ask(viewer, ask) is None
        for act in (set_pulse_aside, lambda one, by: answer_pulse(one, {}, by=by)):
            with pytest.raises(NotThere):
                act(ask, by=viewer)


def test_the_page_of_two_questions_does_not_know_of_it(staff):
    viewer = viewer_of(staff[0], DAY)
    ask = own_pulse_asks(viewer).get()
    assert not visible_asks(viewer).exists()
    assert why_ask(viewer, ask) is None


def _tables():
    """Every row of every table, without what is encrypted of the box."""
    found = {}
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            names = [column[0] for column in cursor.description]
            found[model._meta.db_table] = [
                tuple(
                    str(value) for name, value in zip(names, row, strict=True) if name != "content"
                )
                for row in cursor
            ]
    return found


def _after(staff, *choices):
    """What the database holds when these have answered one after the other, and nothing else."""
    with transaction.atomic():
        for number, agrees in choices:
            answers(staff[number], DAY, *agrees)
        tables = _tables()
        box = Box._base_manager.get()
        transaction.set_rollback(True)
    return tables, box


def test_the_database_holds_the_same_whoever_answered_what_and_in_which_order(world, staff):
    """Only the counts, encrypted anew each time, and when the audit was written differ."""
    first, box = _after(staff, (0, CODES), (1, ()), (2, ("meant",)))
    second, other = _after(staff, (2, CODES), (0, ()), (1, ("meant",)))
    assert json.loads(box.content) == json.loads(other.content)
    for table, rows in first.items():
        if not table.startswith("audit_"):
            assert sorted(rows) == sorted(second[table]), table


def test_nothing_stands_beside_an_answer_that_leads_to_somebody(world, staff):
    answers(staff[0], DAY, "wrong")
    row = AuditRow.objects.get(action="answer pulse")
    assert (row.by, row.about, row.detail) == (None, None, {})
    assert Ask.objects.get(person=staff[0]).answered_on == NOVEMBER
    sizes = set()
    for person in staff[1:]:
        answers(person, DAY, "wrong", "meant")
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM trust_box")
            (stored,) = cursor.fetchall()
        assert "wrong" not in str(stored)
        sizes.add(len(str(stored)))
    assert len(sizes) == 1
    names = {field.name for field in Box._meta.get_fields()}
    assert names == {"id", "place", "opens_on", "version", "content"}
