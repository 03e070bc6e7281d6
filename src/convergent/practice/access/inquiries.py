"""An inquiry is its team's, as a meeting is: whoever is on the team today, and whoever leads the
team's place, reads it and writes it. Others see nothing of it."""

from __future__ import annotations

from django.db.models import QuerySet

from convergent.people.access.reasons import Reason
from convergent.people.viewer import Viewer
from convergent.practice.models import Inquiry
from convergent.priorities.access.meetings import teams_met_by, why_meet


def visible_inquiries(viewer: Viewer) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(team__in=teams_met_by(viewer))


def why_inquire(viewer: Viewer, inquiry: Inquiry) -> Reason | None:
    """To read it, and to write the next of it."""
    return why_meet(viewer, inquiry.team)
