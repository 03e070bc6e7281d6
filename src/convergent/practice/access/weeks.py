"""The week of a teacher leader is hers alone. What came between is read by whoever leads the school
where it did, too: the day, how long and why."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from convergent.people.access.reasons import Reason
from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.role_kinds import PRINCIPAL
from convergent.people.viewer import Viewer
from convergent.practice.access.charters import TEACHER_LEADERS
from convergent.practice.models import Interference, PlannedWork, PutRight


def terms_led_in(viewer: Viewer) -> list[RoleTerm]:
    """The viewer's own terms as a teacher leader of a school, the largest first."""
    terms = [
        term
        for term in viewer.terms
        if term.role.kind in TEACHER_LEADERS and term.role.place.kind == PlaceKind.SCHOOL
    ]
    return sorted(terms, key=lambda term: (-term.share, term.role.place.name_key))


def why_week(viewer: Viewer) -> Reason | None:
    """To have a week here: whoever leads among teachers at a school."""
    return Reason.OWN if terms_led_in(viewer) else None


def why_note(viewer: Viewer, place: Place) -> Reason | None:
    """To note that something came between at that school."""
    is_there = place.pk in {term.role.place_id for term in terms_led_in(viewer)}
    return Reason.OWN if is_there else None


def own_plan(viewer: Viewer) -> QuerySet[PlannedWork]:
    return PlannedWork.objects.readable_by_rule(Q(person=viewer.person))


def put_right_by(viewer: Viewer) -> QuerySet[PutRight]:
    return PutRight.objects.readable_by_rule(Q(person=viewer.person))


def visible_interference(viewer: Viewer) -> QuerySet[Interference]:
    return Interference.objects.filter(
        Q(person=viewer.person) | Q(place__path__in=viewer.paths_as(PRINCIPAL))
    )


def why_interference(viewer: Viewer, one: Interference) -> Reason | None:
    if one.person_id == viewer.person.pk:
        return Reason.OWN
    return Reason.LEADS_SCHOOL if one.place.path in viewer.paths_as(PRINCIPAL) else None


def why_take_back(viewer: Viewer, one: Interference) -> Reason | None:
    """Whoever noted it, on the same day."""
    is_fresh = one.day == viewer.today
    return Reason.OWN if is_fresh and one.person_id == viewer.person.pk else None
