"""What is stored: Records, keys, the audit, facts, releases, backups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from convergent.audit.chain import breaks
from convergent.errors import BadInput
from convergent.facts.intact import damaged_tables
from convergent.facts.snapshot import current_snapshot
from convergent.facts.tombstones import marks
from convergent.jobs.models import Job, State
from convergent.jobs.presence import is_worker_present
from convergent.jobs.queries import waiting_jobs
from convergent.people.installation import is_demo
from convergent.records.private_text import refuse_wrong_key
from convergent.records.sqlite.base import Database, refuse_unsafe
from convergent.releases.files import kept
from convergent.releases.models import Release
from convergent.upkeep.doctor.findings import Trouble, warning
from convergent.upkeep.made import backups_made
from convergent.upkeep.switching import kept_before, refuse_half_restored
from convergent.upkeep.upgrading import waiting_changes

WAITS_LONG = timedelta(minutes=10)
WANTED = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
RESTORE = "Stop Convergent, and restore the newest backup that is whole: convergent restore DIR"


def version() -> Iterator[Trouble]:
    waiting = waiting_changes()
    if waiting:
        yield warning(
            f"Records are of an earlier version: {waiting} changes wait.",
            "Stop Convergent, then: convergent upgrade DIR",
        )


def database() -> Iterator[Trouble]:
    """The version and the settings under which nothing that was acknowledged is lost."""
    if connection.vendor != "sqlite":
        return
    refuse_unsafe(Database.sqlite_version_info, Database)
    with connection.cursor() as cursor:
        for name, wanted in WANTED.items():
            (found,) = cursor.execute(f"PRAGMA {name}").fetchone()
            if str(found).lower() != wanted:
                yield Trouble(f"SQLite works with {name}={found}.", f"It has to be {wanted}.")
        (said,) = cursor.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        yield Trouble(f"Records are damaged: {said}.", RESTORE)


def keys() -> Iterator[Trouble]:
    refuse_wrong_key()
    yield from ()


def restores() -> Iterator[Trouble]:
    home = Path(settings.HOME)
    refuse_half_restored(home)
    for folder in kept_before(home):
        yield warning(
            f"{folder} holds what was here before a restore.",
            "Delete it when you are sure; it goes by itself after 30 days.",
        )


def worker() -> Iterator[Trouble]:
    """On PostgreSQL one may run on another machine: what waits long tells."""
    since = timezone.now() - WAITS_LONG
    long = waiting_jobs().filter(asked_at__lt=since).count()
    if long:
        yield Trouble(f"{long} jobs wait for more than ten minutes.", "Start: convergent worker")
    elif not is_worker_present():
        yield warning("No worker runs on this machine.", "Start: convergent worker")
    failed = Job.objects.filter(state=State.FAILED, finished_at__gt=timezone.now() - timedelta(1))
    if failed.exists():
        yield warning(f"{failed.count()} jobs failed since yesterday.", "See Today, or the log.")


def audit() -> Iterator[Trouble]:
    for found in list(breaks())[:5]:
        yield Trouble(
            f"The audit was altered: row {found.number} {found.what}.",
            "Keep a copy of the anchors, and find out who could write: convergent audit",
        )


def snapshot() -> Iterator[Trouble]:
    serving = current_snapshot(settings.HOME)
    damaged = damaged_tables(serving) if serving else []
    if damaged:
        yield Trouble(
            f"What serves is damaged: {', '.join(damaged)}.",
            "Load the exports again, or go back: convergent facts rollback --reason …",
        )


def releases() -> Iterator[Trouble]:
    for release in Release.objects.order_by("number"):
        try:
            kept(settings.HOME, release.content_hash)
        except BadInput as problem:
            yield Trouble(problem.what, problem.todo)


def backups() -> Iterator[Trouble]:
    """None in time, or some that still hold a student who was removed since."""
    home, made = Path(settings.HOME), backups_made(Path(settings.HOME))
    most = timedelta(days=settings.CONFIGURATION.backup_days)
    todo = "Make one each night: convergent backup DIR"
    if is_demo():
        return
    if not made:
        yield warning("No backup was ever made.", todo)
    elif timezone.now() - made[-1].made_at > most:
        yield Trouble(f"The newest backup is of {made[-1].made_at:%Y-%m-%d}.", todo)
    removed = len(marks(home))
    older = [one for one in made if one.removed_ids < removed and Path(one.folder).exists()]
    if older:
        yield warning(
            f"{len(older)} backups still hold a student who was removed, up to {older[-1].folder}.",
            "Delete them when newer ones are whole.",
        )
