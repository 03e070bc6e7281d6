"""Supervisor and principal: whoever leads a school, and whoever supervises it, work together there.

What they promise each other is for the two of them, and for whoever holds these roles next.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from convergent.people.access.directory import visible_places
from convergent.people.access.reasons import Reason
from convergent.people.models import Place, PlaceKind
from convergent.people.role_kinds import PRINCIPAL, SUPERVISOR
from convergent.people.viewer import Viewer, asked_once


def schools_supervised_by(viewer: Viewer) -> QuerySet[Place]:
    rule = Q(pk__in=[])
    for path in viewer.paths_as(SUPERVISOR):
        rule |= Q(path__startswith=path)
    return visible_places(viewer).filter(rule, kind=PlaceKind.SCHOOL)


def why_supervise(viewer: Viewer, school: Place) -> Reason | None:
    is_above = any(school.path.startswith(path) for path in viewer.paths_as(SUPERVISOR))
    return Reason.SUPERVISES if is_above and school.kind == PlaceKind.SCHOOL else None


def partnerships_of(viewer: Viewer) -> QuerySet[Place]:
    """Schools that the viewer supervises or leads."""
    led = Q(path__in=viewer.paths_as(PRINCIPAL), kind=PlaceKind.SCHOOL)
    supervised = schools_supervised_by(viewer).values("pk")
    return visible_places(viewer).filter(led | Q(pk__in=supervised))


ids_of_partnerships = asked_once(partnerships_of)


def why_partner(viewer: Viewer, school: Place) -> Reason | None:
    leads = school.kind == PlaceKind.SCHOOL and school.path in viewer.paths_as(PRINCIPAL)
    return why_supervise(viewer, school) or (Reason.LEADS_SCHOOL if leads else None)
