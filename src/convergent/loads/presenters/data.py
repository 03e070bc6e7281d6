"""The page Data: what waits for a decision, what runs, what was loaded, what serves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.paginator import Page
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.served import served_rows
from convergent.facts.snapshot import Snapshot
from convergent.loads.models import Load, Status
from convergent.loads.presenters.progress import Under, under_way
from convergent.loads.presenters.services import ServiceLine, service_lines
from convergent.loads.presenters.sources import SourceLine, freshness, source_lines
from convergent.loads.presenters.waiting import Why, why_it_waits
from convergent.loads.presenters.words import (
    names_of,
    outcome_words,
    when_words,
    within_sentence,
)
from convergent.loads.queries import (
    last_ended,
    last_loaded,
    waiting_loads,
    with_people,
)
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class LoadLine:
    """One load in a list; `words` says its outcome, `files` what was sent and by whom."""

    when: str
    words: str
    files: str
    url: str
    late: bool = False


@dataclass(frozen=True)
class Waiting:
    """A load that waits for a person: what it would do, and where to decide."""

    line: LoadLine
    why: Why
    approve_url: str
    refuse_url: str


@dataclass(frozen=True)
class DataPage:
    headline: str
    lead: str
    waiting: tuple[Waiting, ...]
    under_way: tuple[Under, ...]
    loads: tuple[LoadLine, ...]
    page: Page[Load]
    lines: tuple[SourceLine, ...]
    services: tuple[ServiceLine, ...]
    snapshot_id: str


def data_page(
    snapshot: Snapshot | None,
    loads: QuerySet[Load],
    shown: Page[Load],
    *,
    viewer: Viewer,
    home: Path,
) -> DataPage:
    waiting = tuple(
        _waiting(load, viewer=viewer, home=home) for load in with_people(waiting_loads(loads))
    )
    newest = last_ended(loads)
    lines = tuple(load_line(load, viewer, newest=newest) for load in shown)
    return DataPage(
        headline=_headline(snapshot, waiting, viewer),
        lead=_lead(snapshot, waiting, lines, viewer),
        waiting=waiting,
        under_way=under_way(loads),
        loads=lines,
        page=shown,
        lines=_served_lines(snapshot, loads, viewer),
        services=service_lines(loads, viewer=viewer, home=home),
        snapshot_id=snapshot.id if snapshot else "",
    )


def _served_lines(
    snapshot: Snapshot | None, loads: QuerySet[Load], viewer: Viewer
) -> tuple[SourceLine, ...]:
    served = served_rows(snapshot) if snapshot else {}
    return source_lines(snapshot, served, last_loaded(loads), today=viewer.today)


def load_line(load: Load, viewer: Viewer, *, newest: Load | None = None) -> LoadLine:
    """A refusal draws attention until a later load ends otherwise."""
    return LoadLine(
        when=when_words(load.ended_at or load.asked_at, viewer),
        words=outcome_words(load),
        files=f"{names_of(load)} · {who_asked(load)}",
        url=reverse("load", args=[load.pk]),
        late=load.waits or (load == newest and load.status == Status.REFUSED),
    )


def who_asked(load: Load) -> str:
    return load.asked_by.name if load.asked_by else _("by the command")


def _waiting(load: Load, *, viewer: Viewer, home: Path) -> Waiting:
    return Waiting(
        line=load_line(load, viewer),
        why=why_it_waits(load, district=viewer.person.district, home=home),
        approve_url=reverse("load_approve", args=[load.pk]),
        refuse_url=reverse("load_refuse", args=[load.pk]),
    )


def _headline(snapshot: Snapshot | None, waiting: tuple[Waiting, ...], viewer: Viewer) -> str:
    if waiting:
        return ngettext(
            "A load waits for your decision.",
            "%(count)s loads wait for your decision.",
            len(waiting),
        ) % {"count": len(waiting)}
    if snapshot is None:
        return _("No data is loaded yet.")
    return freshness(snapshot, viewer.today)


def _lead(
    snapshot: Snapshot | None,
    waiting: tuple[Waiting, ...],
    lines: tuple[LoadLine, ...],
    viewer: Viewer,
) -> str:
    if waiting and snapshot:
        return freshness(snapshot, viewer.today)
    if not lines:
        return ""
    words = within_sentence(lines[0].words)
    return _("%(when)s: %(words)s") % {"when": lines[0].when, "words": words}
