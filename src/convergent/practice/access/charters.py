"""A teacher leader and whoever leads her school write her charter; one writes, the other agrees.
Once agreed it is for everybody who works at the school, or above it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from convergent.people.access.reasons import Reason
from convergent.people.models import Person, PlaceKind, RoleTerm
from convergent.people.models.people import RoleTermQuerySet
from convergent.people.role_kinds import COACH, PRINCIPAL
from convergent.people.viewer import Viewer
from convergent.practice.models import Charter, Evaluation

TEACHER_LEADERS = (COACH, "departmentHead", "dataLead")


def visible_charters(viewer: Viewer) -> QuerySet[Charter]:
    paths = [term.role.place.path for term in viewer.terms]
    here = Q(place__path__in={above for path in paths for above in _upwards(path)})
    for path in paths:
        here |= Q(place__path__startswith=path)
    parties = Q(leader=viewer.person) | Q(place__path__in=viewer.paths_as(PRINCIPAL))
    return Charter.objects.filter(parties | (Q(agreed_by__isnull=False) & here))


def _upwards(path: str) -> list[str]:
    """The path and those of the places above it."""
    steps = path.strip("/").split("/")
    return ["/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1)]


def why_charter(viewer: Viewer, charter: Charter) -> Reason | None:
    if charter.leader_id == viewer.person.pk:
        return Reason.OWN
    if charter.place.path in viewer.paths_as(PRINCIPAL):
        return Reason.LEADS_SCHOOL
    if charter.agreed_by_id is None:
        return None
    own = [term.role.place.path for term in viewer.terms]
    at = charter.place.path
    is_here = any(at.startswith(path) or path.startswith(at) for path in own)
    return Reason.WORKS_HERE if is_here else None


def terms_with_charters(viewer: Viewer) -> RoleTermQuerySet:
    """Terms of teacher leaders whose charter the viewer writes, or agrees to."""
    rule = Q(person=viewer.person) | Q(role__place__path__in=viewer.paths_as(PRINCIPAL))
    return teacher_leaders_on(viewer.today).filter(rule, person__district=viewer.district_id)


def why_write_charter(viewer: Viewer, term: RoleTerm) -> Reason | None:
    is_one = term.role.kind in TEACHER_LEADERS and term.role.place.kind == PlaceKind.SCHOOL
    if not is_one or not term.runs_on(viewer.today) or not term.person.enabled:
        return None
    if term.person_id == viewer.person.pk:
        return Reason.OWN
    return Reason.LEADS_SCHOOL if term.role.place.path in viewer.paths_as(PRINCIPAL) else None


def teacher_leaders_on(day: date) -> RoleTermQuerySet:
    """Whoever leads teachers at a school without leading the school."""
    return RoleTerm.objects.on(day).filter(
        role__kind__in=TEACHER_LEADERS, role__place__kind=PlaceKind.SCHOOL, person__enabled=True
    )


def evaluates_anybody(person: Person, day: date) -> bool:
    return Evaluation.objects.on(day).filter(evaluator=person).exists()
