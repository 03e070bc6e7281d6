"""A team that meets: the teacher and a colleague are on it; the principal leads their school."""

from datetime import time, timedelta

from convergent.people.viewer import viewer_of
from convergent.priorities.actions.meetings import prepare_meeting
from convergent.priorities.actions.rhythms import Beat, set_rhythm
from tests.world import hold


def join(world, *names):
    """Those of the world take a seat on the team of Ash."""
    for name in names:
        hold(world.people[name], "teamMember", world.team)


def weekly(world, *, by="teacher", **more):
    """The team meets every week from today on, at a quarter past three."""
    today = world.viewer(by).today
    said = {"purpose": "Plan together", "first_on": today, "starts_at": time(15, 15)}
    return set_rhythm(world.team, Beat(**{**said, "minutes": 45, **more}), by=world.viewer(by))


def prepared(world, *, by="teacher"):
    join(world, "teacher", "colleague")
    weekly(world, by=by)
    return prepare_meeting(world.team, by=world.viewer(by))


def viewer_in(world, name, days):
    """Somebody of the world as a viewer some days from now."""
    return viewer_of(world.people[name], world.viewer("steward").today + timedelta(days=days))
