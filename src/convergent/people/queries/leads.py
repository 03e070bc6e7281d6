"""What is led, and whether somebody leads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from convergent.people.models import Place, Responsibility, RoleTerm


def led_at(place: Place, *, day: date) -> QuerySet[Responsibility]:
    """What is led at the place on that day, with its lead."""
    found = Responsibility.objects.on(day).filter(place=place)
    return found.select_related("term__person", "term__role__place")


def led_within(place: Place, *, day: date) -> QuerySet[Responsibility]:
    """What is led on that day at the place and everywhere within it."""
    found = Responsibility.objects.on(day).filter(place__path__startswith=place.path)
    return found.select_related("place", "term")


def led_in(terms: Iterable[RoleTerm], *, day: date) -> QuerySet[Responsibility]:
    """What is led on that day by whoever holds these terms."""
    found = Responsibility.objects.on(day).filter(term__in=[term.pk for term in terms])
    return found.select_related("place")
