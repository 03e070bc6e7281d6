"""Whom a coach works with, whom by asking, and whom she does not reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from convergent.people.viewer import Viewer
from convergent.practice.access.coaching import meetings_of, own_cycles, terms_coached_by
from convergent.practice.access.visits import own_visits
from convergent.practice.models import CoachingCycle, Kind
from convergent.practice.queries.missing import Gap, gaps_of
from convergent.practice.queries.reach import Reached


@dataclass(frozen=True)
class Caseload:
    """Every teacher where the viewer coaches, with the days of this school year on which they met
    or she visited; open cycles by teacher; and groups whom she reaches less."""

    teachers: Sequence[Reached]
    open: dict[UUID, CoachingCycle]
    gaps: Sequence[Gap]


def caseload_of(viewer: Viewer) -> Caseload:
    """In a fixed number of questions."""
    terms = terms_coached_by(viewer).select_related("person", "role__place")
    reached: dict[UUID, Reached] = {}
    for term in terms.order_by("person__family_key", "person__given_key", "-share", "pk"):
        reached.setdefault(term.person_id, Reached(term))
    for teacher, day in _days(viewer):
        if teacher in reached:
            reached[teacher].days.append(day)
    cycles = own_cycles(viewer).filter(coach=viewer.person, ended_on=None)
    return Caseload(
        teachers=list(reached.values()),
        open={one.teacher_id: one for one in cycles if one.teacher_id in reached},
        gaps=gaps_of(list(reached.values()), viewer),
    )


def _days(viewer: Viewer) -> list[tuple[UUID, date]]:
    since = viewer.year_began
    talks = meetings_of(viewer).filter(day__gte=since, cycle__coach=viewer.person)
    visits = own_visits(viewer).filter(day__gte=since, kind=Kind.COACH)
    return [
        *talks.values_list("cycle__teacher_id", "day"),
        *visits.values_list("teacher_id", "day"),
    ]
