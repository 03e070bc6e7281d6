"""The page for whoever looks after the server: how it is, and what needs a hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent import __version__, clock
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.models import Job, State
from convergent.jobs.presence import is_worker_present
from convergent.jobs.queries import running_jobs, waiting_jobs
from convergent.loads.presenters.sources import freshness
from convergent.outbox.queries import not_arrived
from convergent.people.installation import is_demo
from convergent.upkeep.gauges import failed_sign_ins
from convergent.upkeep.made import backups_made

WAITS_LONG = timedelta(minutes=10)
DAY = timedelta(days=1)
LITTLE = 5_000_000_000


@dataclass(frozen=True)
class Fact:
    """One line of the page. `detail` says what to do where `needs_a_hand`."""

    label: str
    value: str
    detail: str = ""
    needs_a_hand: bool = False


@dataclass(frozen=True)
class OperationsPage:
    headline: str
    facts: tuple[Fact, ...]


def operations_page() -> OperationsPage:
    facts = tuple(_facts(Path(settings.HOME)))
    wrong = sum(one.needs_a_hand for one in facts)
    headline = ngettext("%(count)s thing needs a hand.", "%(count)s things need a hand.", wrong) % {
        "count": wrong
    }
    return OperationsPage(headline if wrong else _("The server is well."), facts)


def _facts(home: Path) -> Iterator[Fact]:
    yield Fact(_("Version"), __version__)
    yield _data(home)
    yield _work()
    yield _backups(home)
    yield _disk(home)
    yield _messages()
    yield _sign_ins()


def _data(home: Path) -> Fact:
    serving = current_snapshot(home)
    told = freshness(serving, clock.today()) if serving else _("Nothing is loaded yet.")
    return Fact(_("Data"), told)


def _work() -> Fact:
    """Work that waits long says more than whether a worker is seen: it may be elsewhere."""
    now = timezone.now()
    failed = Job.objects.filter(state=State.FAILED, finished_at__gt=now - DAY).count()
    told = _("%(waiting)s waiting, %(running)s running, %(failed)s failed since yesterday.") % {
        "waiting": waiting_jobs().count(),
        "running": running_jobs().count(),
        "failed": failed,
    }
    if waiting_jobs().filter(asked_at__lt=now - WAITS_LONG).exists():
        return Fact(_("Long work"), told, _("Nobody takes it up: start a worker."), True)
    seen = "" if is_worker_present() else _("No worker runs on this machine.")
    return Fact(_("Long work"), told, seen)


def _backups(home: Path) -> Fact:
    made, most = backups_made(home), timedelta(days=settings.CONFIGURATION.backup_days)
    if not made:
        told, is_stale = _("None was made here yet."), not is_demo()
    else:
        told = _moment(made[-1].made_at)
        is_stale = timezone.now() - made[-1].made_at > most
    todo = _("Make one each night: convergent backup.") if is_stale else ""
    return Fact(_("Backups"), told, todo, is_stale)


def _disk(home: Path) -> Fact:
    free = shutil.disk_usage(home).free
    told = _("%(size)s GB are free.") % {"size": number_format(free / 1e9, 1)}
    is_little = free < LITTLE
    return Fact(_("Disk"), told, _("Make room.") if is_little else "", is_little)


def _messages() -> Fact:
    count = not_arrived().count()
    if not count:
        return Fact(_("E-mail"), _("Every message of the last week arrived."))
    told = ngettext(
        "%(count)s message of the last week has not arrived.",
        "%(count)s messages of the last week have not arrived.",
        count,
    ) % {"count": count}
    return Fact(_("E-mail"), told, _("See that the mail server answers."), True)


def _sign_ins() -> Fact:
    """As counts: who it was is in the audit, for those who may read it."""
    now = timezone.now()
    told = _("%(hour)s in the last hour, %(day)s in the last day.") % {
        "hour": failed_sign_ins(now - timedelta(hours=1)),
        "day": failed_sign_ins(now - DAY),
    }
    return Fact(_("Sign-ins that failed"), told)


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
