"""Who may change roles, terms and who leads what: whoever leads the place, and those above.

Nobody gives a role that outranks her own, changes the role that leads her own school or unit, or
takes up a role herself: that takes somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from convergent.people.access.reasons import Reason
from convergent.people.models import Place, Role
from convergent.people.role_kinds import (
    ANSWER_FOR_THE_DISTRICT,
    DATA_STEWARD,
    PRINCIPAL,
    SUPERINTENDENT,
    SUPERVISOR,
    UNIT_HEAD,
)
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class Grant:
    """Everything within `path` may be changed, except roles of the kinds in `without`."""

    path: str
    reason: Reason
    without: tuple[str, ...] = ()


def _grants(viewer: Viewer) -> Iterator[Grant]:
    for path in viewer.paths_as(DATA_STEWARD):
        yield Grant(path, Reason.STEWARD)
    for path in viewer.paths_as(SUPERINTENDENT):
        yield Grant(path, Reason.SUPERINTENDENT, (SUPERINTENDENT,))
    for path in viewer.paths_as(SUPERVISOR):
        yield Grant(path, Reason.SUPERVISES, (SUPERVISOR, *ANSWER_FOR_THE_DISTRICT))
    for path in viewer.paths_as(PRINCIPAL):
        yield Grant(path, Reason.LEADS_SCHOOL, (PRINCIPAL, *ANSWER_FOR_THE_DISTRICT))
    for path in viewer.paths_as(UNIT_HEAD):
        yield Grant(path, Reason.LEADS_UNIT, (UNIT_HEAD, *ANSWER_FOR_THE_DISTRICT))


def places_changeable_by(viewer: Viewer) -> QuerySet[Place]:
    rule = Q(pk__in=[])
    for grant in _grants(viewer):
        rule |= Q(path__startswith=grant.path)
    return Place.objects.filter(rule)


def why_change_place(viewer: Viewer, place: Place) -> Reason | None:
    return next(
        (grant.reason for grant in _grants(viewer) if place.path.startswith(grant.path)), None
    )


def roles_changeable_by(viewer: Viewer) -> QuerySet[Role]:
    rule = Q(pk__in=[])
    for grant in _grants(viewer):
        rule |= Q(place__path__startswith=grant.path) & ~Q(kind__in=grant.without)
    return Role.objects.filter(rule)


def why_change_role(viewer: Viewer, role: Role) -> Reason | None:
    return why_change_kind(viewer, role.place, role.kind)


def why_change_kind(viewer: Viewer, place: Place, kind: str) -> Reason | None:
    """The reason to change a role of this kind at the place, whether or not it exists yet."""
    for grant in _grants(viewer):
        if place.path.startswith(grant.path) and kind not in grant.without:
            return grant.reason
    return None


def has_any_grant(viewer: Viewer) -> bool:
    return any(True for _ in _grants(viewer))
