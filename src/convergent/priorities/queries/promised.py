"""What teams promised and decided for a priority, or for one that is aligned to it, as somebody may
see it."""

from __future__ import annotations

from django.db.models import Q

from convergent import clock
from convergent.people.viewer import Viewer
from convergent.priorities.access.commitments import visible_commitments
from convergent.priorities.access.meetings import visible_meetings
from convergent.priorities.models import Commitment, Decision, Priority
from convergent.priorities.queries.commitments import LOOKED_BACK

MOST = 100


def promised_for(priority: Priority, viewer: Viewer, state: Commitment.State) -> list[Commitment]:
    """All that is open, by its day; of what has ended, what fell due in the last half year, newest
    first. At most a hundred."""
    found = visible_commitments(viewer).filter(_serves(priority), state=state)
    if state != Commitment.State.OPEN:
        found = found.filter(first_due_on__gte=viewer.today - LOOKED_BACK).order_by("-ended_on")
    return list(found.select_related("person", "role__place", "priority", "team")[:MOST])


def decided_for(priority: Priority, viewer: Viewer) -> list[Decision]:
    """Of the last half year, newest first; at most a hundred."""
    found = Decision.objects.filter(
        _serves(priority),
        meeting__in=visible_meetings(viewer),
        made_at__gte=clock.now() - LOOKED_BACK,
    )
    return list(found.select_related("meeting__team").order_by("-made_at")[:MOST])


def _serves(priority: Priority) -> Q:
    return Q(priority=priority) | Q(priority__aligned_to=priority)
