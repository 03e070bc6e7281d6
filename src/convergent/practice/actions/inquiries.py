"""An inquiry from its question to its recheck: nothing is tried before something was looked at,
and nothing is looked at again before it was said what would come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.access.inquiries import visible_inquiries, why_inquire
from convergent.practice.models import Inquiry, InquiryEvidence
from convergent.practice.queries.inquiries import said_now
from convergent.priorities.access.meetings import why_meet
from convergent.priorities.actions.meetings import bring_evidence
from convergent.priorities.days import refuse_far
from convergent.priorities.models import Meeting, MeetingItem, Priority
from convergent.priorities.models.meetings import ITEM_FITS
from convergent.priorities.protocols import PROTOCOLS
from convergent.priorities.queries.meetings import priorities_of
from convergent.priorities.queries.news import News

State = Inquiry.State


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a team wants to know, and in which order it looks."""

    question: str
    protocol: str
    priority: Priority | None = None


@dataclass(frozen=True, kw_only=True)
class Try:
    """What in our teaching could explain it, what we change, and what we think will come of it."""

    hypothesis: str
    change: str
    prediction: str
    recheck_on: date


@transaction.atomic
def begin_inquiry(
    team: Place, asked: Asked, *, meeting: Meeting | None = None, by: Viewer
) -> Inquiry:
    """Open, with its question; begun at a meeting, it stands on that meeting's agenda."""
    why = why_meet(by, team)
    required(why)
    inquiry = Inquiry(team=team, by=by.person, begun_on=by.today)
    _say(inquiry, asked, by)
    note_change("begin inquiry", inquiry, by=by.person.pk, why=str(why), team=team.pk)
    inquiry.save()
    if meeting is not None:
        bring_evidence(meeting, _on_agenda(inquiry), by=by)
    return inquiry


def _on_agenda(inquiry: Inquiry) -> MeetingItem:
    return MeetingItem(
        kind=MeetingItem.Kind.EVIDENCE,
        title=inquiry.question,
        source=_("an inquiry of the team"),
        address=reverse("inquiry", args=[inquiry.pk]),
    )


def _say(inquiry: Inquiry, asked: Asked, by: Viewer) -> None:
    if not asked.question.strip():
        raise BadInput(_("Begin with your question."))
    if asked.protocol not in PROTOCOLS:
        raise BadInput(_("Choose a protocol from the library."))
    if asked.priority is not None and asked.priority not in priorities_of(by, inquiry.team):
        raise BadInput(_("Choose a priority that the team works on."))
    inquiry.question, inquiry.protocol = asked.question.strip(), asked.protocol
    inquiry.priority = asked.priority


@transaction.atomic
def ask_otherwise(
    inquiry: Inquiry, asked: Asked, *, version: int | None = None, by: Viewer
) -> Inquiry:
    """The question in other words, until something is tried."""
    inquiry, why = _locked(inquiry, State.OPEN, by)
    refuse_older(inquiry.version, version)
    _say(inquiry, asked, by)
    inquiry.version += 1
    note_change("change inquiry", inquiry, by=by.person.pk, why=why)
    inquiry.save()
    return inquiry


@transaction.atomic
def look_at(inquiry: Inquiry, news: News, *, by: Viewer) -> InquiryEvidence:
    """Something to look at, as everybody on the team may read it; the same is brought once."""
    inquiry, why = _locked(inquiry, State.OPEN, by)
    says = Truncator(news.sentence.strip()).chars(ITEM_FITS)
    if not says:
        raise BadInput(_("Write something first."))
    known = InquiryEvidence.objects.filter(inquiry=inquiry, says=says, address=news.address).first()
    if known is not None:
        return known
    brought = InquiryEvidence(
        inquiry=inquiry,
        says=says,
        source=news.source[:200],
        address=news.address,
        by=by.person,
        brought_at=clock.now(),
    )
    note_change("look at evidence", inquiry, by=by.person.pk, why=why, evidence=brought.pk)
    brought.save()
    return brought


@transaction.atomic
def take_evidence_off(evidence: InquiryEvidence, *, by: Viewer) -> None:
    inquiry, why = _locked(evidence.inquiry, State.OPEN, by)
    note_change("take off evidence", inquiry, by=by.person.pk, why=why, evidence=evidence.pk)
    evidence.delete()


@transaction.atomic
def begin_trying(
    inquiry: Inquiry, tried: Try, *, version: int | None = None, by: Viewer
) -> Inquiry:
    """From today, and until the day on which everybody looks again."""
    inquiry, why = _locked(inquiry, State.OPEN, by)
    refuse_older(inquiry.version, version)
    if not inquiry.evidence.exists():
        raise BadInput(_("Look at something first, then say what you try."))
    if not tried.prediction.strip():
        raise BadInput(_("Say what you think will happen, before you know."))
    refuse_far(tried.recheck_on, today=by.today)
    if tried.recheck_on < by.today:
        raise BadInput(_("Choose a day that is still to come."))
    inquiry.hypothesis, inquiry.change = tried.hypothesis.strip(), tried.change.strip()
    inquiry.prediction, inquiry.recheck_on = tried.prediction.strip(), tried.recheck_on
    inquiry.tried_on = by.today
    inquiry.version += 1
    note_change("try change", inquiry, by=by.person.pk, why=why, recheck_on=tried.recheck_on)
    inquiry.save()
    return inquiry


@transaction.atomic
def recheck(
    inquiry: Inquiry, *, result: str, decision: str, version: int | None = None, by: Viewer
) -> Inquiry:
    """What happened beside the prediction, what is kept of it, and what its pages say by now."""
    inquiry, why = _locked(inquiry, State.TRYING, by)
    refuse_older(inquiry.version, version)
    if not result.strip():
        raise BadInput(_("Say what happened."))
    inquiry.result, inquiry.decision = result.strip(), decision
    inquiry.rechecked_on = by.today
    inquiry.version += 1
    note_change("recheck inquiry", inquiry, by=by.person.pk, why=why, decision=decision)
    inquiry.save()
    for one in inquiry.evidence.all():
        one.says_later = Truncator(said_now(by, one)).chars(ITEM_FITS)
        one.save(update_fields=["says_later"])
    return inquiry


def _locked(inquiry: Inquiry, state: Inquiry.State, by: Viewer) -> tuple[Inquiry, str]:
    stored = visible_inquiries(by).select_for_update(of=("self",)).select_related("team__parent")
    fresh = stored.filter(pk=inquiry.pk).first()
    why = why_inquire(by, fresh) if fresh else None
    required(why)
    if fresh is None or fresh.state is not state:
        raise BadInput(_("Somebody was quicker: this inquiry is a step further."))
    return fresh, str(why)
