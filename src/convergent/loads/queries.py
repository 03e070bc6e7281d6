"""Loads as their district has them, and what works on them now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from convergent import clock
from convergent.audit.models import AuditRow
from convergent.errors import BadInput
from convergent.facts import held
from convergent.facts.findings import Broken, Difference
from convergent.facts.kept_findings import Kept, kept_findings, told_of
from convergent.facts.snapshot import Snapshot, all_snapshots, snapshot_named
from convergent.facts.sources.assessments.reading import known_layouts
from convergent.facts.sources.fetched import SOURCE_SUFFIX
from convergent.facts.switching import last_switch
from convergent.jobs.models import ENDED, Job, State
from convergent.jobs.queries import running_jobs
from convergent.loads.faults import Fault, faults_of, tables_of_files
from convergent.loads.models import SERVED, Decision, Load, Status

FOLLOW = "follow"
KEEP = "keep as written here"
RESULTS = ("assessment_results", "assessment_parts")
GIVEN_ALONG = {"spending_totals": "spending"}
SOON = timedelta(minutes=1)  # a worker looks around every few seconds


def with_people(loads: QuerySet[Load]) -> QuerySet[Load]:
    return loads.select_related("job", "asked_by", "decided_by")


def waiting_loads(loads: QuerySet[Load]) -> QuerySet[Load]:
    """Those that somebody has to approve or refuse, newest first."""
    return loads.filter(status=Status.HELD, decision=Decision.NONE)


def approved_alone(loads: QuerySet[Load], *, since: datetime) -> QuerySet[Load]:
    """Held loads that whoever sent them approved, newest first."""
    return loads.filter(decision=Decision.APPROVED, decided_by=F("asked_by"), decided_at__gte=since)


def running_loads(loads: QuerySet[Load]) -> QuerySet[Load]:
    return loads.filter(status=Status.ASKED).exclude(job__state__in=ENDED)


def following_jobs() -> QuerySet[Job]:
    """Work that brings people and places up to what serves."""
    return Job.objects.filter(kind=FOLLOW).exclude(state__in=ENDED)


def is_left_alone(job: Job) -> bool:
    """Whether it has waited for a while, and nothing else keeps a worker busy: none is there."""
    if job.state != State.WAITING or clock.now() - job.asked_at < SOON:
        return False
    return not running_jobs().exists()


def last_ended(loads: QuerySet[Load]) -> Load | None:
    return loads.exclude(status__in=(Status.ASKED, Status.CANCELLED)).first()


@dataclass(frozen=True)
class LastLoaded:
    """When a kind of row was loaded last, and from what kinds of file."""

    at: datetime
    forms: tuple[str, ...]


def last_loaded(loads: QuerySet[Load]) -> dict[str, LastLoaded]:
    """By table, over loads that serve or found that what serves is the same."""
    said: dict[str, LastLoaded] = {}
    for load in good_loads(loads)[:200]:
        forms = {str(file["form"]) for file in load.files}
        for table in load.counts:
            said.setdefault(table, LastLoaded(_at(load), forms_of(table, forms)))
    return said


def good_loads(loads: QuerySet[Load]) -> QuerySet[Load]:
    """Those that serve, or found that what serves is the same."""
    good = Q(status__in=(*SERVED, Status.UNCHANGED)) | Q(decision=Decision.APPROVED)
    return loads.filter(good).exclude(decision=Decision.UNDONE)


@dataclass(frozen=True)
class Asked:
    """A service that is asked over the network, by the name of its file: the last load that brought
    its data, the last that failed, and the one that runs or waits for its turn.
    """

    name: str
    worked: Load | None
    failed: Load | None
    now: Load | None

    @property
    def fails(self) -> bool:
        """Whether nothing came since it failed."""
        if self.failed is None:
            return False
        return self.worked is None or self.worked.asked_at < self.failed.asked_at


def asked_services(loads: QuerySet[Load]) -> tuple[Asked, ...]:
    """Of the last 200 loads that asked any, by name."""
    of_services = with_people(loads.filter(names__icontains=SOURCE_SUFFIX))[:200]
    found: dict[str, list[Load]] = {}
    for load in of_services:
        for name in load.names:
            if str(name).lower().endswith(SOURCE_SUFFIX):
                found.setdefault(str(name), []).append(load)
    return tuple(
        Asked(
            name,
            next(filter(_brought_data, found[name]), None),
            next(filter(_failed, found[name]), None),
            next(filter(_is_under_way, found[name]), None),
        )
        for name in sorted(found)
    )


def _brought_data(load: Load) -> bool:
    is_good = load.served or load.status == Status.UNCHANGED
    return is_good and load.decision != Decision.UNDONE


def _failed(load: Load) -> bool:
    is_broken = load.status == Status.ASKED and load.job.state == State.FAILED
    return is_broken or load.status == Status.REFUSED


def _is_under_way(load: Load) -> bool:
    return load.status == Status.ASKED and load.job.state not in ENDED


def day_of_rosters(snapshot: Snapshot) -> date:
    """When people or enrollments were loaded last; without such a load, the snapshot's own day."""
    of_rosters = Q(counts__has_key="users") | Q(counts__has_key="enrollments")
    last = good_loads(Load.objects.filter(of_rosters)).only("asked_at", "ended_at").first()
    return timezone.localdate(_at(last)) if last else snapshot.manifest.as_of


