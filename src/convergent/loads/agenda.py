"""Loads on the Today of whoever keeps the district's data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convergent import clock
from convergent.facts.snapshot import current_snapshot
from convergent.loads.access import visible_loads, why_keep_facts
from convergent.loads.models import Decision, Load, Status
from convergent.loads.presenters.by_hand import undecided
from convergent.loads.presenters.sources import attendance_words, roster_words
from convergent.loads.presenters.waiting import why_it_waits
from convergent.loads.presenters.words import outcome_words, when_words
from convergent.loads.queries import (
    approved_alone,
    day_of_rosters,
    last_ended,
    last_loaded,
    waiting_loads,
    with_people,
)
from convergent.people.access.district import why_keep_district
from convergent.people.days import day_text
from convergent.people.following.by_hand import differing
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer

FIRST = 50
TOLD_FOR = timedelta(days=14)
ATTENDANCE = ("attendance_daily", "attendance_period")
OUTCOMES: Mapping[str, Promise] = {
    Status.REFUSED: gettext_lazy("A load of data was refused"),
    Status.UNCHANGED: gettext_lazy("A load of data changed nothing"),
    Status.CHECKED: gettext_lazy("Data was checked"),
    Decision.REPLACED: gettext_lazy("A load of data was replaced by a later one"),
    Decision.UNDONE: gettext_lazy("A load of data was undone"),
}


@on_today
def loads_to_decide(viewer: Viewer) -> Iterator[AgendaItem]:
    """A load that waits for approval, for whoever may give it."""
    if why_keep_district(viewer) is None:
        return
    for load in with_people(waiting_loads(visible_loads(viewer))):
        why = why_it_waits(load, district=viewer.person.district, home=Path(settings.HOME))
        yield AgendaItem(
            Group.WAITING,
            timezone.localdate(load.asked_at),
            when_words(load.asked_at, viewer),
            _("A load of data waits for your decision"),
            detail=why.words,
            url=reverse("load", args=[load.pk]),
            late=True,
            weight=FIRST,
            actions=(
                Action(_("See the difference"), reverse("load", args=[load.pk]), primary=True),
                Action(_("Approve"), reverse("load_approve", args=[load.pk])),
                Action(_("Refuse"), reverse("load_refuse", args=[load.pk])),
            ),
        )


@on_today
def loads_approved_alone(viewer: Viewer) -> Iterator[AgendaItem]:
    """A load that the same person sent and approved, for the other keepers: a second pair of eyes
    after the fact, where a small district has none before it.
    """
    if why_keep_district(viewer) is None:
        return
    since = clock.now() - TOLD_FOR
    for load in with_people(approved_alone(visible_loads(viewer), since=since)):
        if load.decided_by and load.decided_at and load.decided_by != viewer.person:
            yield AgendaItem(
                Group.CHANGED,
                timezone.localdate(load.decided_at),
                when_words(load.decided_at, viewer),
                _("%(person)s sent a load and approved it too") % {"person": load.decided_by.name},
                detail=load.reason,
                url=reverse("load", args=[load.pk]),
                weight=FIRST,
                actions=(Action(_("See the load"), reverse("load", args=[load.pk])),),
            )


@on_today
def last_load(viewer: Viewer) -> Iterator[AgendaItem]:
    """The last load: refused, it waits to be mended; else it is something that changed."""
    if why_keep_district(viewer) is None:
        return
    load = last_ended(with_people(visible_loads(viewer)))
    if load is None or load.waits:
        return
    is_refused = load.status == Status.REFUSED
    title = OUTCOMES.get(load.decision) or OUTCOMES.get(load.status) or _("Data was loaded")
    yield AgendaItem(
        Group.WAITING if is_refused else Group.CHANGED,
        timezone.localdate(load.asked_at),
        when_words(load.asked_at, viewer),
        str(title),
        detail=outcome_words(load),
        url=reverse("load", args=[load.pk]),
        late=is_refused,
        weight=FIRST if is_refused else 0,
        actions=(_what_to_mend(load) if is_refused else _what_is_loaded(),),
    )


@on_today
def stale_sources(viewer: Viewer) -> Iterator[AgendaItem]:
    """What changes every day, and was not loaded for longer than the setting allows: rosters, and
    attendance where it is loaded at all.
    """
    snapshot = current_snapshot(settings.HOME)
    if snapshot is None or why_keep_facts(viewer, snapshot) is None:
        return
    last = last_loaded(visible_loads(viewer))
    most = timedelta(days=settings.CONFIGURATION.stale_days)
    rosters = day_of_rosters(snapshot)
    if viewer.today - rosters > most:
        yield _stale(viewer, rosters, roster_words(rosters, viewer.today))
    taken = [last[name].at for name in ATTENDANCE if name in last]
    attendance = timezone.localdate(max(taken)) if taken else viewer.today
    if viewer.today - attendance > most:
        yield _stale(viewer, attendance, attendance_words(attendance, viewer.today))


def _stale(viewer: Viewer, day: date, words: str) -> AgendaItem:
    return AgendaItem(
        Group.WAITING,
        day,
        day_text(day, viewer),
        words.rstrip("."),
        url=reverse("data"),
        late=True,
        weight=FIRST - 1,
        actions=(Action(_("Load exports"), f"{reverse('data')}#send", primary=True),),
    )


def _what_to_mend(load: Load) -> Action:
    return Action(_("See what to mend"), reverse("load", args=[load.pk]), primary=True)


def _what_is_loaded() -> Action:
    return Action(_("See what is loaded"), reverse("data"))


@on_today
def exports_that_say_otherwise(viewer: Viewer) -> Iterator[AgendaItem]:
    """Until somebody takes what the exports say, or keeps what was written by hand."""
    if why_keep_district(viewer) is None or (snapshot := current_snapshot(settings.HOME)) is None:
        return
    found = differing(snapshot, viewer.person.district, today=viewer.today)
    count = len(undecided(found))
    if count:
        yield AgendaItem(
            Group.WAITING,
            viewer.today,
            _("this week"),
            ngettext(
                "Once, the exports say otherwise than what was written by hand.",
                "%(count)s times the exports say otherwise than what was written by hand.",
                count,
            )
            % {"count": count},
            url=reverse("by_hand"),
            actions=(Action(_("See the difference"), reverse("by_hand")),),
        )
