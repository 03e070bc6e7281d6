"""Loads on the Today of whoever keeps the district's data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent.facts.snapshot import Snapshot, current_snapshot
from convergent.loads.access import visible_loads, why_keep_facts
from convergent.loads.models import Load, Status
from convergent.loads.presenters.differences import school_names
from convergent.loads.presenters.kinds import kind_words
from convergent.loads.presenters.sources import freshness
from convergent.loads.presenters.words import difference_words, outcome_words, when_words
from convergent.loads.queries import (
    differences_of,
    last_ended,
    last_loaded,
    waiting_loads,
    with_people,
)
from convergent.people.days import day_text
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer

FIRST = 50


@on_today
def loads_to_decide(viewer: Viewer) -> Iterator[AgendaItem]:
    """A load that waits for approval, for whoever may give it."""
    for load in with_people(waiting_loads(visible_loads(viewer))):
        differences = differences_of(load, Path(settings.HOME))
        names = school_names(differences, viewer.person.district)
        yield AgendaItem(
            Group.WAITING,
            timezone.localdate(load.asked_at),
            when_words(load.asked_at, viewer),
            _("A load of data waits for your decision"),
            detail=difference_words(differences, names),
            url=reverse("load", args=[load.pk]),
            late=True,
            weight=FIRST,
            actions=(
                Action(_("Approve"), reverse("load_approve", args=[load.pk]), primary=True),
                Action(_("Refuse"), reverse("load_refuse", args=[load.pk])),
            ),
        )


@on_today
def last_load(viewer: Viewer) -> Iterator[AgendaItem]:
    """The last load: refused, it waits to be mended; else it is something that changed."""
    load = last_ended(with_people(visible_loads(viewer)))
    if load is None or load.waits:
        return
    is_refused = load.status == Status.REFUSED
    yield AgendaItem(
        Group.WAITING if is_refused else Group.CHANGED,
        timezone.localdate(load.asked_at),
        when_words(load.asked_at, viewer),
        _("A load of data was refused") if is_refused else _("Data was loaded"),
        detail=outcome_words(load),
        url=reverse("load", args=[load.pk]),
        late=is_refused,
        weight=FIRST if is_refused else 0,
        actions=(_what_to_mend(load) if is_refused else _what_is_loaded(),),
    )


@on_today
def stale_sources(viewer: Viewer) -> Iterator[AgendaItem]:
    """What was loaded regularly, and has not been for longer than the setting allows."""
    snapshot = current_snapshot(settings.HOME)
    if snapshot is None or why_keep_facts(viewer, snapshot) is None:
        return
    most = timedelta(days=settings.CONFIGURATION.stale_days)
    if viewer.today - snapshot.manifest.as_of > most:
        yield _stale(viewer, snapshot)


def _stale(viewer: Viewer, snapshot: Snapshot) -> AgendaItem:
    last = last_loaded(visible_loads(viewer))
    oldest = sorted(last, key=lambda name: last[name].at)[:3]
    return AgendaItem(
        Group.WAITING,
        snapshot.manifest.as_of,
        day_text(snapshot.manifest.as_of, viewer),
        freshness(snapshot, viewer.today).rstrip("."),
        detail=_oldest_words([kind_words(name) for name in oldest]),
        url=reverse("data"),
        late=True,
        weight=FIRST - 1,
        actions=(Action(_("Load exports"), f"{reverse('data')}#send", primary=True),),
    )


def _oldest_words(kinds: list[str]) -> str:
    if not kinds:
        return ""
    return _("Longest without a load: %(kinds)s.") % {"kinds": ", ".join(kinds)}


def _what_to_mend(load: Load) -> Action:
    return Action(_("See what to mend"), reverse("load", args=[load.pk]), primary=True)


def _what_is_loaded() -> Action:
    return Action(_("See what is loaded"), reverse("data"))
