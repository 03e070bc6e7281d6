"""Feedback: drafted from what was seen, changed, shared the next school morning, answered, and
followed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.viewer import Viewer
from convergent.practice.access.visits import (
    visible_feedback,
    why_feedback,
    why_say_feedback,
)
from convergent.practice.models import Feedback, FeedbackAnswer, LookFor, Visit
from convergent.practice.queries.mornings import goes_out_at
from convergent.practice.sending import Sent


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the visitor wants to say."""

    text: str
    next_step: str = ""
    follow_up_on: date | None = None


def begin_feedback(visit: Visit, sent: Sent, seen: Sequence[LookFor], *, by: Viewer) -> Feedback:
    """The draft that comes with a visit; shared already, if the visitor said so in the room."""
    text = drafted(sent.strength.strip(), seen)
    feedback = Feedback(
        visit=visit,
        text=text,
        next_step=sent.next_step.strip(),
        follow_up_on=sent.follow_up_on,
    )
    if sent.share and text:
        _share(feedback, visit, by)
    feedback.save()
    return feedback


def drafted(strength: str, seen: Sequence[LookFor]) -> str:
    """What was seen, in the visitor's words and those of the look-fors."""
    lines = [strength] if strength else []
    if seen:
        lines.append(_("I saw: %(seen)s.") % {"seen": "; ".join(one.text for one in seen)})
    return "\n\n".join(lines)


@transaction.atomic
def write_feedback(
    visit: Visit, said: Said, *, share: bool, version: int | None = None, by: Viewer
) -> Feedback:
    """As it is to be read. Once the teacher can read it, it stays as it was."""
    why = why_say_feedback(by, visit)
    required(why)
    feedback = visible_feedback(by).select_for_update(of=("self",)).get(visit=visit)
    refuse_older(feedback.version, version)
    _refuse(feedback, said, visit, share=share)
    note_change(
        "write feedback", visit, by=by.person.pk, about=visit.teacher_id, why=str(why), share=share
    )
    feedback.text, feedback.next_step = said.text.strip(), said.next_step.strip()
    feedback.follow_up_on = said.follow_up_on
    feedback.shares_at = None
    if share:
        _share(feedback, visit, by)
    feedback.version += 1
    feedback.save()
    return feedback


def _refuse(feedback: Feedback, said: Said, visit: Visit, *, share: bool) -> None:
    if is_out(feedback):
        raise BadInput(_("It has gone out. Add what you want to say as an answer."))
    if share and not said.text.strip():
        raise BadInput(_("Write what you want to say first."))
    if said.follow_up_on is not None and said.follow_up_on < visit.day:
        raise BadInput(_("Follow up on the day of the visit or later."))


def is_out(feedback: Feedback) -> bool:
    return feedback.shares_at is not None and feedback.shares_at <= clock.now()


def _share(feedback: Feedback, visit: Visit, by: Viewer) -> datetime:
    agreed = visit.agreement.feedback_days
    feedback.shares_at = goes_out_at(visit.place, by, after_days=agreed)
    note_change(
        "share feedback",
        visit,
        by=by.person.pk,
        about=visit.teacher_id,
        at=feedback.shares_at,
    )
    return feedback.shares_at


@transaction.atomic
def answer_feedback(visit: Visit, *, says: str, text: str = "", by: Viewer) -> FeedbackAnswer:
    """One of the two says something more. The visitor answers in words; the teacher also asks for
    help, disagrees or offers another time in one tap."""
    why = why_feedback(by, visit)
    required(why)
    feedback = visible_feedback(by).get(visit=visit)
    if not is_out(feedback):
        raise BadInput(_("It has not gone out yet."))
    if says == FeedbackAnswer.Says.ANSWER and not text.strip():
        raise BadInput(_("Write something first."))
    if says != FeedbackAnswer.Says.ANSWER and visit.teacher_id != by.person.pk:
        raise BadInput(_("That is for the teacher to say."))
    answer = FeedbackAnswer(
        feedback=feedback, by=by.person, says=says, text=text.strip(), said_at=clock.now()
    )
    note_change(
        "answer feedback",
        answer,
        by=by.person.pk,
        about=visit.teacher_id,
        why=str(why),
        visit=visit.pk,
    )
    answer.save()
    return answer


@transaction.atomic
def follow_up(visit: Visit, *, by: Viewer) -> Feedback:
    """The visitor has looked again at the next step. Saying so twice changes nothing."""
    why = why_say_feedback(by, visit)
    required(why)
    feedback = visible_feedback(by).select_for_update(of=("self",)).get(visit=visit)
    if not is_out(feedback):
        raise BadInput(_("Share the feedback first."))
    if feedback.followed_up_on is None:
        note_change("follow up", visit, by=by.person.pk, about=visit.teacher_id, why=str(why))
        feedback.followed_up_on = by.today
        feedback.version += 1
        feedback.save()
    return feedback
