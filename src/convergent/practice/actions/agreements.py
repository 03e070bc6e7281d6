"""Visit agreements are written by one side and hold when both have confirmed; who evaluates whom;
whom a teacher invites."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.reasons import Reason
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Person, Place, RoleTerm
from convergent.people.viewer import Viewer
from convergent.practice.access.agreements import (
    visible_agreements,
    why_agree,
    why_name_evaluators,
)
from convergent.practice.models import (
    AgreedKind,
    Evaluation,
    Invitation,
    Kind,
    VisitAgreement,
)
from convergent.practice.models.agreements import INFORMS_NO_EVALUATION


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is to hold for one group of employees."""

    group: str
    starts_on: date
    kinds: Collection[str]
    may_inform_evaluation: Collection[str] = ()
    notice: str = ""
    feedback_days: int = 1
    photo_allowed: bool = False
    kept_years: int = 3
    tells_of_coaching: bool = False


@transaction.atomic
def write_agreement(terms: Terms, *, by: Viewer) -> VisitAgreement:
    """An agreement that nobody has confirmed yet: nothing follows from it."""
    why = why_agree(by)
    required(why)
    _refuse_wrong(terms, by)
    agreement = VisitAgreement(
        district=by.person.district,
        group=terms.group,
        starts_on=terms.starts_on,
        notice=terms.notice.strip(),
        feedback_days=terms.feedback_days,
        photo_allowed=terms.photo_allowed,
        kept_years=terms.kept_years,
        tells_of_coaching=terms.tells_of_coaching,
    )
    note_change(
        "write visit agreement", agreement, by=by.person.pk, why=str(why), group=terms.group
    )
    agreement.save()
    AgreedKind.objects.bulk_create(
        AgreedKind(
            agreement=agreement,
            kind=kind,
            may_inform_evaluation=kind in terms.may_inform_evaluation,
        )
        for kind in sorted(set(terms.kinds))
    )
    return agreement


def _refuse_wrong(terms: Terms, by: Viewer) -> None:
    if not set(terms.kinds) - {Kind.JOINT}:
        raise BadInput(_("Say who may visit."))
    if set(terms.may_inform_evaluation) & set(INFORMS_NO_EVALUATION):
        raise BadInput(_("What a coach or a colleague sees is never used in an evaluation."))
    if set(terms.may_inform_evaluation) - set(terms.kinds):
        raise BadInput(_("What is used in an evaluation comes from a kind of visit that is on."))
    if terms.starts_on < by.today:
        raise BadInput(_("Choose a day from today on."))


@transaction.atomic
def confirm_agreement(
    agreement: VisitAgreement, *, version: int | None = None, by: Viewer
) -> VisitAgreement:
    """Confirmed for the side of whoever confirms. With both sides it holds from its first day, and
    the one before it ends the day before."""
    why = why_agree(by)
    required(why)
    stored = visible_agreements(by).select_for_update().get(pk=agreement.pk)
    refuse_older(stored.version, version)
    _refuse_second_side(stored, by, is_officer=why is Reason.SUPERINTENDENT)
    note_change("confirm visit agreement", stored, by=by.person.pk, why=str(why))
    if why is Reason.SUPERINTENDENT:
        stored.officer, stored.officer_confirmed_at = by.person, clock.now()
    else:
        stored.union_representative, stored.union_confirmed_at = by.person, clock.now()
    stored.version += 1
    if stored.is_confirmed:
        stored.starts_on = max(stored.starts_on, by.today)
        _end_those_before(stored)
    stored.save()
    return stored


def _refuse_second_side(agreement: VisitAgreement, by: Viewer, *, is_officer: bool) -> None:
    own_side = agreement.officer_id if is_officer else agreement.union_representative_id
    sides = {agreement.officer_id, agreement.union_representative_id}
    if own_side is not None or by.person.pk in sides:
        raise BadInput(_("Your side has confirmed it already. The other side confirms it too."))


def _end_those_before(agreement: VisitAgreement) -> None:
    before = VisitAgreement.objects.filter(
        district=agreement.district_id, group=agreement.group, ends_on=None
    ).on(agreement.starts_on)
    for one in before.exclude(pk=agreement.pk):
        one.ends_on = max(one.starts_on, agreement.starts_on - timedelta(days=1))
        one.version += 1
        one.save(update_fields=["ends_on", "version"])


@transaction.atomic
def name_evaluator(
    school: Place, person: Person, evaluator: Person | None, *, by: Viewer
) -> Evaluation | None:
    """From today on; who evaluated the person until now does so until yesterday."""
    why = why_name_evaluators(by, school)
    required(why)
    _refuse_stranger(school, person, evaluator, by)
    running = Evaluation.objects.select_for_update().filter(evaluated=person, ends_on=None).first()
    if running is not None and evaluator is not None and running.evaluator_id == evaluator.pk:
        return running
    if running is not None:
        _end(running, by, str(why))
    return None if evaluator is None else _begin(person, evaluator, by, str(why))


def _end(running: Evaluation, by: Viewer, why: str) -> None:
    """One that began today ends today: whoever evaluated for a day has evaluated."""
    note_change(
        "name evaluator", running, by=by.person.pk, about=running.evaluated_id, why=why, after=None
    )
    running.ends_on = max(running.starts_on, by.today - timedelta(days=1))
    running.save(update_fields=["ends_on"])


def _begin(person: Person, evaluator: Person, by: Viewer, why: str) -> Evaluation:
    begun = Evaluation(evaluator=evaluator, evaluated=person, starts_on=by.today)
    note_change(
        "name evaluator", begun, by=by.person.pk, about=person.pk, why=why, after=evaluator.pk
    )
    begun.save()
    return begun


def _refuse_stranger(school: Place, person: Person, evaluator: Person | None, by: Viewer) -> None:
    held = RoleTerm.objects.on(by.today).filter(role__place=school, person=person)
    if not held.exists():
        raise BadInput(_("Choose somebody who works at this school."))
    if evaluator is not None and evaluator.district_id != by.district_id:
        raise BadInput(_("Choose somebody who works in this district."))
    if evaluator is not None and evaluator.pk == person.pk:
        raise BadInput(_("Nobody evaluates herself."))


@transaction.atomic
def invite(guest: Person, *, until: date, by: Viewer) -> Invitation:
    """A teacher asks a colleague in. Asking again moves the day until when."""
    if guest.district_id != by.district_id or guest.pk == by.person.pk:
        raise BadInput(_("Choose a colleague in this district."))
    if until < by.today:
        raise BadInput(_("Choose a day from today on."))
    asked, _is_new = Invitation.objects.get_or_create(
        teacher=by.person, guest=guest, asked_on=by.today, defaults={"until": until}
    )
    note_change(
        "invite to visit", asked, by=by.person.pk, about=by.person.pk, why=Reason.OWN, until=until
    )
    asked.until = until
    asked.save(update_fields=["until"])
    return asked
