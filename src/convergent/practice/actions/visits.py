"""A visit is kept once, however often it is sent, and never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change, note_reading
from convergent.errors import BadInput, NotThere
from convergent.people.access.directory import visible_places
from convergent.people.access.require import required
from convergent.people.models import Person
from convergent.people.viewer import Viewer, viewer_of
from convergent.practice.access.visiting import (
    Standing,
    agreed_kinds,
    standing_towards,
    terms_visitable_by,
)
from convergent.practice.access.visits import (
    has_kept_her_side,
    is_begun,
    is_taken,
    own_drafts,
    received_visit,
    why_notes,
)
from convergent.practice.actions.feedback import begin_feedback
from convergent.practice.models import (
    JointVisit,
    Kind,
    LookFor,
    LookForVersion,
    Seen,
    Visit,
    VisitDraft,
    VisitNotes,
)
from convergent.practice.models.visits import LONGEST
from convergent.practice.sending import Sent
from convergent.records.turns import take_turn

CLOCKS_DIFFER = timedelta(minutes=15)


class SentOtherwise(BadInput):
    """Another text was kept under the same id. Nothing of either is changed."""


@dataclass(frozen=True)
class Receipt:
    """What a device needs in order to let its own copy go: the hash of what is kept here."""

    visit: Visit
    hash: str
    is_new: bool


@transaction.atomic
def keep_visit(sent: Sent, *, by: Viewer) -> Receipt:
    """The visit as it was sent. It is judged by what held on its day, since it may come late."""
    take_turn(f"visit {sent.id}")
    stored = received_visit(by, sent.id)
    if stored is not None:
        return _again(stored, sent)
    if is_taken(sent.id):
        raise NotThere
    _refuse_times(sent)
    then = _as_of_its_day(sent, by)
    _refuse_unknown_look_fors(sent, then)
    standing, visit = _visit(sent, then)
    visit.joint = _joint(sent, standing, then)
    note_change(
        "keep visit",
        visit,
        by=by.person.pk,
        about=visit.teacher_id,
        why=str(standing.reason),
        kind=visit.kind,
    )
    visit.save(force_insert=True)
    VisitNotes(visit=visit, strength=sent.strength.strip(), timed=sent.timed.strip()).save()
    seen = _seen(sent)
    Seen.objects.bulk_create(Seen(visit=visit, look_for=one) for one in seen)
    begin_feedback(visit, sent, seen, by=by)
    own_drafts(by).filter(pk=sent.id).delete()
    return Receipt(visit, sent.hash, is_new=True)


def _again(stored: Visit, sent: Sent) -> Receipt:
    if stored.received_hash != sent.hash:
        raise SentOtherwise(
            _("This visit is kept already, with other words. What you typed is still here.")
        )
    return Receipt(stored, sent.hash, is_new=False)


def _refuse_times(sent: Sent) -> None:
    if sent.began_at > clock.now() + CLOCKS_DIFFER:
        raise BadInput(_("The visit begins in the future. Check the clock of this device."))
    if not 0 <= sent.minutes <= LONGEST:
        raise BadInput(_("Write how many minutes it took, at most 240."))
    day = timezone.localtime(sent.began_at).date()
    if sent.follow_up_on is not None and sent.follow_up_on < day:
        raise BadInput(_("Follow up on the day of the visit or later."))


def _refuse_unknown_look_fors(sent: Sent, then: Viewer) -> None:
    if sent.look_for_version is None:
        return
    known = LookForVersion.objects.filter(set__priority__place__in=visible_places(then))
    if not known.filter(pk=sent.look_for_version).exists():
        raise BadInput(
            _("These look-fors are not there. Open the form anew: what you typed is kept.")
        )


def _as_of_its_day(sent: Sent, by: Viewer) -> Viewer:
    day = min(timezone.localtime(sent.began_at).date(), by.today)
    then = viewer_of(by.person, day)
    if then is None:
        raise NotThere
    return then


def _visit(sent: Sent, then: Viewer) -> tuple[Standing, Visit]:
    terms = terms_visitable_by(then).filter(person=sent.teacher)
    term = terms.select_related("role__place", "person").order_by("-share", "pk").first()
    standing = standing_towards(then, term) if term else None
    if term is None or standing is None:
        raise NotThere
    return standing, Visit(
        id=sent.id,
        visitor=then.person,
        teacher=term.person,
        place=term.role.place,
        kind=standing.kind,
        agreement=standing.agreed.agreement,
        look_for_version_id=sent.look_for_version,
        day=then.today,
        began_at=sent.began_at,
        minutes=sent.minutes,
        received_hash=sent.hash,
        received_at=clock.now(),
    )


def _joint(sent: Sent, standing: Standing, then: Viewer) -> JointVisit | None:
    """The joint visit that this is one side of: one that the other has begun, or a new one."""
    if sent.joint is None and sent.beside is None:
        return None
    group = standing.agreed.agreement.group
    agreed = {(one.agreement.group, one.kind) for one in agreed_kinds(then)}
    if (group, Kind.JOINT) not in agreed:
        raise BadInput(_("Under the visit agreement, nobody visits together with somebody else."))
    if sent.joint is not None:
        return _begun_by_the_other(sent.joint, sent, then)
    other = Person.objects.filter(pk__in=[sent.beside]).first()
    return _begun_with(other, sent, then)


def _begun_by_the_other(joint: UUID, sent: Sent, then: Viewer) -> JointVisit:
    take_turn(f"joint visit {joint}")
    found = JointVisit.objects.filter(
        pk=joint, teacher=sent.teacher, second=then.person, day=then.today
    ).first()
    if found is None:
        raise NotThere
    if has_kept_her_side(then, found):
        raise BadInput(_("You have kept your side of this visit already."))
    return found


def _begun_with(other: Person | None, sent: Sent, then: Viewer) -> JointVisit:
    is_another = other is not None and other != then.person
    beside = viewer_of(other, then.today) if other and is_another else None
    if beside is None or not terms_visitable_by(beside).filter(person=sent.teacher).exists():
        raise BadInput(_("Choose somebody who may visit this teacher too."))
    return JointVisit.objects.create(
        teacher_id=sent.teacher, first=then.person, second=beside.person, day=then.today
    )


def _seen(sent: Sent) -> list[LookFor]:
    """The look-fors of the version that was used, and of no other."""
    return list(LookFor.objects.filter(version=sent.look_for_version, pk__in=sent.seen))


@transaction.atomic
def note_reading_of(visit: Visit, *, by: Viewer) -> None:
    """The teacher is told that the other one who went along read a side that is not hers."""
    why = why_notes(by, visit)
    required(why)
    if visit.visitor_id != by.person.pk:
        note_reading("read visit", visit, by=by.person.pk, about=visit.teacher_id, why=str(why))


@transaction.atomic
def keep_draft(pk: UUID, *, teacher: UUID, content: str, by: Viewer) -> VisitDraft | None:
    """What is typed so far, for the visitor alone; None once the visit is kept. It is no visit yet,
    so nothing is noted."""
    take_turn(f"visit {pk}")
    if is_taken(pk):
        return None
    required(terms_visitable_by(by).filter(person=teacher).first())
    draft = own_drafts(by).filter(pk=pk).first()
    if draft is None and is_begun(pk):
        raise NotThere
    draft = draft or VisitDraft(pk=pk, visitor=by.person)
    draft.teacher_id, draft.content, draft.written_at = teacher, content, clock.now()
    draft.save()
    return draft
