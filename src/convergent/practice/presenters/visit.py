"""The page of one visit, for each of its readers."""

from __future__ import annotations

from dataclasses import dataclass

from convergent.people.viewer import Viewer
from convergent.practice.access.visits import (
    seen_in,
    visible_answers,
    visible_feedback,
    visible_visit_notes,
    visible_visits,
    why_say_feedback,
)
from convergent.practice.actions.feedback import is_out
from convergent.practice.models import Feedback, FeedbackAnswer, Visit, VisitNotes
from convergent.practice.presenters.applies import readers_of_feedback, to_the_teacher


@dataclass(frozen=True)
class Side:
    """What one of the visitors wrote in the room."""

    visit: Visit
    notes: VisitNotes
    seen: tuple[str, ...]


@dataclass(frozen=True)
class VisitPage:
    visit: Visit
    sides: tuple[Side, ...]
    feedback: Feedback | None
    answers: tuple[FeedbackAnswer, ...]
    readers: str
    applies: str
    is_own: bool
    is_teacher: bool

    @property
    def is_out(self) -> bool:
        return self.feedback is not None and is_out(self.feedback)

    @property
    def can_follow_up(self) -> bool:
        return self.is_own and self.is_out and self.feedback.followed_up_on is None  # type: ignore[union-attr]


def visit_page(visit: Visit, viewer: Viewer) -> VisitPage:
    feedback = visible_feedback(viewer).filter(visit=visit).first()
    answers = visible_answers(viewer).filter(feedback__visit=visit).select_related("by")
    is_teacher = visit.teacher_id == viewer.person.pk
    return VisitPage(
        visit=visit,
        sides=tuple(_side(one, viewer) for one in sides_of(visit, viewer)),
        feedback=feedback,
        answers=tuple(answers),
        readers=readers_of_feedback(visit),
        applies=to_the_teacher(visit, viewer) if is_teacher else "",
        is_own=why_say_feedback(viewer, visit) is not None,
        is_teacher=is_teacher,
    )


def sides_of(visit: Visit, viewer: Viewer) -> list[Visit]:
    """The visit; of a joint one whose other side may be read, both, one's own first."""
    if visit.teacher_id == viewer.person.pk:
        return []
    if visit.joint_id is None:
        return [visit]
    sides = visible_visits(viewer).filter(joint=visit.joint_id).select_related("visitor")
    return sorted(sides, key=lambda one: one.visitor_id != viewer.person.pk)


def _side(visit: Visit, viewer: Viewer) -> Side:
    notes = visible_visit_notes(viewer).get(visit=visit)
    return Side(visit, notes, _seen(visit, viewer))


def _seen(visit: Visit, viewer: Viewer) -> tuple[str, ...]:
    found = seen_in(viewer).filter(visit=visit).order_by("look_for__position")
    return tuple(found.values_list("look_for__text", flat=True))
