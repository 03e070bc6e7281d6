"""Visits in the small world: an agreement that holds, look-fors, a visit as a phone sends it."""

import uuid
from datetime import timedelta

from convergent import clock
from convergent.people.models import Account
from convergent.people.viewer import viewer_of
from convergent.practice.actions.agreements import (
    Terms,
    confirm_agreement,
    name_evaluator,
    write_agreement,
)
from convergent.practice.actions.look_fors import write_look_fors
from convergent.practice.actions.visits import keep_visit
from convergent.practice.sending import Sent
from convergent.priorities.actions.priorities import Said, begin_priority
from tests.world import PASSWORD, hold, make_person

ALL_KINDS = ("leader", "supervisor", "coach", "peer", "joint")


def represented(world):
    """The teachers of Northfield have somebody who speaks for them."""
    if "union" not in world.people:
        person = make_person(world.northfield, "Una Berg")
        Account.objects.create_account(person, password=PASSWORD)
        hold(person, "unionRepresentative", world.northfield)
        world.people["union"] = person
    return world.people["union"]


def agreed(world, *, kinds=ALL_KINDS, **more):
    """Both sides have confirmed what holds for teachers from today on."""
    represented(world)
    officer = world.viewer("superintendent")
    said = {"group": "teacher", "starts_on": officer.today, "kinds": kinds, **more}
    written = write_agreement(Terms(**said), by=officer)
    confirm_agreement(written, by=officer)
    return confirm_agreement(written, by=world.viewer("union"))


def evaluates(world, evaluator="principal", evaluated="teacher"):
    by = world.viewer("principal")
    return name_evaluator(world.ash, world.people[evaluated], world.people[evaluator], by=by)


def looked_for(world, *texts, by="principal", at="ash"):
    by = world.viewer(by)
    said = Said(statement="Students argue from a text", is_own=True)
    priority = begin_priority(world.places[at], said, by=by)
    wanted = texts or ("Students quote the text", "Students answer each other")
    return write_look_fors(priority, name="Arguing from a text", texts=wanted, by=by)


def sent(world, teacher="teacher", **more):
    return Sent(
        **{
            "id": uuid.uuid4(),
            "teacher": world.people[teacher].pk,
            "began_at": clock.now() - timedelta(minutes=12),
            "minutes": 12,
            "strength": "Three students went back to paragraph 4",
            **more,
        }
    )


def visited(world, by, teacher="teacher", **more):
    return keep_visit(sent(world, teacher, **more), by=world.viewer(by)).visit


def viewer_in(world, name, days):
    return viewer_of(world.people[name], clock.today() + timedelta(days=days))


def later(**much):
    return clock.moved_to(clock.now() + timedelta(**much))
