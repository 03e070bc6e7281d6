"""The Support column of the chain: counts for the two, words for others from eight schools on."""

import pytest

from convergent.priorities.models import Priority
from convergent.support.models import Contact
from convergent.support.support_column import support
from tests.support.told import ago, kept
from tests.world import make_place


@pytest.fixture
def priority(world):
    return Priority.objects.create(place=world.ash, statement="Argue", starts_on=ago(200))


@pytest.mark.parametrize(("times", "state"), [(2, "thin"), (3, "holds")])
def test_the_two_see_how_many_contacts_were_about_it(world, priority, times, state):
    for number in range(times):
        kept(world, day=ago(number), priority=priority)
    for name in ("supervisor", "principal"):
        cell = support([priority], world.viewer(name))[priority.pk]
        assert cell.state == state
        assert cell.sentence.startswith(f"{times} contacts")


@pytest.mark.parametrize("times", [0, 1, 9])
def test_others_are_told_the_same_however_often_the_two_met(world, priority, times):
    for number in range(times):
        kept(world, day=ago(number), priority=priority)
    for name in ("superintendent", "teacher", "other_principal"):
        cell = support([priority], world.viewer(name))[priority.pk]
        assert (cell.state, cell.url) == ("untested", "")
        assert cell.sentence.endswith("is for the two of them.")


@pytest.mark.parametrize(("schools", "is_told"), [(7, False), (8, True)])
def test_others_hear_of_a_district_from_eight_schools_on(world, schools, is_told):
    whole = Priority.objects.create(
        place=world.northfield, statement="Argue everywhere", starts_on=ago(200)
    )
    for number in range(schools):
        place = make_place("school", f"School {number}", world.hill)
        Contact.objects.create(
            school=place,
            supervisor=world.supervisor,
            day=ago(number),
            state="held",
            minutes=30,
            priority=whole,
        )
    cell = support([whole], world.viewer("superintendent"))[whole.pk]
    assert (cell.state == "thin") == is_told
    assert ("many schools" in cell.sentence) == is_told
