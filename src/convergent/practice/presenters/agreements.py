"""Visit agreements and evaluators as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convergent.people.access.reasons import Reason
from convergent.people.models import Person, Place, RoleTerm
from convergent.people.role_kinds import TEACHER
from convergent.people.viewer import Viewer
from convergent.people.words import Words
from convergent.practice.access.agreements import visible_agreements, why_agree
from convergent.practice.models import Evaluation, Kind, VisitAgreement


@dataclass(frozen=True)
class AgreementLine:
    agreement: VisitAgreement
    title: str
    kinds: tuple[str, ...]
    waits_for: str
    can_confirm: bool


def agreement_lines(viewer: Viewer, words: Words) -> list[AgreementLine]:
    """Newest first. One that a side has not confirmed says whom it waits for."""
    found = visible_agreements(viewer).select_related("officer", "union_representative")
    return [_line(one, viewer, words) for one in found.prefetch_related("kinds")]


def _line(one: VisitAgreement, viewer: Viewer, words: Words) -> AgreementLine:
    kinds = []
    order = list(Kind)
    for agreed in sorted(one.kinds.all(), key=lambda agreed: order.index(Kind(agreed.kind))):
        use = _("may be used in an evaluation") if agreed.may_inform_evaluation else ""
        kinds.append(" · ".join(part for part in (str(Kind(agreed.kind).label), use) if part))
    return AgreementLine(
        agreement=one,
        title=capfirst(words.role(one.group, plural=True)),
        kinds=tuple(kinds),
        waits_for=_waits_for(one),
        can_confirm=_can_confirm(one, viewer),
    )


def _can_confirm(one: VisitAgreement, viewer: Viewer) -> bool:
    why, sides = why_agree(viewer), {one.officer_id, one.union_representative_id}
    if why is None or viewer.person.pk in sides:
        return False
    own_side = one.officer_id if why is Reason.SUPERINTENDENT else one.union_representative_id
    return own_side is None


def _waits_for(one: VisitAgreement) -> str:
    if one.officer_id is None and one.union_representative_id is None:
        return _("waits for both sides")
    if one.officer_id is None:
        return _("waits for the district")
    return _("waits for the union") if one.union_representative_id is None else ""


@dataclass(frozen=True)
class EvaluationLine:
    person: Person
    evaluator: Person | None


def evaluation_lines(school: Place, viewer: Viewer) -> list[EvaluationLine]:
    """The teachers of the school by name, and who evaluates each today."""
    terms = RoleTerm.objects.on(viewer.today).filter(role__place=school, role__kind=TEACHER)
    people = Person.objects.filter(pk__in=terms.values("person"))
    held = Evaluation.objects.on(viewer.today).filter(evaluated__in=people)
    by = {one.evaluated_id: one.evaluator for one in held.select_related("evaluator")}
    return [EvaluationLine(person, by.get(person.pk)) for person in people]
