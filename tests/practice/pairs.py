"""Coaching in the small world: Tom Ngata and Carla Duarte at Ash, and who stands around them."""

from datetime import timedelta

from convergent import clock
from convergent.people.viewer import viewer_of
from convergent.practice.actions.agreements import name_evaluator
from convergent.practice.actions.coaching import agree_to_coaching, ask_for_coaching, note_meeting
from convergent.practice.actions.openings import ask_for_opening, open_thread
from convergent.practice.actions.threads import Written, write_piece
from convergent.practice.models import CoachingCycle
from tests.practice.visiting import agreed, represented

SAID = "canary-4711 I talk too much in third period"


def asked(world, teacher="teacher", coach="coach"):
    return ask_for_coaching(world.people[coach], by=world.viewer(teacher))


def paired(world, teacher="teacher", coach="coach"):
    """They have agreed, today."""
    return agree_to_coaching(asked(world, teacher, coach), by=world.viewer(coach))


def written(world, cycle, *, by="teacher", stage="goal", text=SAID, **more):
    return write_piece(cycle, Written(stage=stage, text=text, **more), by=world.viewer(by))


def told_of(world):
    """The agreement lets it be known that coaching runs."""
    return agreed(world, tells_of_coaching=True)


def met(world, cycle, *, days_ago=0, minutes=40, kind="planning", by="coach"):
    day = clock.today() - timedelta(days=days_ago)
    return note_meeting(cycle, day=day, minutes=minutes, kind=kind, by=world.viewer(by))


def evaluated_by_her_coach(world):
    """From today on."""
    by = world.viewer("principal")
    return name_evaluator(world.ash, world.teacher, world.coach, by=by)


def opened(world, *, days=3, teacher="teacher", coach="coach"):
    """By both sides, for so many days."""
    represented(world)
    opening = ask_for_opening(
        world.people[teacher],
        world.people[coach],
        reason="A court asks for it",
        days=days,
        by=world.viewer("superintendent"),
    )
    return open_thread(opening, by=world.viewer("union"))


def stored(cycle):
    return CoachingCycle._base_manager.get(pk=cycle.pk)


def on_day(world, name, day):
    return viewer_of(world.people[name], day)
