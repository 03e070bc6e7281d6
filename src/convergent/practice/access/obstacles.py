"""Whoever works at a school, or above it, tells of what is in the way there. Whoever told of it,
whoever has it in hand and whoever leads the school see it; whoever has it in hand answers."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from convergent.people.access.directory import visible_places
from convergent.people.access.reasons import Reason
from convergent.people.models import Person, Place, PlaceKind, RoleTerm
from convergent.people.role_kinds import PRINCIPAL, UNIT_HEAD
from convergent.people.viewer import Viewer
from convergent.practice.models import Obstacle

CASE_OWNER = "caseOwner"


def places_with_obstacles_told_by(viewer: Viewer) -> QuerySet[Place]:
    rule = Q(pk__in=[])
    for term in viewer.terms:
        rule |= Q(path__startswith=term.role.place.path)
    return visible_places(viewer).filter(rule, kind=PlaceKind.SCHOOL)


def why_tell(viewer: Viewer, place: Place) -> Reason | None:
    if place.kind != PlaceKind.SCHOOL:
        return None
    is_here = any(place.path.startswith(term.role.place.path) for term in viewer.terms)
    return Reason.WORKS_HERE if is_here else None


def visible_obstacles(viewer: Viewer) -> QuerySet[Obstacle]:
    return Obstacle.objects.filter(
        Q(seen_by=viewer.person)
        | Q(owner=viewer.person)
        | Q(place__path__in=viewer.paths_as(PRINCIPAL))
    )


def why_obstacle(viewer: Viewer, obstacle: Obstacle) -> Reason | None:
    if obstacle.owner_id == viewer.person.pk:
        return Reason.HAS_IT_IN_HAND
    if obstacle.seen_by_id == viewer.person.pk:
        return Reason.AUTHOR
    leads = obstacle.place.path in viewer.paths_as(PRINCIPAL)
    return Reason.LEADS_SCHOOL if leads else None


def why_answer_obstacle(viewer: Viewer, obstacle: Obstacle) -> Reason | None:
    return Reason.HAS_IT_IN_HAND if obstacle.owner_id == viewer.person.pk else None


def could_have_it_in_hand(place: Place, viewer: Viewer) -> QuerySet[Person]:
    """Whoever heads a unit or owns cases in the district, and whoever leads the school."""
    held = RoleTerm.objects.on(viewer.today).filter(
        Q(role__kind__in=[UNIT_HEAD, CASE_OWNER]) | Q(role__kind=PRINCIPAL, role__place=place),
        person__district=viewer.district_id,
    )
    return Person.objects.filter(pk__in=held.values("person"), enabled=True)
