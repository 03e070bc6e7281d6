"""District → networks → schools: what is carried where, and what has drifted."""

import pytest

from convergent.priorities.actions.priorities import Said, begin_priority, end_priority
from convergent.priorities.models import Priority
from convergent.priorities.presenters.alignment import alignment_page
from convergent.priorities.queries.alignment import Drift, alignment_at


@pytest.fixture
def begin(world):
    def begin(place, by, statement, **more):
        said = Said(statement=statement, **more)
        return begin_priority(world.places[place], said, by=world.viewer(by))

    return begin


@pytest.fixture
def found(world):
    def found(place="northfield"):
        viewer = world.viewer("superintendent")
        return alignment_at(viewer, world.places[place], day=viewer.today)

    return found


def test_school_carries_a_district_priority_directly_or_through_its_network(world, begin, found):
    top = begin("northfield", "superintendent", "We read")
    network = begin("hill", "supervisor", "We read in every subject", aligned_to=top)
    begin("ash", "principal", "We argue", aligned_to=network)
    begin("birch", "other_principal", "We sing", is_own=True)
    (covered,) = found().covered
    assert [school for school, _by in covered.taken_up] == [world.ash]
    assert covered.missing == (world.birch,)
    (of_network,) = found("hill").covered
    assert of_network.priority == network


def test_drift_is_what_hangs_on_nothing_or_on_what_has_ended(world, begin, found):
    top = begin("northfield", "superintendent", "We read")
    carried = begin("ash", "principal", "We argue", aligned_to=top)
    unsaid = begin("birch", "other_principal", "We count")
    begin("ash", "principal", "We greet", is_own=True)
    assert found().drift == ((unsaid, Drift.NOT_SAID),)
    end_priority(top, reason="Done", by=world.viewer("superintendent"))
    assert found().drift == ((carried, Drift.ENDED_ABOVE), (unsaid, Drift.NOT_SAID))


def test_priorities_of_another_district_are_not_there(world, begin, found):
    begin("cove", "stranger", "We sail", is_own=True)
    assert (found().own, found().drift) == ((), ())
    assert world.cove not in found().silent


def test_a_circle_made_behind_our_back_still_ends(world, begin, found):
    top = begin("northfield", "superintendent", "We read")
    mine = begin("ash", "principal", "We argue", aligned_to=top)
    Priority.objects.filter(pk=top.pk).update(aligned_to=mine)
    (covered,) = found().covered
    assert [school for school, _by in covered.taken_up] == [world.ash]


def test_headline_names_the_priority_that_fewest_carry(world, begin):
    viewer = world.viewer("superintendent")

    def headline():
        return alignment_page(world.northfield, viewer=viewer, day=viewer.today).headline

    assert headline() == "Northfield has no priority that schools could carry"
    top = begin("northfield", "superintendent", "We read")
    assert headline() == "No school carries “We read” yet"
    begin("ash", "principal", "We argue", aligned_to=top)
    assert headline() == "1 of 2 schools carry “We read”"
    begin("birch", "other_principal", "We recite", aligned_to=top)
    assert headline() == "Every school carries each priority of Northfield"
