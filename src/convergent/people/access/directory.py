"""Places and people: whoever works in a district sees its places and its staff, no other's."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from convergent.people.access.reasons import Reason
from convergent.people.models import Person, Place, Role, RoleTerm
from convergent.people.viewer import Viewer


def visible_places(viewer: Viewer) -> QuerySet[Place]:
    return Place.objects.filter(Q(pk=viewer.district_id) | Q(district_id=viewer.district_id))


def in_district(viewer: Viewer, place: str) -> Q:
    """Rows whose `place` is one of `visible_places`, which is not asked beside."""
    return Q(**{place: viewer.district_id}) | Q(**{f"{place}__district": viewer.district_id})


def why_place(viewer: Viewer, place: Place) -> Reason | None:
    return Reason.WORKS_HERE if place.district_pk == viewer.district_id else None


def visible_people(viewer: Viewer) -> QuerySet[Person]:
    return Person.objects.filter(district_id=viewer.district_id)


def why_person(viewer: Viewer, person: Person) -> Reason | None:
    if person.pk == viewer.person.pk:
        return Reason.OWN
    return Reason.WORKS_HERE if person.district_id == viewer.district_id else None


def visible_roles(viewer: Viewer) -> QuerySet[Role]:
    return Role.objects.filter(place__in=visible_places(viewer))


def visible_terms(viewer: Viewer) -> QuerySet[RoleTerm]:
    return RoleTerm.objects.filter(person__district_id=viewer.district_id)
