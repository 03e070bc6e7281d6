"""What somebody wrote for whoever comes next, and has not handed over."""

from __future__ import annotations

from django.db.models import QuerySet

from convergent.people.access.handovers import visible_handovers
from convergent.people.models import Handover
from convergent.people.viewer import Viewer


def own_drafts(viewer: Viewer) -> QuerySet[Handover]:
    """The viewer's drafts for roles that she holds still."""
    mine = visible_handovers(viewer).filter(author=viewer.person, handed_over_at=None)
    return mine.filter(role_id__in=viewer.role_ids).select_related("role__place")
