"""Whom an open question about roles concerns: whoever leads directly above, not all above her.

Others may still decide (`access.changes`); their Today stays free of it.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from convergent.people.access.changes import roles_changeable_by
from convergent.people.models import Place, Role
from convergent.people.role_kinds import (
    PRINCIPAL,
    SUPERINTENDENT,
    SUPERVISOR,
    TEAM_LEAD,
    UNIT_HEAD,
)
from convergent.people.viewer import Viewer

DECIDES_ON = {SUPERVISOR: (PRINCIPAL,), SUPERINTENDENT: (PRINCIPAL, SUPERVISOR, UNIT_HEAD)}


def roles_of_concern(viewer: Viewer) -> QuerySet[Role]:
    """Roles that the viewer may change and that nobody nearer to them decides on."""
    rule = Q(pk__in=[])
    for kind, decides_on in DECIDES_ON.items():
        for path in viewer.paths_as(kind):
            rule |= Q(place__path__startswith=path, kind__in=decides_on)
    for path in viewer.paths_as(PRINCIPAL, UNIT_HEAD):
        rule |= Q(place__path=path) | Q(place__path__startswith=path, kind=TEAM_LEAD)
    return roles_changeable_by(viewer).filter(rule)


def places_run_by(viewer: Viewer) -> QuerySet[Place]:
    """The viewer's own school or unit, with its teams."""
    return _within(viewer.paths_as(PRINCIPAL, UNIT_HEAD))


def places_led_by(viewer: Viewer) -> QuerySet[Place]:
    """What the viewer runs, and for a supervisor the schools of the network."""
    return _within(viewer.paths_as(PRINCIPAL, UNIT_HEAD, SUPERVISOR))


def _within(paths: tuple[str, ...]) -> QuerySet[Place]:
    rule = Q(pk__in=[])
    for path in paths:
        rule |= Q(path__startswith=path)
    return Place.objects.filter(rule)
