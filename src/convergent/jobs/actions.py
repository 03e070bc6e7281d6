"""Ask for a job, cancel one, run one."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import PersonError, WrongSetting
from convergent.jobs import claims
from convergent.jobs.kinds import Cancelled, Running, kind_named
from convergent.jobs.models import ENDED, Job, State
from convergent.jobs.pace import USUAL, Pace
from convergent.jobs.pulse import Pulse
from convergent.jobs.running import never, tell_nobody
from convergent.jobs.waking import wake

log = logging.getLogger(__name__)


@transaction.atomic
def ask(kind: str, *, key: str, by: UUID | None, **arguments: object) -> Job:
    """The job of that key, new or not, in the caller's transaction; a worker is woken after it.

    `arguments` are ids and paths, never text that somebody wrote.
    """
    kind_named(kind)
    job, _is_new = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "asked_by": by,
            "asked_at": timezone.now(),
            "arguments": _plain(arguments),
        },
    )
    if job.kind != kind:
        raise ValueError(f"the key {key} belongs to a job of kind {job.kind}")
    if job.state == State.WAITING:
        transaction.on_commit(lambda: wake(job.pk), robust=True)
    return job


@transaction.atomic
def cancel(job: Job, *, by: UUID | None) -> Job:
    """Ends a job that waits; asks one that runs to stop; leaves one that has ended as it is."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state in ENDED or job.cancel_asked_at:
        return job
    note_change("cancel job", job, by=by, kind=job.kind, state=job.state)
    job.cancel_asked_at = timezone.now()
    if job.state == State.WAITING:
        job.state, job.finished_at = State.CANCELLED, job.cancel_asked_at
    job.save(update_fields=["state", "cancel_asked_at", "finished_at"])
    return job


def run(
    job_id: UUID,
    *,
    pace: Pace = USUAL,
    stopping: Callable[[], bool] = never,
    tell: Callable[[Job], None] = tell_nobody,
) -> Job | None:
    """The job after it ran here; None if it was not to be had. Not within a transaction.

    `stopping` tells that the worker goes down: the job is then put back, if it listens.
    """
    job = claims.take(job_id, pace=pace)
    if job is None:
        return None
    running = Running(job, stopping=stopping, tell=tell)
    try:
        with Pulse(running, pace):
            ending = _ending_of(running)
    except BaseException:  # the process goes down
        claims.put_back(job, tried=False)
        raise
    _write(running, ending)
    job.refresh_from_db()
    tell(job)
    return job


OUR_BUG = 1


@dataclass(frozen=True)
class _Ending:
    state: State
    outcome: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    tried: bool = True


def _ending_of(running: Running) -> _Ending:
    job = running.job
    try:
        outcome = kind_named(job.kind).work(running) or {}
        json.dumps(outcome, cls=DjangoJSONEncoder)
    except Cancelled:
        if running.is_only_stopped:
            return _Ending(State.WAITING, tried=False)
        return _Ending(State.CANCELLED)
    except PersonError as problem:
        return _Ending(State.FAILED, {"exit_code": problem.exit_code}, str(problem))
    except (OperationalError, InterfaceError):
        log.exception("job %s (%s): the database did not answer", job.pk, job.kind)
        return _after_trouble(job)
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        return _Ending(State.FAILED, {"exit_code": OUR_BUG}, _our_bug(job))
    return _Ending(State.DONE, outcome=outcome)


def _write(running: Running, ending: _Ending) -> None:
    if ending.state == State.WAITING:
        claims.put_back(running.job, tried=ending.tried)
        return
    claims.end(
        running.job,
        ending.state,
        outcome=ending.outcome,
        problem=ending.problem,
        **running.position._asdict(),
    )


def _after_trouble(job: Job) -> _Ending:
    if job.attempts < claims.MOST_ATTEMPTS:
        return _Ending(State.WAITING)
    return _Ending(
        State.FAILED,
        {"exit_code": WrongSetting.exit_code},
        _("The database did not answer, or its disk is full. Ask again when it is well."),
    )


def _our_bug(job: Job) -> str:
    return _(
        "This stopped because of a mistake of ours. "
        "The worker's log tells where, under the number {number}."
    ).format(number=job.pk)


def _plain(value: object) -> Any:
    """As JSON has it. Raises TypeError for what is no id, path, number or word."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, (UUID, Path)):
        return str(value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"a job's arguments are ids and paths, not {type(value).__name__}")
