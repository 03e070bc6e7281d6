"""What is waiting, what runs, and how far it is: read by pages and by the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.jobs.kinds import title_of
from convergent.jobs.models import ENDED, Job, State

SECONDS_BEFORE_A_GUESS = 2


@dataclass(frozen=True)
class Progress:
    """How far a job is. `share_done` is in whole percent; None where it is not known."""

    title: str
    stage: str
    share_done: int | None
    seconds_left: int | None
    state: State
    can_cancel: bool
    problem: str

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


def waiting_jobs() -> QuerySet[Job]:
    """Oldest first."""
    return Job.objects.filter(state=State.WAITING)


def running_jobs() -> QuerySet[Job]:
    return Job.objects.filter(state=State.RUNNING)


def is_other_work_waiting(job: Job) -> bool:
    """Whether work of another kind waits for a worker."""
    return waiting_jobs().exclude(kind=job.kind).exists()


def progress_of(job: Job) -> Progress:
    return Progress(
        title=title_of(job.kind),
        stage=job.stage,
        share_done=_share_done(job),
        seconds_left=_seconds_left(job, timezone.now()),
        state=State(job.state),
        can_cancel=job.state not in ENDED and job.cancel_asked_at is None,
        problem=job.problem,
    )


def _share_done(job: Job) -> int | None:
    if job.state == State.DONE:
        return 100
    return job.done * 100 // job.total if job.total else None


def _seconds_left(job: Job, now: datetime) -> int | None:
    """Supposes that the rest goes at the pace so far; None until there is a pace."""
    if job.state != State.RUNNING or job.started_at is None or not job.done:
        return None
    passed = (now - job.started_at).total_seconds()
    if passed < SECONDS_BEFORE_A_GUESS:
        return None
    return round(passed * (job.total - job.done) / job.done)


def time_left(seconds: int | None) -> str:
    """“about 2 minutes left”, or nothing where there is no pace to guess from."""
    if seconds is None:
        return ""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("less than a minute left")
    return ngettext("about one minute left", "about %(count)s minutes left", minutes) % {
        "count": minutes
    }
