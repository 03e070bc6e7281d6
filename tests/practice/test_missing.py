"""Who we're missing: groups that a visitor reaches less than the others, beyond chance."""

from datetime import date

import pytest

from convergent import clock
from convergent.analysis.reach import Reach
from convergent.practice.presenters.missing import gap_lines, missing_sentence
from convergent.practice.queries.missing import gaps_of
from convergent.practice.queries.reach import long_unreached, reach_of
from tests.practice.visiting import agreed, visited
from tests.world import hold, make_person


@pytest.fixture
def staffed(world):
    """Ten teachers at Ash, five of them in their first year; four sit on the team."""
    agreed(world)
    for number in range(8):
        person = make_person(world.northfield, f"T{number} Hall")
        is_new = number < 5
        starts_on = clock.today() if is_new else date(2015, 8, 1)
        hold(person, "teacher", world.ash, starts_on=starts_on)
        if number in {0, 1, 6, 7}:
            hold(person, "teamMember", world.team)
        world.people[f"t{number}"] = person
    return world


def _gaps(world):
    viewer = world.viewer("principal")
    return gaps_of(reach_of(viewer, [world.ash]), viewer)


def _visit_all_but(world, *left_out):
    for name in ("teacher", "colleague", *(f"t{number}" for number in range(8))):
        if name not in left_out:
            visited(world, "principal", name)


def test_a_group_that_is_left_out_is_named(staffed):
    _visit_all_but(staffed, "t0", "t1", "t2", "t3", "t4")
    first = _gaps(staffed)[0]
    assert (first.group.team, first.reach) == ("", Reach(0, 5, 5, 5))
    assert first.is_missed
    assert gap_lines([first])[0].difference == "−100 (−100 to −39)"
    assert missing_sentence(_gaps(staffed)) == (
        "You reach teachers in their first three years less: 0 of 5, and 5 of 5 of the others."
    )


def test_one_left_out_is_chance(staffed):
    _visit_all_but(staffed, "t0")
    assert [gap.is_missed for gap in _gaps(staffed)] == [False, False]
    assert missing_sentence(_gaps(staffed)).startswith("You reach no group of teachers less")


def test_whom_we_are_missing_is_seen_next(staffed):
    _visit_all_but(staffed, "t0", "t1", "t2", "t3", "t4", "teacher")
    viewer = staffed.viewer("principal")
    reached = reach_of(viewer, [staffed.ash])
    missed = {pk for gap in gaps_of(reached, viewer) if gap.is_missed for pk in gap.group.people}
    unseen = [one.term.person for one in long_unreached(reached, missed) if not one.days]
    assert unseen[-1] == staffed.teacher
    assert len(unseen) == 6


def test_it_counts_the_viewers_own_visits(staffed):
    _visit_all_but(staffed, "t0", "t1", "t2", "t3", "t4")
    viewer = staffed.viewer("assistant")
    assert all(gap.reach.reached == 0 for gap in gaps_of(reach_of(viewer, [staffed.ash]), viewer))
