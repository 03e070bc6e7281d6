"""The worker: Huey's consumer, woken or sweeping Records, each thread with one job at a time."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import Error, close_old_connections, connections
from huey import Huey
from huey.consumer import Consumer, Worker

from convergent.jobs import claims
from convergent.jobs.actions import cancel, run
from convergent.jobs.due import ask_for_what_is_due
from convergent.jobs.models import ENDED, Job
from convergent.jobs.pace import USUAL, Pace
from convergent.jobs.presence import present
from convergent.jobs.queries import Progress, progress_of
from convergent.jobs.waking import open_wakeups
from convergent.parent import end_with_parent

log = logging.getLogger(__name__)

LOOK_AGAIN = 0.5


def work(threads: int, *, pace: Pace = USUAL) -> None:
    """Runs jobs until SIGTERM or SIGINT. A job that listens is then put back, others may finish
    within the grace; what is left is taken up by another worker."""
    end_with_parent()
    wakeups = open_wakeups()
    consumer = _Workers(wakeups, threads=threads, pace=pace)

    def take_up(job_id: str) -> None:
        consumer.run_job(UUID(job_id))

    wakeups.task(name="take_up")(take_up)
    with present():
        consumer.run()
    wakeups.storage.close()


def run_here(job: Job, *, progress: Callable[[Progress], None]) -> Job:
    """The job when it has ended: run in this process, or watched if a worker was faster.

    Interrupted at the keyboard, it is cancelled.
    """

    def tell(now: Job) -> None:
        progress(progress_of(now))

    try:
        return _run_or_watch(job, tell)
    except KeyboardInterrupt:
        cancel(job, by=job.asked_by)
        raise


def _run_or_watch(job: Job, tell: Callable[[Job], None]) -> Job:
    while job.state not in ENDED:
        ran = run(job.pk, tell=tell)
        if ran is not None:
            job = ran
            continue
        time.sleep(LOOK_AGAIN)
        claims.settle_silent(pace=USUAL)
        job.refresh_from_db()
        tell(job)
    return job


class _Workers(Consumer):
    def __init__(self, wakeups: Huey, *, threads: int, pace: Pace) -> None:
        self.pace = pace
        super().__init__(
            wakeups,
            workers=threads,
            periodic=False,
            max_delay=1.0,
            scheduler_interval=60,
            shutdown_timeout=pace.grace,
        )
        gently = (False, True)  # Huey's pair: restart, wait for the threads
        signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        self._signal_actions = dict.fromkeys(signals, gently)

    def run_job(self, job_id: UUID) -> Job | None:
        close_old_connections()
        try:
            return run(job_id, pace=self.pace, stopping=self.stop_flag.is_set)
        finally:
            close_old_connections()

    def _create_worker(self) -> Worker:
        return _Thread(self)


class _Thread(Worker):
    """Takes wake-ups as they come, and sweeps for what nobody was woken for."""

    def __init__(self, workers: _Workers) -> None:
        super().__init__(
            workers.huey,
            workers.stop_flag,
            workers.default_delay,
            workers.max_delay,
            workers.backoff,
        )
        self._workers = workers
        self._sweep_at = time.monotonic()

    def loop(self, now: Any = None) -> None:
        super().loop(now)
        if time.monotonic() >= self._sweep_at and not self.stop_flag.is_set():
            found_work = self._sweep()
            self._sweep_at = time.monotonic() + (0 if found_work else self._workers.pace.sweep)

    def shutdown(self) -> None:
        self.huey.storage.close()
        connections.close_all()

    def _sweep(self) -> bool:
        """Runs the oldest job that can be taken; True if there may be more."""
        try:
            claims.settle_silent(pace=self._workers.pace)
            ask_for_what_is_due()
            found = claims.can_be_taken(pace=self._workers.pace).first()
            job = self._workers.run_job(found.pk) if found else None
        except Error as problem:
            log.warning("Records could not be swept (%s)", type(problem).__name__)
            connections.close_all()
            return False
        return job is not None and job.state in ENDED
