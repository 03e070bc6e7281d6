"""What priorities and requirements put on Today, for whoever leads a place or a priority."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.models import Place, PlaceKind
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import visible_priorities, why_prioritise
from convergent.priorities.models import TheoryLink
from convergent.priorities.presenters.sources import source_words
from convergent.priorities.queries.cycles import visible_cycles
from convergent.priorities.queries.requirements import Asked, asked_at

SOON, A_WEEK, EACH = timedelta(days=30), timedelta(days=7), 2


def _led(viewer: Viewer) -> list[Place]:
    """The places that the viewer leads; teams within them are their leads' to see to."""
    own = {term.role.place_id: term.role.place for term in viewer.terms}
    places = [one for one in own.values() if one.kind != PlaceKind.TEAM]
    return [one for one in places if why_prioritise(viewer, one)]


@on_today
def requirements_that_serve_no_priority(viewer: Viewer) -> Iterator[AgendaItem]:
    """The nearest of what nobody has said yet how to meet."""
    for place in _led(viewer):
        asked = [one for one in asked_at(viewer, place) if one.next_due()]
        waiting = [one for one in asked if one.answer is None and _is_soon(one, viewer)]
        for one in waiting[:EACH]:
            yield _waiting(one, place, viewer)
        for one in [one for one in asked if one.answer is not None and _is_soon(one, viewer)][
            :EACH
        ]:
            yield _due(one, viewer)


def _is_soon(one: Asked, viewer: Viewer) -> bool:
    due = one.next_due()
    return due is not None and due.due.day <= viewer.today + SOON


def _waiting(one: Asked, place: Place, viewer: Viewer) -> AgendaItem:
    item = _due(one, viewer)
    meet = reverse("requirement_meet", args=[one.requirement.pk, place.pk])
    return AgendaItem(
        group=item.group,
        day=item.day,
        when=item.when,
        title=_("“%(title)s” serves none of your priorities yet")
        % {"title": one.requirement.title},
        detail=item.detail,
        url=item.url,
        late=item.late,
        actions=(Action(_("Say how we meet it"), meet, primary=True),),
    )


def _due(one: Asked, viewer: Viewer) -> AgendaItem:
    due = one.next_due()
    day = due.due.day if due else viewer.today
    page = reverse("requirement", args=[one.requirement.pk])
    when = _("since %(day)s") if day < viewer.today else _("by %(day)s")
    return AgendaItem(
        group=Group.WAITING,
        day=day,
        when=when % {"day": day_text(day, viewer)},
        title=due.due.what if due else one.requirement.title,
        detail=source_words(one.requirement),
        url=page,
        late=day < viewer.today,
        actions=(Action(_("See what is due"), page),),
    )


@on_today
def priorities_that_nobody_leads(viewer: Viewer) -> Iterator[AgendaItem]:
    """Of the places that the viewer leads."""
    found = visible_priorities(viewer).filter(place__in=_led(viewer)).on(viewer.today)
    held = found.with_lead(viewer.today).select_related("place")
    for one in [one for one in held if not one.is_held][:EACH]:  # type: ignore[attr-defined]
        change = reverse("priority_change", args=[one.pk])
        yield AgendaItem(
            group=Group.WAITING,
            day=one.starts_on,
            when=_("open"),
            title=_("Nobody leads “%(title)s”") % {"title": one.statement},
            detail=one.place.name,
            url=reverse("priority", args=[one.pk]),
            weight=-2,
            actions=(Action(_("Say who leads it"), change, primary=True),),
        )


@on_today
def priorities_that_i_lead(viewer: Viewer) -> Iterator[AgendaItem]:
    found = (
        visible_priorities(viewer)
        .on(viewer.today)
        .filter(lead__person=viewer.person, lead__role__in=viewer.role_ids)
    )
    for one in found.select_related("place")[:EACH]:
        page = reverse("priority", args=[one.pk])
        yield AgendaItem(
            group=Group.NEXT,
            day=one.starts_on,
            when=_("you lead"),
            title=one.statement,
            detail=one.place.name,
            url=page,
            weight=2,
            actions=(Action(_("See how it goes"), page),),
        )


@on_today
def results_to_look_at(viewer: Viewer) -> Iterator[AgendaItem]:
    """Of cycles that end these days, for whoever tries them or leads their priority."""
    mine = Q(by=viewer.person) | Q(team__in=[term.role.place_id for term in viewer.terms])
    ending = visible_cycles(viewer).filter(
        mine, decided_on=None, ends_on__lte=viewer.today + A_WEEK
    )
    for one in ending.order_by("ends_on")[:EACH]:
        page = reverse("cycle_decide", args=[one.pk])
        yield AgendaItem(
            group=Group.WAITING,
            day=one.ends_on,
            when=day_text(one.ends_on, viewer),
            title=_("Decide: %(question)s") % {"question": one.question},
            detail=one.priority.statement,
            url=reverse("cycle", args=[one.pk]),
            late=one.ends_on < viewer.today,
            actions=(Action(_("Decide"), page, primary=True),),
        )


@on_today
def links_to_test(viewer: Viewer) -> Iterator[AgendaItem]:
    """Tests of a theory that are due, for whoever leads the priority."""
    led = (
        visible_priorities(viewer)
        .on(viewer.today)
        .filter(lead__person=viewer.person, lead__role__in=viewer.role_ids)
    )
    due = TheoryLink.objects.filter(
        priority__in=led, taken_out_on=None, test_on__lte=viewer.today + A_WEEK
    )
    for one in due.select_related("priority").order_by("test_on")[:EACH]:
        page = reverse("theory", args=[one.priority_id])
        yield AgendaItem(
            group=Group.WAITING,
            day=one.test_on or viewer.today,
            when=day_text(one.test_on or viewer.today, viewer),
            title=_("Test it: %(test)s") % {"test": one.next_test or one.then_they},
            detail=one.priority.statement,
            url=page,
            late=(one.test_on or viewer.today) < viewer.today,
            actions=(Action(_("Say what was seen"), reverse("link_evidence", args=[one.pk])),),
        )
