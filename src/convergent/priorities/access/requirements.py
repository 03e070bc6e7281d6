"""Requirements are read by everybody in the district. Whoever leads a place, or one above it,
writes down what is asked of it; a unit head what her office asks of any. How a place meets it is
for whoever leads the place to say (`why_prioritise`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from convergent.people.access.directory import in_district, visible_places
from convergent.people.access.reasons import Reason
from convergent.people.models import Place
from convergent.people.role_kinds import (
    DATA_STEWARD,
    PRINCIPAL,
    SUPERINTENDENT,
    SUPERVISOR,
    UNIT_HEAD,
)
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import HOLD_PRIORITIES
from convergent.priorities.models import Requirement


def _asking(viewer: Viewer) -> Iterator[tuple[str, Reason]]:
    """The path within which the viewer may write down what is asked, and why."""
    for role, reason in (
        (DATA_STEWARD, Reason.STEWARD),
        (SUPERINTENDENT, Reason.SUPERINTENDENT),
        (SUPERVISOR, Reason.SUPERVISES),
        (PRINCIPAL, Reason.LEADS_SCHOOL),
    ):
        for path in viewer.paths_as(role):
            yield path, reason
    for path in viewer.paths_as(UNIT_HEAD):
        yield _district_path(path), Reason.LEADS_UNIT


def _district_path(path: str) -> str:
    return path.split("/", maxsplit=1)[0] + "/"


def places_required_by(viewer: Viewer) -> QuerySet[Place]:
    rule = Q(pk__in=[])
    for path, _reason in _asking(viewer):
        rule |= Q(path__startswith=path)
    return visible_places(viewer).filter(rule, kind__in=HOLD_PRIORITIES)


def why_require(viewer: Viewer, place: Place) -> Reason | None:
    if place.kind not in HOLD_PRIORITIES:
        return None
    return next((reason for path, reason in _asking(viewer) if place.path.startswith(path)), None)


def visible_requirements(viewer: Viewer) -> QuerySet[Requirement]:
    return Requirement.objects.filter(in_district(viewer, "place"))


def why_requirement(viewer: Viewer, requirement: Requirement) -> Reason | None:
    return Reason.WORKS_HERE if requirement.place.district_pk == viewer.district_id else None
