"""The terms of a person and of a role, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from convergent.people.models import Person, Role, RoleTerm
from convergent.people.viewer import Viewer


def terms_of(person: Person) -> QuerySet[RoleTerm]:
    found = RoleTerm.objects.filter(person=person).select_related("role__place", "person")
    return found.order_by("-starts_on", "role__kind")


def terms_in(role: Role, *, at_most: int) -> Sequence[RoleTerm]:
    found = role.terms.select_related("person")
    return list(found.order_by("-starts_on", "person__family_key")[:at_most])


def holders_beside(role: Role, viewer: Viewer) -> list[RoleTerm]:
    """Whoever holds the role now beside the viewer."""
    running = role.terms.on(viewer.today).exclude(person=viewer.person)
    return list(running.select_related("person").order_by("person__family_key"))
