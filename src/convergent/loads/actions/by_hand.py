"""Where the exports say otherwise than what was written by hand: theirs is taken, or ours kept.

Nothing of the exports is written here. What is to follow them again does so with the next job that
brings people and places up to them, with all that follows from it.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.facts.snapshot import Snapshot
from convergent.jobs.models import Job
from convergent.loads.actions.following import ask_to_follow_again
from convergent.loads.queries import KEEP
from convergent.people.access.changes import why_change_role
from convergent.people.access.directory import visible_people
from convergent.people.access.district import why_keep_district
from convergent.people.access.reasons import Reason
from convergent.people.access.require import required
from convergent.people.models import Person, RoleTerm
from convergent.people.models.people import Source
from convergent.people.viewer import Viewer


@transaction.atomic
def take_exports(thing: Person | RoleTerm, snapshot: Snapshot, *, by: Viewer) -> Job:
    """The person or term follows the exports from now on. Nobody does it for herself."""
    why = _why(thing, by)
    note_change("follow exports again", thing, by=by.person.pk, about=_about(thing).pk, why=why)
    thing.source = Source.LOADED
    thing.save(update_fields=["source"])
    return ask_to_follow_again(snapshot, occasion=str(uuid4()), by=by.person.pk)


@transaction.atomic
def keep_ours(thing: Person | RoleTerm, told: str, *, by: Viewer) -> None:
    """What stands here stays, and is not asked about until the exports say something else."""
    why = _why(thing, by)
    note_change(KEEP, thing, by=by.person.pk, about=_about(thing).pk, why=why, told=told)


def _why(thing: Person | RoleTerm, by: Viewer) -> str:
    why: Reason | None = why_keep_district(by)
    required(why)
    required(visible_people(by).filter(pk=_about(thing).pk).first())
    if isinstance(thing, RoleTerm):
        required(why_change_role(by, thing.role))
    if _about(thing).pk == by.person.pk:
        raise BadInput(_("Nobody decides this for herself. Ask somebody else who keeps the data."))
    return str(why)


def _about(thing: Person | RoleTerm) -> Person:
    return thing.person if isinstance(thing, RoleTerm) else thing
