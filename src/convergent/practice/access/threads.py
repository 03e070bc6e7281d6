"""Who reads what a teacher and her coach wrote: the two of them; one piece, the person with whom
the teacher shares it; for a limited time, the two who opened it together. Nobody else, whatever
role: no principal, no supervisor, no superintendent, no keeper of the district's data.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from convergent.people.access.reasons import Reason
from convergent.people.viewer import Viewer
from convergent.practice.access.coaching import own_cycles, why_cycle
from convergent.practice.access.openings import opened_to
from convergent.practice.models import (
    CoachingCycle,
    CoachingPiece,
    Evaluation,
    SharedPiece,
)


def _opened(viewer: Viewer) -> Q:
    opened = opened_to(viewer).filter(teacher=OuterRef("teacher"), coach=OuterRef("coach"))
    return Q(Exists(opened), began_on__isnull=False)


def visible_threads(viewer: Viewer) -> QuerySet[CoachingCycle]:
    """Cycles whose thread the viewer reads."""
    opened = CoachingCycle.objects.readable_by_rule(_opened(viewer))
    rule = Q(pk__in=own_cycles(viewer).values("pk")) | Q(pk__in=opened.values("pk"))
    return CoachingCycle.objects.readable_by_rule(rule)


def why_thread(viewer: Viewer, cycle: CoachingCycle) -> Reason | None:
    own = why_cycle(viewer, cycle)
    if own is not None:
        return own
    opened = opened_to(viewer).filter(teacher=cycle.teacher_id, coach=cycle.coach_id)
    return Reason.OPENED if cycle.began_on is not None and opened.exists() else None


def pieces_of_threads(viewer: Viewer) -> QuerySet[CoachingPiece]:
    """The pieces of the threads that the viewer reads as a whole."""
    threads = visible_threads(viewer).values("pk")
    return CoachingPiece.objects.readable_by_rule(Q(cycle__in=threads))


def own_pieces(viewer: Viewer) -> QuerySet[CoachingPiece]:
    """The pieces of the viewer's own threads: what she searches, changes and shares."""
    own = own_cycles(viewer).values("pk")
    return CoachingPiece.objects.readable_by_rule(Q(cycle__in=own))


def why_write(viewer: Viewer, cycle: CoachingCycle) -> Reason | None:
    """To write in the thread: one of the two, once it has begun. The teacher also when it is
    over: it stays hers."""
    why = why_cycle(viewer, cycle)
    if cycle.began_on is None:
        return None
    return why if cycle.ended_on is None or why is Reason.OWN else None


def why_change_piece(viewer: Viewer, piece: CoachingPiece) -> Reason | None:
    """To write it anew, or to take it away: whoever wrote it."""
    why = why_write(viewer, piece.cycle)
    return why if piece.by_id == viewer.person.pk else None


def why_share(viewer: Viewer, piece: CoachingPiece) -> Reason | None:
    """The teacher alone, also what her coach wrote to her."""
    return Reason.OWN if piece.cycle.teacher_id == viewer.person.pk else None


def _evaluator(day: date) -> Exists:
    held = Evaluation.objects.in_the_year_to(day).filter(
        evaluator=OuterRef("person"), evaluated=OuterRef("piece__cycle__teacher")
    )
    return Exists(held)


def shared_with(viewer: Viewer) -> QuerySet[SharedPiece]:
    """What teachers share with the viewer; nothing of a teacher whom she evaluates or
    evaluated in the last year."""
    rule = Q(person=viewer.person) & ~Q(_evaluator(viewer.today))
    return SharedPiece.objects.readable_by_rule(rule)


def why_shared(viewer: Viewer, share: SharedPiece) -> Reason | None:
    if share.person_id != viewer.person.pk:
        return None
    evaluates = Evaluation.objects.in_the_year_to(viewer.today).filter(
        evaluator=viewer.person, evaluated=share.piece.cycle.teacher_id
    )
    return None if evaluates.exists() else Reason.SHARED_WITH


def shares_by(viewer: Viewer) -> QuerySet[SharedPiece]:
    """With whom the viewer, as the teacher, shares what."""
    return SharedPiece.objects.readable_by_rule(Q(piece__cycle__teacher=viewer.person))


def piece_shared(share: SharedPiece, viewer: Viewer) -> CoachingPiece:
    """The one piece; raises DoesNotExist where the viewer may not read it."""
    readable = shared_with(viewer).filter(pk=share.pk)
    found = CoachingPiece.objects.readable_by_rule(Q(pk__in=readable.values("piece")))
    return found.select_related("cycle__teacher", "by").get()


def threads_kept_since_before(day: date) -> QuerySet[CoachingCycle]:
    """Cycles in which nothing was done since that day. For the job that lets them go."""
    return CoachingCycle.objects.readable_by_rule(Q(touched_on__lt=day))
