"""Loads as their district has them, and what works on them now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q, QuerySet

from convergent.errors import BadInput
from convergent.facts import held
from convergent.facts.findings import Difference
from convergent.facts.kept_findings import Kept, kept_findings
from convergent.facts.snapshot import Snapshot, current_snapshot, snapshot_named
from convergent.jobs.models import ENDED, Job
from convergent.loads.models import SERVED, Decision, Load, Status

FOLLOW = "follow"


def with_people(loads: QuerySet[Load]) -> QuerySet[Load]:
    return loads.select_related("job", "asked_by", "decided_by")


def waiting_loads(loads: QuerySet[Load]) -> QuerySet[Load]:
    """Those that somebody has to approve or refuse, newest first."""
    return loads.filter(status=Status.HELD, decision=Decision.NONE)


def running_loads(loads: QuerySet[Load]) -> QuerySet[Load]:
    return loads.filter(status=Status.ASKED).exclude(job__state__in=ENDED)


def following_jobs() -> QuerySet[Job]:
    """Work that brings people and places up to what serves."""
    return Job.objects.filter(kind=FOLLOW).exclude(state__in=ENDED)


def last_ended(loads: QuerySet[Load]) -> Load | None:
    return loads.exclude(status__in=(Status.ASKED, Status.CANCELLED)).first()


@dataclass(frozen=True)
class LastLoaded:
    """When a kind of row was loaded last, and from what kind of file."""

    at: datetime
    form: str


def last_loaded(loads: QuerySet[Load]) -> dict[str, LastLoaded]:
    """By table, over loads that serve or found that what serves is the same."""
    said: dict[str, LastLoaded] = {}
    good = Q(status__in=(*SERVED, Status.UNCHANGED)) | Q(decision=Decision.APPROVED)
    for load in loads.filter(good).exclude(decision=Decision.UNDONE)[:200]:
        forms = {str(file["form"]) for file in load.files}
        for table in load.counts:
            at = load.ended_at or load.asked_at
            said.setdefault(table, LastLoaded(at, form_of(table, forms)))
    return said


def form_of(table: str, forms: Collection[str]) -> str:
    """The kind of file that gave a table its rows, where that is certain; else nothing."""
    if table in forms:
        return f"{table}.csv"
    own = [form for form in forms if form.endswith(f" {table}")]
    found = own or forms
    return next(iter(found)) if len(found) == 1 else ""


def can_be_undone(load: Load, home: Path) -> bool:
    """Whether what it published serves now, and what served before is still kept."""
    serving = current_snapshot(home)
    return (
        load.served
        and serving is not None
        and serving.id == load.snapshot
        and before_of(load, home) is not None
    )


def before_of(load: Load, home: Path) -> Snapshot | None:
    """What served before a load; None if nothing did, or if it is no longer kept."""
    try:
        return snapshot_named(home, load.before) if load.before != load.snapshot else None
    except BadInput:
        return None


def findings_of(load: Load, home: Path) -> Kept:
    """What the load found, as long as that is kept."""
    return kept_findings(home, str(load.pk))


def differences_of(load: Load, home: Path) -> tuple[Difference, ...]:
    """What the load changed, or would change."""
    for waiting in held.held_loads(home):
        if waiting.id == load.held:
            return waiting.differences
    return findings_of(load, home).differences
