"""Who runs a job: each function is one conditional update, so that two workers cannot both win.

A claim is the worker's name in the row. Whoever was silent for too long has lost it, and nothing
that it writes afterwards counts.
"""

from __future__ import annotations

import os
import socket
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from convergent.jobs.models import Job, State
from convergent.jobs.pace import Pace

MOST_ATTEMPTS = 3


def take(job_id: UUID, *, pace: Pace) -> Job | None:
    """The job, now this worker's; None if it is another's, has ended, or was tried too often."""
    worker = f"{socket.gethostname()[:50]}:{os.getpid()}:{uuid4().hex[:12]}"
    free = Q(state=State.WAITING) | _silent(pace)
    taken = Job.objects.filter(
        free, pk=job_id, attempts__lt=MOST_ATTEMPTS, cancel_asked_at=None
    ).update(
        state=State.RUNNING,
        worker=worker,
        attempts=F("attempts") + 1,
        started_at=Now(),
        heartbeat_at=Now(),
        stage="",
        done=0,
        total=0,
    )
    return Job.objects.filter(worker=worker).get(pk=job_id) if taken else None


def hold(job: Job, **progress: Any) -> bool:
    """A sign of life, with the progress made; False if the job is no longer this worker's."""
    return _mine(job).update(heartbeat_at=Now(), **progress) == 1


def is_held(job: Job) -> bool:
    return _mine(job).exists()


def end(job: Job, state: State, **result: Any) -> bool:
    return _mine(job).update(state=state, finished_at=Now(), **result) == 1


def put_back(job: Job, *, tried: bool) -> bool:
    """For the next worker. `tried` counts this attempt; a worker that was stopped does not."""
    attempts = F("attempts") if tried else F("attempts") - 1
    back = _mine(job).update(state=State.WAITING, worker="", heartbeat_at=None, attempts=attempts)
    return back == 1


def settle_silent(*, pace: Pace) -> None:
    """Ends the jobs of dead workers that nobody is to take up again."""
    silent = Job.objects.filter(_silent(pace))
    silent.filter(cancel_asked_at__isnull=False).update(state=State.CANCELLED, finished_at=Now())
    silent.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, finished_at=Now(), problem=_given_up()
    )


def can_be_taken(*, pace: Pace) -> QuerySet[Job]:
    """Oldest first."""
    return Job.objects.filter(
        Q(state=State.WAITING) | _silent(pace), attempts__lt=MOST_ATTEMPTS, cancel_asked_at=None
    ).order_by("asked_at")


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, worker=job.worker, state=State.RUNNING)


def _silent(pace: Pace) -> Q:
    return Q(state=State.RUNNING, heartbeat_at__lt=Now() - pace.longest_silence)


def _given_up() -> str:
    return _(
        "The worker stopped in the middle, {times} times. "
        "Look into its log, then ask for this work again."
    ).format(times=MOST_ATTEMPTS)
