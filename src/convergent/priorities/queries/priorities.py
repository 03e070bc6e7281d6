"""Priorities of a place, above it and within it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from convergent.people.models import Place, PlaceKind
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import HOLD_PRIORITIES, visible_priorities
from convergent.priorities.models import Priority, PriorityVersion
from convergent.priorities.models.priorities import PriorityQuerySet


def most_at(place: Place) -> int:
    """How many priorities a place of its kind works on at once, as the district agreed."""
    said = settings.CONFIGURATION
    return int(
        {
            PlaceKind.DISTRICT: said.district_priorities,
            PlaceKind.NETWORK: said.network_priorities,
            PlaceKind.SCHOOL: said.school_priorities,
        }.get(PlaceKind(place.kind), said.team_priorities)
    )


def priorities_at(viewer: Viewer, place: Place, *, day: date) -> PriorityQuerySet:
    """What the place works on that day, with its lead and what it is aligned to."""
    found = visible_priorities(viewer).filter(place=place).on(day).with_lead(day)
    return found.select_related(
        "place", "team", "aligned_to__place", "lead__person", "lead__role__place"
    )


def ended_at(viewer: Viewer, place: Place, *, day: date) -> QuerySet[Priority]:
    """What the place worked on before, newest first."""
    found = visible_priorities(viewer).filter(place=place, ended_on__lte=day)
    return found.select_related("place").order_by("-ended_on")


def priorities_above(viewer: Viewer, place: Place, *, day: date) -> QuerySet[Priority]:
    """What a priority of the place could be aligned to, from the district down."""
    ids = [UUID(step) for step in place.path.split("/") if step][:-1]
    found = visible_priorities(viewer).filter(place__in=ids).on(day)
    return found.select_related("place").order_by("place__path", "starts_on", "statement")


def priorities_within(viewer: Viewer, place: Place, *, day: date) -> QuerySet[Priority]:
    """What the places within work on that day, teams too, by the name of the place."""
    found = visible_priorities(viewer).filter(place__path__startswith=place.path).on(day)
    return (
        found.exclude(place=place)
        .select_related("place__parent", "aligned_to__place")
        .order_by("place__name_key", "starts_on", "statement")
    )


def by_place(priorities: Iterable[Priority]) -> dict[UUID, list[Priority]]:
    found: dict[UUID, list[Priority]] = defaultdict(list)
    for priority in priorities:
        found[priority.place_id].append(priority)
    return found


def worded_on(priorities: Sequence[Priority], *, day: date) -> dict[UUID, str]:
    """The statement of each as it stood on that day."""
    versions = PriorityVersion.objects.filter(priority__in=priorities, made_on__lte=day)
    told = versions.order_by("number").values_list("priority_id", "statement")
    return dict(told)


def versions_of(priority: Priority) -> QuerySet[PriorityVersion]:
    return priority.versions.select_related("by", "lead", "team", "aligned_to__place").order_by(
        "-number"
    )


def place_with_priorities(place: Place) -> Place:
    """The place itself; for a unit its district."""
    return place if place.kind in HOLD_PRIORITIES else (place.district or place)
