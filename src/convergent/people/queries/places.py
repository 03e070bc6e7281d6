"""What lies above and within a place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from convergent.people.models import Place, PlaceKind, RoleTerm


def places_above(place: Place) -> tuple[Place, ...]:
    """From the district down to the place's parent."""
    ids = [step for step in place.path.split("/") if step][:-1]
    found = {one.pk.hex: one for one in Place.objects.filter(pk__in=ids)}
    return tuple(found[step] for step in ids)


def open_within(place: Place, *kinds: PlaceKind) -> QuerySet[Place]:
    """Open places of these kinds directly within the place."""
    return place.children.filter(kind__in=kinds, closed_on=None)


def people_at(places: Sequence[Place], *, day: date) -> dict[UUID, int]:
    """How many people hold a role at each place on that day; a place without any is left out."""
    running = RoleTerm.objects.on(day).filter(role__place__in=places).order_by()
    counted = running.values_list("role__place_id").annotate(Count("person", distinct=True))
    return dict(counted)
