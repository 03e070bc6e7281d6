"""People and places can be found: whoever works here, and what is open."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convergent.people.access.directory import visible_people, visible_places
from convergent.people.models import Person, Place, PlaceKind, RoleTerm
from convergent.people.presenters.place import what_it_is
from convergent.people.queries.directory import person_lines
from convergent.people.viewer import Viewer
from convergent.people.words import Words
from convergent.search.kinds import Findable, Said, findable


def _working(viewer: Viewer) -> QuerySet[Person]:
    held = RoleTerm.objects.on(viewer.today).filter(person=OuterRef("pk"))
    return visible_people(viewer).filter(Exists(held))


def _names(person: Person) -> Said:
    return Said(person.name, text=person.given_name)


def _what_they_do(people: Sequence[Person], viewer: Viewer) -> list[str]:
    words = viewer.words
    return [line.does for line in person_lines(people, day=viewer.today, words=words)]


def _open(viewer: Viewer) -> QuerySet[Place]:
    return visible_places(viewer).filter(closed_on=None)


def _what_they_are(places: Sequence[Place], viewer: Viewer) -> list[str]:
    words = viewer.words
    return [_which(place, words) for place in places]


def _which(place: Place, words: Words) -> str:
    """Of a team its school, for every school has a 6th grade; of others what they are."""
    is_team = place.kind == PlaceKind.TEAM and place.parent is not None
    return place.parent.name if is_team and place.parent else what_it_is(place, words)


findable(
    Findable(
        code="person",
        title=_("People"),
        model=Person,
        visible=_working,
        said=_names,
        address=lambda person: reverse("person", args=[person.pk]),
        details=_what_they_do,
    )
)
findable(
    Findable(
        code="place",
        title=_("Places"),
        model=Place,
        visible=_open,
        said=lambda place: Said(place.name),
        address=lambda place: reverse("place", args=[place.pk]),
        details=_what_they_are,
        related=("parent",),
    )
)
