"""The wall. Who visited reads her visit and what she wrote; the teacher reads what was shared with
her; who went along sees the other's side when both have kept theirs. No other leader reads any of
it, and the district counts only. A coach who becomes a teacher's evaluator loses that thread that
day, and a colleague too.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from convergent import clock
from convergent.people.access.reasons import Reason
from convergent.people.models import Person
from convergent.people.viewer import Viewer, asked_once
from convergent.practice.models import (
    Evaluation,
    Feedback,
    FeedbackAnswer,
    JointVisit,
    Seen,
    Visit,
    VisitAgreement,
    VisitDraft,
    VisitNotes,
)
from convergent.practice.models.agreements import INFORMS_NO_EVALUATION
from convergent.practice.models.drafts import VisitDraftQuerySet
from convergent.practice.models.visits import (
    AnswerQuerySet,
    FeedbackQuerySet,
    SeenQuerySet,
    VisitNotesQuerySet,
    VisitQuerySet,
)

DAYS_A_YEAR = 366
DRAFTS_KEPT = timedelta(days=90)


def _evaluations_by(viewer: Viewer) -> QuerySet[Evaluation]:
    return Evaluation.objects.on(viewer.today).filter(evaluator=viewer.person)


_ids_of_evaluated = asked_once(_evaluations_by, "evaluated")


def _own(viewer: Viewer) -> Q:
    """The viewer's own visits, without those that the wall took from her."""
    lost = Q(kind__in=INFORMS_NO_EVALUATION, teacher__in=_ids_of_evaluated(viewer))
    return Q(visitor=viewer.person) & ~lost


def _beside(viewer: Viewer) -> Q:
    """The other's side of visits of which the viewer has kept her own side."""
    kept = Visit.objects.readable_by_rule(_own(viewer) & Q(joint__isnull=False))
    return Q(joint__in=kept.values("joint"))


def _shared_with(viewer: Viewer) -> Q:
    return Q(teacher=viewer.person, feedback__shares_at__lte=clock.now())


def visible_visits(viewer: Viewer) -> VisitQuerySet:
    """Who visited whom, when and as what."""
    rule = _own(viewer) | _beside(viewer) | _shared_with(viewer)
    return Visit.objects.readable_by_rule(rule)


def own_visits(viewer: Viewer) -> VisitQuerySet:
    return Visit.objects.readable_by_rule(_own(viewer))


def own_drafts(viewer: Viewer) -> VisitDraftQuerySet:
    """What the viewer began to write and has not kept yet: nobody else reads that."""
    return VisitDraft.objects.readable_by_rule(Q(visitor=viewer.person))


def why_visit(viewer: Viewer, visit: Visit) -> Reason | None:
    return why_notes(viewer, visit) or _why_shared(viewer, visit)


def _why_shared(viewer: Viewer, visit: Visit) -> Reason | None:
    if visit.teacher_id != viewer.person.pk:
        return None
    said = Feedback.objects.readable_by_rule(Q(visit=visit, shares_at__lte=clock.now()))
    return Reason.VISITED if said.exists() else None


def _why_own(viewer: Viewer, visit: Visit) -> Reason | None:
    if visit.visitor_id != viewer.person.pk:
        return None
    if visit.kind not in INFORMS_NO_EVALUATION:
        return Reason.AUTHOR
    evaluates = Evaluation.objects.on(viewer.today).filter(
        evaluator=viewer.person, evaluated=visit.teacher_id
    )
    return None if evaluates.exists() else Reason.AUTHOR


def why_notes(viewer: Viewer, visit: Visit) -> Reason | None:
    """To read what the visitor wrote in the room."""
    own = _why_own(viewer, visit)
    if own or visit.joint_id is None:
        return own
    own_side = Visit.objects.readable_by_rule(Q(joint=visit.joint_id, visitor=viewer.person))
    return Reason.WENT_ALONG if any(_why_own(viewer, one) for one in own_side) else None