def _at(load: Load) -> datetime:
    return load.ended_at or load.asked_at


def forms_of(table: str, forms: Collection[str]) -> tuple[str, ...]:
    """The kinds of file that gave a table its rows, where that is certain; else none."""
    if table in RESULTS:
        products = {layout.name for layout in known_layouts()}
        found = sorted(products & set(forms))
        if found:
            return tuple(found)
    named = GIVEN_ALONG.get(table, table)
    own = [form for form in forms if form == named or form.endswith(f" {named}")]
    found = own or list(forms)
    return tuple(found) if len(found) == 1 else ()


def occasion_of(load: Load) -> str:
    """How the facts know it again."""
    return str(load.pk)


def can_be_undone(load: Load, home: Path) -> bool:
    """Whether it made serve what serves now, and what served before is still kept."""
    switch = last_switch(home)
    return (
        load.served
        and switch is not None
        and switch.occasion == occasion_of(load)
        and before_of(load, home) is not None
    )


def load_that_serves(home: Path) -> Load | None:
    """The load by which what serves came to serve; none where it was something else."""
    switch = last_switch(home)
    occasion = _as_uuid(switch.occasion) if switch else None
    return Load.objects.filter(pk=occasion).first() if occasion else None


def loads_behind(snapshot: str, home: Path) -> list[Load]:
    """Those by which a snapshot came to be, the latest first, as far back as snapshots are kept."""
    kept = [one.id for one in all_snapshots(home)]
    was_held = Q(status=Status.HELD, decision__in=(Decision.APPROVED, Decision.UNDONE))
    served = Load.objects.filter(Q(status__in=SERVED) | was_held, snapshot__in=kept)
    made = {load.snapshot: load for load in served.order_by("asked_at")}
    found = []
    while load := made.pop(snapshot, None):
        found.append(load)
        snapshot = load.before
    return found


def _as_uuid(occasion: str) -> UUID | None:
    try:
        return UUID(occasion)
    except ValueError:
        return None


def before_of(load: Load, home: Path) -> Snapshot | None:
    """What served before a load; None if nothing did, or if it is no longer kept."""
    try:
        return snapshot_named(home, load.before) if load.before != load.snapshot else None
    except BadInput:
        return None


def findings_of(load: Load, home: Path) -> Kept:
    """What the load found, as long as that is kept."""
    return kept_findings(home, str(load.pk))


def faults_in(load: Load, home: Path, kept: Kept) -> tuple[Fault, ...]:
    """What was wrong with its rows and files, as long as that is kept."""
    told = told_of(home, str(load.pk)) or {"broken": []}
    broken = [Broken(**one) for one in told["broken"]]
    return faults_of(kept.errors, broken, tables=tables_of_files(load.files))


def differences_of(load: Load, home: Path) -> tuple[Difference, ...]:
    """What the load changed, or would change."""
    for waiting in held.held_loads(home):
        if waiting.id == load.held:
            return waiting.differences
    return findings_of(load, home).differences


def kept_as_written(things: Iterable[Model]) -> frozenset[tuple[str, str]]:
    """What somebody decided to keep: the id of the thing, and what the exports said then."""
    ids = [str(thing.pk) for thing in things]
    rows = AuditRow.objects.filter(action=KEEP, thing_id__in=ids)
    return frozenset((row.thing_id, str(row.detail["told"])) for row in rows)
