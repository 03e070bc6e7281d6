"""What a monitoring system may know of an installation: sizes, ages and states, and nobody's name.

Nothing here counts people; a number of jobs or messages tells of nobody.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from convergent import __version__
from convergent.audit.models import AuditRow, ChainHead, Kind
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.models import Job, State
from convergent.jobs.presence import is_worker_present
from convergent.outbox.queries import not_arrived
from convergent.upkeep.made import backups_made

FAILED = ("sign-in failed", "sign-in refused", "second step failed")
LATELY = timedelta(hours=1)


@dataclass(frozen=True)
class Gauge:
    """One line: its name, what it says, its value; labels where one name has several lines."""

    name: str
    says: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


def gauges() -> Iterator[Gauge]:
    home, now = Path(settings.HOME), timezone.now()
    yield Gauge("build_info", "The version that answers.", 1, (("version", __version__),))
    yield Gauge("disk_free_bytes", "Room where the home lies.", shutil.disk_usage(home).free)
    yield Gauge("worker_present", "Whether a worker runs on this machine.", is_worker_present())
    yield from _jobs(now)
    yield Gauge("messages_not_arrived", "Of the last week.", not_arrived().count())
    yield Gauge("failed_sign_ins_last_hour", "Of anybody, anywhere.", failed_sign_ins(now - LATELY))
    head = ChainHead.objects.filter(pk=1).values_list("number", flat=True).first()
    yield Gauge("audit_rows", "The length of the audit.", head or 0)
    yield from _ages(home, now)


def _jobs(now: datetime) -> Iterator[Gauge]:
    found = dict(Job.objects.values_list("state").annotate(jobs=Count("pk")))
    for state in (State.WAITING, State.RUNNING, State.FAILED):
        yield Gauge("jobs", "Long work, by state.", found.get(state, 0), (("state", str(state)),))
    oldest = Job.objects.filter(state=State.WAITING).order_by("asked_at").first()
    waited = (now - oldest.asked_at).total_seconds() if oldest else 0
    yield Gauge("oldest_waiting_job_seconds", "0 where none waits.", max(waited, 0))


def failed_sign_ins(since: datetime) -> int:
    rows = AuditRow.objects.filter(kind=Kind.SIGN_IN, action__in=FAILED, at__gt=since)
    return rows.count()


def _ages(home: Path, now: datetime) -> Iterator[Gauge]:
    """Left out where nothing is loaded, or nothing was ever backed up."""
    serving, made = current_snapshot(home), backups_made(home)
    if serving is not None:
        age = (now - serving.manifest.built_at).total_seconds()
        yield Gauge("snapshot_age_seconds", "Since what serves was built.", age)
    if made:
        age = (now - made[-1].made_at).total_seconds()
        yield Gauge("backup_age_seconds", "Since the newest backup.", age)


def as_text(found: Iterator[Gauge]) -> str:
    """The text form that Prometheus reads, version 0.0.4."""
    lines: list[str] = []
    told: set[str] = set()
    for one in found:
        name = f"convergent_{one.name}"
        if name not in told:
            lines += [f"# HELP {name} {one.says}", f"# TYPE {name} gauge"]
            told.add(name)
        labels = ",".join(f'{key}="{value}"' for key, value in one.labels)
        lines.append(f"{name}{{{labels}}} {one.value:.15g}".replace("{}", ""))
    return "\n".join(lines) + "\n"
