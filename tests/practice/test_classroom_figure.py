"""How much of what is looked for was seen, quarter by quarter, and who is protected in it."""

from datetime import timedelta

import pytest
from django.db.models import Q

from convergent.practice.classroom_figure import seen_in_classrooms
from convergent.practice.models import Visit, VisitAgreement
from convergent.priorities.presenters.chain import chain_of
from convergent.priorities.queries.kept_by_quarter import quarters_until
from tests.practice.visiting import agreed, looked_for, visited
from tests.world import hold, make_person


@pytest.fixture
def version(world):
    agreed(world)
    VisitAgreement.objects.update(starts_on=world.viewer("principal").today - timedelta(days=600))
    return looked_for(world)


@pytest.fixture
def see(world, version):
    """A function: so many teachers were visited in a quarter so long ago, and in so many of the
    visits both things were seen; in the others none."""

    def see(quarters_ago, teachers, *, both):
        day = quarters_until(world.viewer("principal").today)[-1 - quarters_ago]
        everything = tuple(one.pk for one in version.look_fors.all())
        for number in range(teachers):
            name = f"teacher {number}"
            if name not in world.people:
                world.people[name] = make_person(world.northfield, f"T{number} Hall")
                hold(world.people[name], "teacher", world.ash)
            seen = everything if number < both else ()
            made = visited(world, "principal", name, look_for_version=version.pk, seen=seen)
            Visit.objects.readable_by_rule(Q(pk=made.pk)).update(day=day)

    return see


def figure(world, version, who="superintendent"):
    priority = version.set.priority
    return seen_in_classrooms([priority], world.viewer(who))[priority.pk]


def test_quarters_that_have_ended_are_told_in_tenths(world, version, see):
    see(2, 8, both=2)
    see(1, 10, both=6)
    see(0, 9, both=9)
    for who in ("superintendent", "principal", "teacher"):
        told = figure(world, version, who)
        assert (told.values, told.low, told.high) == ((2.0, 6.0), 0.0, 10.0)
        assert told.said == "Seen of what is looked for, by quarter: 2 of 10, 6 of 10"
    cell = chain_of(version.set.priority, world.viewer("teacher")).cells[3]
    assert cell.line == "6,30 144,19"


def test_none_is_told_where_one_has_seven_teachers_behind_it(world, version, see):
    see(3, 8, both=4)
    see(2, 7, both=2)
    see(1, 10, both=6)
    assert figure(world, version).values == ()


def test_another_school_and_district_are_not_in_it(world, version, see):
    see(2, 8, both=2)
    see(1, 8, both=2)
    assert figure(world, version, "stranger").values == ()


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(world, version, see, count, django_assert_num_queries):
    see(1, 8, both=2)
    more = [looked_for(world, "They talk", by="other_principal", at="birch") for _n in range(count)]
    viewer = world.viewer("supervisor")
    with django_assert_num_queries(4):
        seen_in_classrooms([one.set.priority for one in more], viewer)
