"""Visit agreements are read by everybody in the district. The superintendent and the union's
representative write and confirm them, each for one side."""

from __future__ import annotations

from django.db.models import QuerySet

from convergent.people.access.changes import places_changeable_by, why_change_place
from convergent.people.access.reasons import Reason
from convergent.people.models import Place, PlaceKind
from convergent.people.role_kinds import SUPERINTENDENT, UNION_REPRESENTATIVE
from convergent.people.viewer import Viewer
from convergent.practice.models import VisitAgreement
from convergent.practice.models.agreements import VisitAgreementQuerySet

SIDES = {
    Reason.SUPERINTENDENT: SUPERINTENDENT,
    Reason.REPRESENTS: UNION_REPRESENTATIVE,
}


def visible_agreements(viewer: Viewer) -> VisitAgreementQuerySet:
    return VisitAgreement.objects.filter(district=viewer.district_id)


def why_agreement(viewer: Viewer, agreement: VisitAgreement) -> Reason | None:
    return Reason.WORKS_HERE if agreement.district_id == viewer.district_id else None


def why_agree(viewer: Viewer) -> Reason | None:
    """To write an agreement and to confirm it, for the side that the reason names."""
    return next((reason for reason, role in SIDES.items() if viewer.holds(role)), None)


def schools_with_evaluators_named_by(viewer: Viewer) -> QuerySet[Place]:
    """Where the viewer says who evaluates whom: whoever leads the school, and those above."""
    return places_changeable_by(viewer).filter(kind=PlaceKind.SCHOOL)


def why_name_evaluators(viewer: Viewer, school: Place) -> Reason | None:
    return why_change_place(viewer, school) if school.kind == PlaceKind.SCHOOL else None
