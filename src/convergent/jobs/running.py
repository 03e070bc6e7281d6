"""A job while it runs: what its function is given."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import transaction

from convergent.jobs import claims
from convergent.jobs.models import Effect, Job

SMALLEST_PAUSE = 0.25


class Cancelled(Exception):
    """The work is to stop where it stands: somebody cancelled it, or the worker is going down."""


class Position(NamedTuple):
    stage: str
    done: int
    total: int

    def is_behind(self, other: Position) -> bool:
        if not self.total:
            return other.total > 0
        return self.done * other.total < other.done * self.total


def never() -> bool:
    """Nobody asks for a stop."""
    return False


def tell_nobody(_: Job) -> None:
    """Nobody watches."""


class Running:
    """The arguments of a job, and its ways to report, to stop, and to make an effect once."""

    def __init__(
        self,
        job: Job,
        *,
        stopping: Callable[[], bool] = never,
        tell: Callable[[Job], None] = tell_nobody,
    ) -> None:
        self.job = job
        self.position = Position(job.stage, job.done, job.total)
        self.cancel_is_asked = False
        self.is_lost = False
        self._stopping = stopping
        self._tell = tell
        self._told_at = 0.0

    @property
    def arguments(self) -> Mapping[str, Any]:
        arguments: Mapping[str, Any] = self.job.arguments
        return arguments

    def report(self, stage: str, done: int, total: int) -> None:
        """How far the work is. Cheap: it is written at most four times a second, by the pulse.

        A share smaller than one already reported does not move the bar back.
        """
        new = Position(stage[:200], min(done, total), total)
        if new.is_behind(self.position):
            new = self.position._replace(stage=new.stage)
        self.position = new
        self._tell_now_and_then()

    @property
    def is_cancelled(self) -> bool:
        return self.cancel_is_asked or self.is_lost or self._stopping()

    @property
    def is_only_stopped(self) -> bool:
        """The worker goes down, and nobody cancelled the work: another worker is to do it."""
        return self._stopping() and not self.cancel_is_asked

    def check_cancelled(self) -> None:
        """Raises Cancelled when the work is to stop. Cheap enough for every row."""
        if self.is_cancelled:
            raise Cancelled

    @contextmanager
    def once(self, key: str) -> Iterator[bool]:
        """A transaction whose effect happens once, however often the job is taken up again.

        Gives True the first time and False ever after. Commits nothing when the job was meanwhile
        taken up by another worker.
        """
        with transaction.atomic():
            self._stop_unless(claims.is_held(self.job))
            _, is_first = Effect.objects.get_or_create(job=self.job, key=key)
            yield is_first
            # Last, because it locks the row that pages read and cancel.
            self._stop_unless(claims.hold(self.job))

    def _stop_unless(self, held: bool) -> None:
        if not held:
            self.is_lost = True
            raise Cancelled

    def _tell_now_and_then(self) -> None:
        now = time.monotonic()
        if now - self._told_at >= SMALLEST_PAUSE:
            self._told_at = now
            self.tell()

    def tell(self) -> None:
        self.job.stage, self.job.done, self.job.total = self.position
        self._tell(self.job)
