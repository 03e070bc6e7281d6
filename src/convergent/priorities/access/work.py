"""Who works on a priority: whoever leads its place, leads it, or is on its team.

They write its theory of action and its cycles; everybody in the district reads them.
"""

from __future__ import annotations

from django.db.models import Q

from convergent.people.access.reasons import Reason
from convergent.people.viewer import Viewer
from convergent.priorities.access.notes import why_notes
from convergent.priorities.access.priorities import (
    ids_of_places_prioritised,
    visible_priorities,
    why_prioritise,
)
from convergent.priorities.models import Priority
from convergent.priorities.models.priorities import PriorityQuerySet


def priorities_worked_on_by(viewer: Viewer) -> PriorityQuerySet:
    return visible_priorities(viewer).filter(
        Q(place__in=ids_of_places_prioritised(viewer))
        | Q(team__in=[term.role.place_id for term in viewer.terms])
        | Q(lead__person=viewer.person, lead__role__in=viewer.role_ids)
    )


def why_work_on(viewer: Viewer, priority: Priority) -> Reason | None:
    if priority.place.district_pk != viewer.district_id:
        return None
    return why_prioritise(viewer, priority.place) or why_notes(viewer, priority)
