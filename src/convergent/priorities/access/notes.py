"""Working notes: read and written by whoever is on the team of a priority, and by its lead.

Nobody above reads them, not even whoever leads the place; who leaves the team reads them no more.
A note stays with the team and the lead for whom it was written: whoever is named later, or names
herself, reads what is written from then on.
"""

from __future__ import annotations

from django.db.models import F, Q

from convergent.people.access.reasons import Reason
from convergent.people.viewer import Viewer
from convergent.priorities.models import Priority, WorkingNote
from convergent.priorities.models.notes import WorkingNoteQuerySet


def visible_notes(viewer: Viewer) -> WorkingNoteQuerySet:
    return WorkingNote.objects.readable_by_rule(
        Q(for_team=F("priority__team"), for_team__in=[one.role.place_id for one in viewer.terms])
        | Q(
            for_lead=viewer.person,
            priority__lead__person=viewer.person,
            priority__lead__role__in=viewer.role_ids,
        )
    )


def why_notes(viewer: Viewer, priority: Priority) -> Reason | None:
    """To write working notes of the priority, and to read those written for her or her team."""
    lead = priority.lead
    if lead and lead.person_id == viewer.person.pk and lead.role_id in viewer.role_ids:
        return Reason.LEADS_IT
    is_on_team = priority.team_id in {term.role.place_id for term in viewer.terms}
    return Reason.ON_TEAM if priority.team_id and is_on_team else None
