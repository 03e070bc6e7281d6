"""Priorities are public within the district; whoever leads a place writes those of the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from convergent.people.access.directory import in_district, visible_places
from convergent.people.access.reasons import Reason
from convergent.people.models import Place, PlaceKind
from convergent.people.role_kinds import PRINCIPAL, SUPERINTENDENT, SUPERVISOR, TEAM_LEAD
from convergent.people.viewer import Viewer, asked_once
from convergent.priorities.models import Priority
from convergent.priorities.models.priorities import PriorityQuerySet

HOLD_PRIORITIES = (PlaceKind.DISTRICT, PlaceKind.NETWORK, PlaceKind.SCHOOL, PlaceKind.TEAM)


@dataclass(frozen=True)
class Leading:
    """Somebody leads the place at `path`, and with it the teams right within."""

    path: str
    kind: PlaceKind
    reason: Reason


def _leads(viewer: Viewer) -> Iterator[Leading]:
    for role, kind, reason in (
        (SUPERINTENDENT, PlaceKind.DISTRICT, Reason.SUPERINTENDENT),
        (SUPERVISOR, PlaceKind.NETWORK, Reason.SUPERVISES),
        (PRINCIPAL, PlaceKind.SCHOOL, Reason.LEADS_SCHOOL),
        (TEAM_LEAD, PlaceKind.TEAM, Reason.LEADS_TEAM),
    ):
        for path in viewer.paths_as(role):
            yield Leading(path, kind, reason)


def visible_priorities(viewer: Viewer) -> PriorityQuerySet:
    return Priority.objects.filter(in_district(viewer, "place"))


def why_priority(viewer: Viewer, priority: Priority) -> Reason | None:
    return Reason.WORKS_HERE if priority.place.district_pk == viewer.district_id else None


def places_prioritised_by(viewer: Viewer) -> QuerySet[Place]:
    """Places whose priorities the viewer writes: those that she leads, and their teams."""
    rule = Q(pk__in=[])
    for one in _leads(viewer):
        rule |= Q(kind=one.kind, path=one.path)
        rule |= Q(kind=PlaceKind.TEAM, parent__path=one.path)
    return visible_places(viewer).filter(rule)


ids_of_places_prioritised = asked_once(places_prioritised_by)


def why_prioritise(viewer: Viewer, place: Place) -> Reason | None:
    """To begin, change and end a priority of the place. Whoever is above only reads."""
    for one in _leads(viewer):
        is_led = place.kind == one.kind and place.path == one.path
        is_team = place.kind == PlaceKind.TEAM and place.path == f"{one.path}{place.pk.hex}/"
        if is_led or is_team:
            return one.reason
    return None
