"""Joint visits: who could come along, and whose other side waits."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from convergent.people.models import Person, RoleTerm
from convergent.people.role_kinds import ASSISTANT_PRINCIPAL, COACH, PRINCIPAL, SUPERVISOR
from convergent.people.viewer import Viewer
from convergent.practice.access.visits import own_visits
from convergent.practice.models import JointVisit

GO_ALONG = (PRINCIPAL, ASSISTANT_PRINCIPAL, COACH, SUPERVISOR)
WAITS_FOR = timedelta(days=14)


def who_could_come_along(viewer: Viewer, term: RoleTerm) -> list[Person]:
    """Those who lead or coach at the school or above it, other than the two."""
    path = term.role.place.path.strip("/").split("/")
    above = ["/".join(path[: depth + 1]) + "/" for depth in range(len(path))]
    held = RoleTerm.objects.on(viewer.today).filter(
        role__kind__in=GO_ALONG, role__place__path__in=above
    )
    people = Person.objects.filter(pk__in=held.values("person"))
    return list(people.exclude(pk__in=[viewer.person.pk, term.person_id]))


def waiting_for(viewer: Viewer) -> QuerySet[JointVisit]:
    """Joint visits of which the viewer has not kept her side yet."""
    kept = own_visits(viewer).filter(joint__isnull=False)
    asked = JointVisit.objects.filter(second=viewer.person, day__gt=viewer.today - WAITS_FOR)
    return asked.exclude(pk__in=kept.values("joint")).select_related("first", "teacher")
