"""Promises of many people at once."""

from convergent.priorities.models import Commitment
from tests.world import make_person


def many_promise(world, count, *, done, day, people=0, **more):
    """So many things, due on that day, each by somebody else unless there are fewer `people`; so
    many of them are done."""
    role = world.role("teacher", "ash")
    somebody = [make_person(world.northfield, f"N{one} P") for one in range(people or count)]
    for number in range(count):
        is_done = number < done
        Commitment.objects.create(
            **{"team": world.team, **more},
            what=f"Thing {number}",
            person=somebody[number % len(somebody)],
            role=role,
            made_on=day,
            first_due_on=day,
            due_on=day,
            state="done" if is_done else "open",
            ended_on=day if is_done else None,
        )
