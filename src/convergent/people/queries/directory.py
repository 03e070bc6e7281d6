"""Finding people and places as one types: two letters more than the initials are enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from convergent.people.access.directory import visible_people, visible_places
from convergent.people.models import Person, Place, RoleTerm
from convergent.people.names import folded, splits
from convergent.people.viewer import Viewer
from convergent.people.words import Words


@dataclass(frozen=True)
class PersonLine:
    """One person in a list, with what she or he does on the day asked about."""

    person: Person
    does: str
    more_roles: int


def people_named(viewer: Viewer, typed: str, *, day: date) -> QuerySet[Person]:
    """Staff on that day whose given and family names begin as typed, in either order."""
    working = RoleTerm.objects.on(day).filter(person=OuterRef("pk"))
    staff = visible_people(viewer).filter(Exists(working))
    return staff.filter(_reads_as(typed)) if folded(typed) else staff


def _reads_as(typed: str) -> Q:
    rule = Q(pk__in=[])
    for first, second in splits(typed):
        rule |= Q(given_key__startswith=first, family_key__startswith=second)
        if first and second:
            rule |= Q(family_key__startswith=first, given_key__startswith=second)
    return rule


def person_lines(people: Iterable[Person], *, day: date, words: Words) -> list[PersonLine]:
    running = RoleTerm.objects.on(day).select_related("role__place")
    found = list(people)
    prefetch_related_objects(found, Prefetch("terms", queryset=running, to_attr="running"))
    return [_line(person, person.running, words) for person in found]  # type: ignore[attr-defined]


def _line(person: Person, running: Sequence[RoleTerm], words: Words) -> PersonLine:
    ordered = sorted(running, key=lambda term: term.weight)
    if not ordered:
        return PersonLine(person, "", 0)
    first = ordered[0].role
    return PersonLine(person, f"{words.role_title(first)} · {first.place.name}", len(ordered) - 1)


def people_by_id(ids: Iterable[UUID]) -> dict[UUID, Person]:
    return Person.objects.in_bulk(list(ids))


def places_named(viewer: Viewer, typed: str) -> QuerySet[Place]:
    """Open places in whose name words begin as typed: “li mi” finds Lincoln Middle School."""
    places = visible_places(viewer).filter(closed_on__isnull=True)
    each = Q()
    for start in typed.split():
        each &= Q(name__istartswith=start) | Q(name__icontains=f" {start}")
    return places.filter(Q(name_key__startswith=folded(typed)) | each)
