"""The pulse of a running job: writes its progress and signs of life, and hears of a cancellation.

It has a thread and a connection of its own, so that progress is seen while the job is in the
middle of a transaction, and a job that does not report still shows that it lives.
"""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType

from django.db import Error, connection

from convergent.jobs import claims
from convergent.jobs.models import Job, State
from convergent.jobs.pace import Pace
from convergent.jobs.running import Running

log = logging.getLogger(__name__)

LONGEST_WAIT = 1.0


class Pulse:
    def __init__(self, running: Running, pace: Pace) -> None:
        self._running = running
        self._pace = pace
        self._over = threading.Event()
        self._written = running.position
        self._beat_at = time.monotonic()
        self._thread = threading.Thread(target=self._go_on, name="pulse", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join(LONGEST_WAIT)  # what it still writes later no longer counts

    def _go_on(self) -> None:
        try:
            while not self._over.wait(self._pace.report):
                self._beat_or_warn()
        finally:
            connection.close()

    def _beat_or_warn(self) -> None:
        try:
            self._listen()
            self._write_if_due()
        except Error as problem:
            kind = type(problem).__name__
            log.warning("job %s: no sign of life (%s)", self._running.job.pk, kind)
            connection.close()

    def _listen(self) -> None:
        job = self._running.job
        now = Job.objects.filter(pk=job.pk).values("state", "worker", "cancel_asked_at").first()
        if now is None:  # the job's own transaction has not been committed
            return
        if (now["state"], now["worker"]) != (State.RUNNING, job.worker):
            self._running.is_lost = True
        elif now["cancel_asked_at"]:
            self._running.cancel_is_asked = True

    def _write_if_due(self) -> None:
        position, now = self._running.position, time.monotonic()
        if position != self._written or now - self._beat_at >= self._pace.beat:
            claims.hold(self._running.job, **position._asdict())
            self._written, self._beat_at = position, now
