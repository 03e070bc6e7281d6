"""Two questions to a teacher who had a visit, and to two who ended their coaching.

An ask after coaching has a key of its own that leads nowhere, and says no more than one after a
visit would: from asks and their rows of the audit nobody learns who was coached.
"""

from __future__ import annotations

import uuid
from uuid import UUID

from convergent import clock
from convergent.asking.actions import ask_on
from convergent.asking.happening import Happening
from convergent.people.models import Place, PlaceKind
from convergent.practice.models import CoachingCycle, Visit

PRACTICE = "practice"


def ask_after_visit(visit: Visit) -> None:
    """When the teacher learns that she can read the feedback, and not before."""
    _ask(visit.teacher_id, visit.place, key=visit.pk)


def ask_after_coaching(cycle: CoachingCycle) -> None:
    for person in (cycle.teacher_id, cycle.coach_id):
        _ask(person, cycle.place, key=uuid.uuid4())


def _ask(person: UUID, place: Place, *, key: UUID) -> None:
    """Counted for the school, also of who teaches on a team."""
    where = place.parent if place.kind == PlaceKind.TEAM and place.parent else place
    happening = Happening(kind=PRACTICE, key=key, place=where, people=frozenset({person}))
    ask_on(clock.today(), happening, by=None)
