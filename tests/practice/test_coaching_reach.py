"""What is told of coaching to everybody: eight teachers at least, also by subtraction."""

from datetime import timedelta

import pytest

from convergent import clock
from convergent.people.viewer import viewer_of, viewer_today
from convergent.practice.models import CoachingCycle, CoachingMeeting
from convergent.practice.presenters.coaching_reach import coaching_told, help_lines
from convergent.practice.queries.coaching_reach import help_pattern, reach_of_coaching
from tests.practice.pairs import told_of
from tests.practice.visiting import later
from tests.world import hold, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world_told(world):
    told_of(world)
    with later(days=45):
        yield world


def coach_at(world, name, place):
    person = make_person(world.northfield, name)
    hold(person, "coach", world.places[place])
    return person


def teachers_at(world, place, count):
    made = [make_person(world.northfield, f"{place.title()} T{n}") for n in range(count)]
    for one in made:
        hold(one, "teacher", world.places[place])
    return made


def coached(world, coach, teachers, place, *, kind="work", **more):
    """Since six weeks, with one talk."""
    day = clock.today() - timedelta(days=44)
    for teacher in teachers:
        cycle = CoachingCycle.objects.create(
            teacher=teacher,
            coach=coach,
            place=world.places[place],
            asked_by=coach,
            asked_on=day,
            touched_on=day,
            **{"began_on": day, "asker_was_told": True, "other_was_told": True, **more},
        )
        CoachingMeeting.objects.create(cycle=cycle, day=day, minutes=40, kind=kind)


def told(world, *places):
    viewer = viewer_today(world.researcher)
    reached = reach_of_coaching([world.places[one] for one in places], viewer)
    return [
        (reached[pk].reached, reached[pk].of) if pk in reached else None
        for pk in (world.places[one].pk for one in places)
    ]


def test_school_is_told_from_eight_teachers_on(world_told):
    world = world_told
    here = teachers_at(world, "ash", 20)
    coached(world, world.coach, here[:7], "ash")
    assert told(world, "ash") == [None]
    coached(world, world.coach, here[7:8], "ash")
    assert told(world, "ash") == [(8, 22)]
    said = coaching_told([world.ash], viewer_today(world.researcher))[world.ash.pk]
    assert said.startswith("Coaching reached 8 of 22 teachers by ")


def test_network_less_its_school_is_not_a_few_teachers(world_told):
    world = world_told
    coached(world, world.coach, teachers_at(world, "ash", 20)[:9], "ash")
    other = coach_at(world, "Bo Li", "birch")
    there = teachers_at(world, "birch", 20)
    coached(world, other, there[:7], "birch")
    assert told(world, "ash", "birch", "hill") == [(9, 22), None, (9, 22)]
    coached(world, other, there[7:9], "birch")
    assert told(world, "ash", "birch", "hill") == [(9, 22), (9, 20), (18, 42)]


def test_those_who_are_not_coached_are_not_a_few_either(world_told):
    world = world_told
    coached(world, world.coach, teachers_at(world, "ash", 15), "ash")
    assert told(world, "ash") == [(None, 17)]


def test_coach_who_takes_her_own_away_finds_eight_or_none(world_told):
    world = world_told
    here = teachers_at(world, "ash", 20)
    coached(world, world.coach, here[:8], "ash")
    coached(world, coach_at(world, "Bo Li", "ash"), here[8:10], "ash")
    assert told(world, "ash") == [None]


def test_untold_cycles_and_those_of_this_month_do_not_count(world_told):
    world = world_told
    here = teachers_at(world, "ash", 30)
    coached(world, world.coach, here[:8], "ash")
    coached(world, world.coach, here[8:12], "ash", other_was_told=False)
    coached(world, world.coach, here[12:16], "ash", began_on=clock.today())
    assert told(world, "ash") == [(8, 32)]


def test_without_the_agreement_nothing_is_told(world):
    with later(days=45):
        coached(world, world.coach, teachers_at(world, "ash", 12), "ash")
        assert told(world, "ash") == [None]


def test_kinds_of_help_roll_up_until_eight_teachers_are_behind_them(world_told):
    world = world_told
    coached(world, world.coach, teachers_at(world, "ash", 5), "ash")
    viewer = viewer_of(world.principal, clock.today())
    assert help_pattern(world.ash, viewer) is None
    other = coach_at(world, "Bo Li", "birch")
    coached(world, other, teachers_at(world, "birch", 9), "birch", kind="planning")
    above, birch = (help_pattern(world.places[one], viewer) for one in ("ash", "birch"))
    assert (above.place, above.teachers) == (world.hill, 9)  # the five at Ash are not among them
    assert (birch.place, birch.teachers) == (world.birch, 9)
    assert help_lines(birch) == ["We planned a lesson: nearly all teachers"]


def test_kind_of_help_that_two_had_is_not_told(world_told):
    world = world_told
    here = teachers_at(world, "ash", 12)
    coached(world, world.coach, here[:2], "ash", kind="showing")
    coached(world, world.coach, here[2:7], "ash", kind="planning")
    coached(world, world.coach, here[7:], "ash")
    found = help_pattern(world.ash, viewer_of(world.principal, clock.today()))
    assert found.tenths == (("planning", 4), ("work", 4))
