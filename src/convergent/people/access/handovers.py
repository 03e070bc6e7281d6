"""Handovers: a draft is its author's; once handed over, whoever holds the role reads it too.

What passes on is what was written for the role. Nothing else that a person wrote passes on.
"""

from __future__ import annotations

from django.db.models import Q

from convergent.people.access.reasons import Reason
from convergent.people.models import Handover, Role
from convergent.people.models.people import HandoverQuerySet
from convergent.people.viewer import Viewer


def visible_handovers(viewer: Viewer) -> HandoverQuerySet:
    handed_over = Q(handed_over_at__isnull=False, role_id__in=viewer.role_ids)
    return Handover.objects.readable_by_rule(Q(author=viewer.person) | handed_over)


def why_handover(viewer: Viewer, handover: Handover) -> Reason | None:
    if handover.author_id == viewer.person.pk:
        return Reason.AUTHOR
    if handover.handed_over_at is not None and handover.role_id in viewer.role_ids:
        return Reason.HOLDS_ROLE
    return None


def why_write_handover(viewer: Viewer, role: Role) -> Reason | None:
    """A role that many hold at once has no next holder to write to."""
    if role.kind_of_role.by_many:
        return None
    return Reason.HOLDS_ROLE if role.pk in viewer.role_ids else None