def visible_visit_notes(viewer: Viewer) -> VisitNotesQuerySet:
    return VisitNotes.objects.readable_by_rule(Q(visit__in=_noted(viewer)))


def _noted(viewer: Viewer) -> VisitQuerySet:
    return Visit.objects.readable_by_rule(_own(viewer) | _beside(viewer))


def seen_in(viewer: Viewer) -> SeenQuerySet:
    """What was looked for and seen; the teacher reads what was said of it."""
    return Seen.objects.readable_by_rule(Q(visit__in=_noted(viewer)))


def why_say_feedback(viewer: Viewer, visit: Visit) -> Reason | None:
    """To write, change and share the feedback, and to say that it was followed up."""
    return _why_own(viewer, visit)


def why_feedback(viewer: Viewer, visit: Visit) -> Reason | None:
    """To read the feedback and its answers, and to answer: the two of them, nobody who went
    along."""
    return _why_own(viewer, visit) or _why_shared(viewer, visit)


def visible_feedback(viewer: Viewer) -> FeedbackQuerySet:
    readable = Visit.objects.readable_by_rule(_own(viewer) | _shared_with(viewer))
    return Feedback.objects.readable_by_rule(Q(visit__in=readable))


def visible_answers(viewer: Viewer) -> AnswerQuerySet:
    return FeedbackAnswer.objects.readable_by_rule(Q(feedback__in=visible_feedback(viewer)))


def answers_to_own_visits(viewer: Viewer) -> AnswerQuerySet:
    """Those of `visible_answers` that were said to the viewer's own feedback."""
    return FeedbackAnswer.objects.readable_by_rule(Q(feedback__visit__in=own_visits(viewer)))


def own_answers(viewer: Viewer) -> AnswerQuerySet:
    """What the viewer herself answered: to ask, of feedback that she may read, whether she did."""
    return FeedbackAnswer.objects.readable_by_rule(Q(by=viewer.person))


def received_visit(viewer: Viewer, pk: UUID) -> Visit | None:
    """The visit that this visitor sent under that id, also where she may not read it any more: to
    tell her device that it arrived."""
    return Visit.objects.readable_by_rule(Q(pk=pk, visitor=viewer.person)).first()


def has_kept_her_side(viewer: Viewer, joint: JointVisit) -> bool:
    """Also where she may not read it any more: it is kept once."""
    kept = Visit.objects.readable_by_rule(Q(joint=joint, visitor=viewer.person))
    return kept.exists()


def to_tell_of() -> FeedbackQuerySet:
    """Feedback that the teacher may read since lately and has not been told of. For the job that
    sends the word that there is something new."""
    return Feedback.objects.readable_by_rule(Q(shares_at__lte=clock.now(), is_told=False))


def visits_kept_too_long(agreement: VisitAgreement, today: date) -> VisitQuerySet:
    """Those under the agreement that are older than it lets visits be. For the job that lets them
    go; nobody reads them by it."""
    last_day = today - timedelta(days=DAYS_A_YEAR * agreement.kept_years)
    return Visit.objects.readable_by_rule(Q(agreement=agreement, day__lt=last_day))


def drafts_kept_too_long(today: date) -> VisitDraftQuerySet:
    """Those that nobody has touched for so long. For the job that lets them go; nobody reads them
    by it."""
    last_day = today - DRAFTS_KEPT
    return VisitDraft.objects.readable_by_rule(Q(written_at__date__lt=last_day))


def draft_of_author(author: Person, pk: UUID) -> VisitDraft | None:
    """What she is writing under that id: a device sends it, also under another session."""
    return VisitDraft.objects.readable_by_rule(Q(pk=pk, visitor=author)).first()


def is_begun(pk: UUID) -> bool:
    """Whether any draft has that id, whoever writes it."""
    return VisitDraft.objects.readable_by_rule(Q(pk=pk)).exists()


def is_taken(pk: UUID) -> bool:
    """Whether any visit has that id, whoever made it."""
    return Visit.objects.readable_by_rule(Q(pk=pk)).exists()
