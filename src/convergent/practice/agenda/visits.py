"""Feedback that waits to be shared, read or answered; next steps to look at again; joint visits of
which one side is not written. None of it tells what was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent import clock
from convergent.people.days import day_text
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.practice.access.visits import (
    answers_to_own_visits,
    own_answers,
    visible_feedback,
)
from convergent.practice.models import Feedback, FeedbackAnswer
from convergent.practice.queries.joint import waiting_for

SOON, LATELY, EACH = timedelta(days=3), timedelta(days=14), 3


@on_today
def feedback_between_us(viewer: Viewer) -> Iterator[AgendaItem]:
    """What I have to share, what I got, and the next steps of both sides."""
    since, soon = viewer.today - LATELY, viewer.today + SOON
    mine, to_me = Q(visit__visitor=viewer.person), Q(visit__teacher=viewer.person)
    unshared = mine & Q(shares_at__isnull=True, visit__day__gte=since)
    due = Q(followed_up_on__isnull=True, follow_up_on__gte=since, follow_up_on__lte=soon)
    new = to_me & Q(shares_at__date__gte=since)
    found = visible_feedback(viewer).filter(unshared | due | new)
    related = found.select_related("visit__visitor", "visit__teacher").defer("text", "next_step")
    answered = own_answers(viewer).filter(feedback=OuterRef("pk"))
    rows = related.annotate(is_answered=Exists(answered)).order_by("visit__day", "pk")
    of_kinds: dict[str, list[AgendaItem]] = defaultdict(list)
    for feedback in rows:
        item = _item(feedback, viewer, soon)
        if item is not None:
            of_kinds[item.when].append(item)
    yield from (_first_of(items) for items in of_kinds.values())


def _first_of(items: list[AgendaItem]) -> AgendaItem:
    """One of each kind, so that visits leave room on Today for what else waits."""
    others = len(items) - 1
    if not others:
        return items[0]
    more = _("%(count)s more like it.") % {"count": others}
    return replace(items[0], detail=f"{items[0].detail} {more}")


def _item(feedback: Feedback, viewer: Viewer, soon: date) -> AgendaItem | None:
    is_mine = feedback.visit.visitor_id == viewer.person.pk
    if is_mine and feedback.shares_at is None:
        return _to_share(feedback, viewer)
    if _is_due(feedback, soon):
        return _to_follow_up(feedback, viewer) if is_mine else _my_next_step(feedback, viewer)
    if is_mine or feedback.is_answered:  # type: ignore[attr-defined]
        return None
    return _to_read(feedback, viewer)


def _is_due(feedback: Feedback, soon: date) -> bool:
    if feedback.followed_up_on is not None or feedback.follow_up_on is None:
        return False
    is_out = feedback.shares_at is not None and feedback.shares_at <= clock.now()
    return is_out and feedback.follow_up_on <= soon


def _page(feedback: Feedback) -> str:
    return reverse("visit", args=[feedback.visit_id])


def _to_share(feedback: Feedback, viewer: Viewer) -> AgendaItem:
    visit = feedback.visit
    return AgendaItem(
        group=Group.WAITING,
        day=visit.day,
        when=_("not shared yet"),
        title=_("What you saw with %(name)s") % {"name": visit.teacher.name},
        detail=_("You were there on %(day)s.") % {"day": day_text(visit.day, viewer)},
        url=_page(feedback),
        actions=(Action(_("Share it"), _page(feedback), primary=True),),
    )


def _to_follow_up(feedback: Feedback, viewer: Viewer) -> AgendaItem:
    day = feedback.follow_up_on or viewer.today
    done = reverse("visit_followed", args=[feedback.visit_id])
    return AgendaItem(
        group=Group.WAITING,
        day=day,
        when=_("follow up"),
        title=_("The next step of %(name)s") % {"name": feedback.visit.teacher.name},
        detail=_("You wanted to look at it again by %(day)s.") % {"day": day_text(day, viewer)},
        url=_page(feedback),
        late=day < viewer.today,
        actions=(
            Action(_("We have looked at it again"), done, "post", primary=True),
            Action(_("Read it"), _page(feedback)),
        ),
    )


def _my_next_step(feedback: Feedback, viewer: Viewer) -> AgendaItem:
    day = feedback.follow_up_on or viewer.today
    return AgendaItem(
        group=Group.NEXT,
        day=day,
        when=_("your next step"),
        title=_("%(name)s looks at it again with you") % {"name": feedback.visit.visitor.name},
        detail=_("by %(day)s") % {"day": day_text(day, viewer)},
        url=_page(feedback),
        weight=1,
        actions=(Action(_("Read it"), _page(feedback)),),
    )


def _to_read(feedback: Feedback, viewer: Viewer) -> AgendaItem:
    shared = timezone.localtime(feedback.shares_at).date()
    return AgendaItem(
        group=Group.CHANGED,
        day=shared,
        when=day_text(shared, viewer),
        title=_("%(name)s shared feedback with you") % {"name": feedback.visit.visitor.name},
        detail=_("From the visit on %(day)s. Only you two read it.")
        % {"day": day_text(feedback.visit.day, viewer)},
        url=_page(feedback),
        weight=2,
        actions=(Action(_("Read and answer"), _page(feedback), primary=True),),
    )


@on_today
def answers_to_me(viewer: Viewer) -> Iterator[AgendaItem]:
    """What teachers lately said to my feedback, until I have answered."""
    said = answers_to_own_visits(viewer).filter(said_at__gte=clock.now() - LATELY)
    later = own_answers(viewer).filter(
        feedback=OuterRef("feedback"), said_at__gt=OuterRef("said_at")
    )
    waiting = said.exclude(by=viewer.person).filter(~Exists(later)).defer("text")
    for answer in waiting.select_related("by", "feedback").order_by("-said_at")[:EACH]:
        yield _answer(answer, viewer)


def _answer(answer: FeedbackAnswer, viewer: Viewer) -> AgendaItem:
    day = timezone.localtime(answer.said_at).date()
    asks = answer.says == FeedbackAnswer.Says.HELP
    name = {"name": answer.by.name}
    return AgendaItem(
        group=Group.WAITING if asks else Group.CHANGED,
        day=day,
        when=day_text(day, viewer),
        title=_("%(name)s asks you for help") % name if asks else _("%(name)s answered you") % name,
        url=_page(answer.feedback),
        weight=2 if asks else 0,
        actions=(Action(_("Read and answer"), _page(answer.feedback), primary=asks),),
    )


@on_today
def other_side_of_a_joint_visit(viewer: Viewer) -> Iterator[AgendaItem]:
    for joint in waiting_for(viewer)[:EACH]:
        page = f"{reverse('visit_new')}?teacher={joint.teacher_id}&joint={joint.pk}"
        yield AgendaItem(
            group=Group.WAITING,
            day=joint.day,
            when=day_text(joint.day, viewer),
            title=_("You were with %(name)s together with %(other)s")
            % {"name": joint.teacher.name, "other": joint.first.name},
            detail=_("Each of you sees the other’s side when both are written."),
            url=page,
            weight=2,
            actions=(Action(_("Write what you saw"), page, primary=True),),
        )
