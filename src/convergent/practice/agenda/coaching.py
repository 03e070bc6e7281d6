"""Coaching on Today: what waits for my answer, when we meet, what was shared with me, what two
people opened, and what soon goes. None of it tells what was written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent import clock
from convergent.people.days import day_text
from convergent.people.models import Person
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.practice.access.coaching import own_cycles
from convergent.practice.access.openings import (
    visible_holds,
    visible_openings,
    why_open,
    why_open_threads,
)
from convergent.practice.access.threads import shared_with
from convergent.practice.actions.retention import last_day_to_keep
from convergent.practice.models import CoachingCycle, Opening
from convergent.practice.presenters.coaching import other_of
from convergent.practice.presenters.thread import kept_until

SOON, LATELY, A_MONTH, EACH = timedelta(days=3), timedelta(days=14), timedelta(days=31), 3


def _page(cycle: CoachingCycle) -> str:
    return reverse("coaching_cycle", args=[cycle.pk])


@on_today
def asked_and_due(viewer: Viewer) -> Iterator[AgendaItem]:
    """Cycles that others ask of me, and talks that are due."""
    asked = Q(began_on__isnull=True) & ~Q(asked_by=viewer.person)
    due = Q(began_on__isnull=False, paused_on__isnull=True, next_on__lte=viewer.today + SOON)
    found = own_cycles(viewer).filter(asked | due, ended_on__isnull=True)
    both = found.select_related("teacher", "coach").order_by("next_on", "pk")
    waiting = [one for one in both if one.began_on is None]
    talks = [one for one in both if one.began_on is not None]
    yield from (_asked(one, viewer) for one in waiting[:EACH])
    yield from (_talk(one, viewer) for one in talks[:EACH])


def _asked(cycle: CoachingCycle, viewer: Viewer) -> AgendaItem:
    invites = cycle.coach_id != viewer.person.pk
    said = _("%(name)s offers to coach you") if invites else _("%(name)s asks you for coaching")
    return AgendaItem(
        group=Group.WAITING,
        day=cycle.asked_on,
        when=day_text(cycle.asked_on, viewer),
        title=said % {"name": other_of(cycle, viewer).name},
        detail=_("It begins when you agree. You may say no, and nobody else learns of it."),
        url=_page(cycle),
        weight=2,
        actions=(Action(_("Read and answer"), _page(cycle), primary=True),),
    )


def _talk(cycle: CoachingCycle, viewer: Viewer) -> AgendaItem:
    due = cycle.next_on or viewer.today
    is_late = due < viewer.today
    day = {"day": day_text(due, viewer)}
    return AgendaItem(
        group=Group.WAITING if is_late else Group.NEXT,
        day=due,
        when=_("was due %(day)s") % day if is_late else _("due %(day)s") % day,
        title=_("Coaching: you and %(name)s") % {"name": other_of(cycle, viewer).name},
        detail=_("Every week") if cycle.every_weeks == 1 else _every(cycle),
        url=_page(cycle),
        weight=1,
        late=is_late,
        actions=(Action(_("We met, or move on"), _page(cycle)),),
    )


def _every(cycle: CoachingCycle) -> str:
    return _("Every %(weeks)s weeks") % {"weeks": cycle.every_weeks}


@on_today
def shared_with_me(viewer: Viewer) -> Iterator[AgendaItem]:
    since = viewer.today - LATELY
    found = shared_with(viewer).filter(shared_on__gte=since).defer("piece__text")
    for one in found.select_related("piece__cycle__teacher")[:EACH]:
        page = reverse("coaching_shared", args=[one.pk])
        yield AgendaItem(
            group=Group.CHANGED,
            day=one.shared_on,
            when=day_text(one.shared_on, viewer),
            title=_("%(name)s shared something with you") % {"name": one.piece.cycle.teacher.name},
            url=page,
            actions=(Action(_("Read it"), page),),
        )


@on_today
def opened_by_two(viewer: Viewer) -> Iterator[AgendaItem]:
    """For the teacher what was opened of hers; for a side what waits for it."""
    since = clock.now() - LATELY
    rule = Q(teacher=viewer.person, opened_at__gte=since)
    if why_open_threads(viewer) is not None:
        rule |= Q(opened_at__isnull=True)
    for one in visible_openings(viewer).filter(rule).select_related("teacher", "coach", "asked_by"):
        if one.teacher_id == viewer.person.pk:
            yield _opened(one, viewer)
        elif why_open(viewer, one) is not None:
            yield _to_open(one, one.asked_by, viewer)


def _opened(opening: Opening, viewer: Viewer) -> AgendaItem:
    day = timezone.localtime(opening.opened_at).date()
    page = reverse("coaching_openings")
    return AgendaItem(
        group=Group.WAITING,
        day=day,
        when=day_text(day, viewer),
        title=_("Two people opened what you and %(name)s wrote") % {"name": opening.coach.name},
        detail=_("The page says who, why, and until when."),
        url=page,
        weight=3,
        actions=(Action(_("Read why"), page, primary=True),),
    )


def _to_open(opening: Opening, asker: Person, viewer: Viewer) -> AgendaItem:
    day = timezone.localtime(opening.asked_at).date()
    page = reverse("coaching_openings")
    return AgendaItem(
        group=Group.WAITING,
        day=day,
        when=day_text(day, viewer),
        title=_("%(name)s asks that a thread of coaching be opened") % {"name": asker.name},
        detail=_("It opens only if you agree."),
        url=page,
        actions=(Action(_("Read the reason"), page),),
    )


@on_today
def held(viewer: Viewer) -> Iterator[AgendaItem]:
    since = viewer.today - LATELY
    for one in visible_holds(viewer).filter(teacher=viewer.person, placed_on__gte=since):
        page = reverse("coaching_openings")
        yield AgendaItem(
            group=Group.CHANGED,
            day=one.placed_on,
            when=day_text(one.placed_on, viewer),
            title=_("What you and your coaches wrote is kept for a procedure"),
            detail=_("Nobody reads more because of it."),
            url=page,
            weight=2,
            actions=(Action(_("Read why"), page),),
        )


@on_today
def soon_gone(viewer: Viewer) -> Iterator[AgendaItem]:
    """To the teacher, in the month before what was written goes."""
    before = last_day_to_keep(viewer.today) + A_MONTH
    old = own_cycles(viewer).filter(teacher=viewer.person, touched_on__lt=before)
    for one in old.select_related("coach")[:EACH]:
        day = kept_until(one)
        yield AgendaItem(
            group=Group.NEXT,
            day=day,
            when=day_text(day, viewer),
            title=_("What you and %(name)s wrote goes soon") % {"name": one.coach.name},
            detail=_("Copy what you want to keep."),
            url=_page(one),
            actions=(Action(_("Look at it"), _page(one)),),
        )
