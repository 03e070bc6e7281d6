"""Whom somebody may visit, as what: she stands in a relation to the teacher, and the visit
agreement of the teacher's group holds today and allows that kind of visit. Else visits are off.

Whoever evaluates a teacher visits her as a leader, never as a coach or a colleague.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from convergent.people.access.reasons import Reason
from convergent.people.models import RoleTerm
from convergent.people.models.people import RoleTermQuerySet
from convergent.people.role_kinds import ASSISTANT_PRINCIPAL, COACH, PRINCIPAL, SUPERVISOR
from convergent.people.viewer import Viewer
from convergent.practice.models import AgreedKind, Evaluation, Invitation, Kind, VisitAgreement
from convergent.practice.models.agreements import INFORMS_NO_EVALUATION


@dataclass(frozen=True)
class Standing:
    """As what somebody may visit a teacher, and what was agreed about that."""

    kind: Kind
    reason: Reason
    agreed: AgreedKind
    evaluates: bool


def agreed_kinds(viewer: Viewer) -> list[AgreedKind]:
    """What the agreements allow today, one for each group and kind."""
    holding = VisitAgreement.objects.on(viewer.today).filter(district=viewer.district_id)
    found = AgreedKind.objects.filter(agreement__in=holding).select_related("agreement")
    newest = {}
    for one in found.order_by("agreement__starts_on", "agreement_id"):
        newest[one.agreement.group] = one.agreement_id
    return [one for one in found if newest[one.agreement.group] == one.agreement_id]


def _paths(viewer: Viewer) -> Iterator[tuple[Kind, str, Reason]]:
    for kind, reason, *roles in (
        (Kind.LEADER, Reason.LEADS_SCHOOL, PRINCIPAL, ASSISTANT_PRINCIPAL),
        (Kind.SUPERVISOR, Reason.SUPERVISES, SUPERVISOR),
        (Kind.COACH, Reason.COACHES, COACH),
    ):
        for path in viewer.paths_as(*roles):
            yield kind, path, reason


def evaluated_by(viewer: Viewer) -> list[object]:
    """The people whom the viewer evaluates today."""
    held = Evaluation.objects.on(viewer.today).filter(evaluator=viewer.person)
    return list(held.values_list("evaluated_id", flat=True))


def inviting(viewer: Viewer) -> list[object]:
    """The people who invite the viewer today."""
    asked = Invitation.objects.filter(
        guest=viewer.person, asked_on__lte=viewer.today, until__gte=viewer.today
    )
    return list(asked.values_list("teacher_id", flat=True))


def terms_visitable_by(viewer: Viewer) -> RoleTermQuerySet:
    """Terms of teachers, and of whoever else an agreement names, whom the viewer may visit."""
    agreed = agreed_kinds(viewer)
    rule = Q(pk__in=[])
    for one in agreed:
        rule |= Q(role__kind=one.agreement.group) & _related_as(Kind(one.kind), viewer)
    found = RoleTerm.objects.on(viewer.today).filter(
        rule, person__district=viewer.district_id, person__enabled=True
    )
    return found.exclude(person=viewer.person)


def _related_as(kind: Kind, viewer: Viewer) -> Q:
    rule = Q(pk__in=[])
    if kind == Kind.PEER:
        rule |= Q(person__in=inviting(viewer))
    for own, path, _reason in _paths(viewer):
        if own == kind:
            rule |= Q(role__place__path__startswith=path)
    if kind in INFORMS_NO_EVALUATION:
        rule &= ~Q(person__in=evaluated_by(viewer))
    return rule


def standing_towards(viewer: Viewer, term: RoleTerm) -> Standing | None:
    """As what the viewer may visit whoever holds that term; None if not at all."""
    return standings_towards(viewer, [term]).get(term.pk)


def standings_towards(viewer: Viewer, terms: Iterable[RoleTerm]) -> dict[UUID, Standing]:
    """The same for many terms, by term, at the price of one."""
    known = _Known(agreed_kinds(viewer), evaluated_by(viewer), inviting(viewer))
    found = {term.pk: _standing(viewer, term, known) for term in terms}
    return {pk: standing for pk, standing in found.items() if standing is not None}


@dataclass(frozen=True)
class _Known:
    agreed: list[AgreedKind]
    evaluated: list[object]
    inviting: list[object]


def _standing(viewer: Viewer, term: RoleTerm, known: _Known) -> Standing | None:
    if not _can_be_visited(viewer, term):
        return None
    agreed = {one.kind: one for one in known.agreed if one.agreement.group == _group(term)}
    evaluates = term.person_id in known.evaluated
    for kind, reason in _relations(viewer, term, known.inviting):
        if kind in agreed and not (evaluates and kind in INFORMS_NO_EVALUATION):
            return Standing(kind, reason, agreed[kind], evaluates)
    return None


def _can_be_visited(viewer: Viewer, term: RoleTerm) -> bool:
    is_other = term.person_id != viewer.person.pk and term.person.enabled
    is_ours = term.person.district_id == viewer.district_id
    return is_other and is_ours and term.runs_on(viewer.today)


def _group(term: RoleTerm) -> str:
    return term.role.kind


def _relations(
    viewer: Viewer, term: RoleTerm, inviting: list[object]
) -> Iterator[tuple[Kind, Reason]]:
    for kind, path, reason in _paths(viewer):
        if term.role.place.path.startswith(path):
            yield kind, reason
    if term.person_id in inviting:
        yield Kind.PEER, Reason.INVITED
