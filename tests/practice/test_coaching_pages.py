"""The pages of coaching ask a fixed number of questions, however much is on them."""

import pytest

from convergent.practice.presenters.coaching import coaching_page
from convergent.practice.presenters.participation import participation_page
from convergent.practice.presenters.thread import thread_page
from tests.practice.pairs import met, paired, told_of, written
from tests.world import hold, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_coaching(world, count, django_assert_num_queries):
    told_of(world)
    for number in range(count):
        world.people[f"t{number}"] = make_person(world.northfield, f"T{number} Q")
        hold(world.people[f"t{number}"], "teacher", world.ash)
        met(world, paired(world, f"t{number}"))
    coach, principal = world.viewer("coach"), world.viewer("principal")
    with django_assert_num_queries(6):
        assert len(coaching_page(coach).open) == count
    with django_assert_num_queries(9):
        assert len(participation_page(principal).lines) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_cycle(world, count, django_assert_num_queries):
    cycle = paired(world)
    for number in range(count):
        written(world, cycle, stage="try", text=f"Words {number}")
    viewer = world.viewer("teacher")
    with django_assert_num_queries(10):
        (section,) = thread_page(cycle, viewer).sections
    assert len(section.lines) == count
