import os
import signal
import uuid

import pytest
from django.utils import timezone
from tests.jobs.example_kinds import PRIVATE, effects_of

from convergent.jobs.actions import ask, cancel
from convergent.jobs.models import ENDED, Job, State
from convergent.jobs.queries import progress_of
from convergent.jobs.waking import wake

PERSON = uuid.UUID(int=7)


def asked(kind, **arguments):
    return ask(kind, key=str(uuid.uuid4()), by=PERSON, **arguments)


def state_of(job):
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


@pytest.mark.parametrize("where", ["inside", "after"])
def test_a_killed_workers_job_is_taken_up_and_its_effect_happens_once(
    where, start_worker, until, tmp_path
):
    job = asked("test crash", where=where)
    worker = start_worker(silence=2)
    until((tmp_path / "reached").exists)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert state_of(job) == State.RUNNING
    assert effects_of(job) == (0 if where == "inside" else 1)

    start_worker(silence=2)

    until(lambda: state_of(job) == State.DONE)
    job.refresh_from_db()
    assert (job.attempts, effects_of(job)) == (2, 1)


def test_workers_do_each_job_once_woken_twice_or_never(start_worker, until, tmp_path):
    for _ in range(2):
        start_worker(threads=2)
    broken = asked("test break")
    until(lambda: state_of(broken) == State.FAILED)
    woken = [asked("test count") for _ in range(15)]
    for job in woken:
        wake(job.pk)
    forgotten = Job.objects.create(kind="test count", key="never", asked_at=timezone.now())

    for job in [*woken, forgotten]:
        until(lambda job=job: state_of(job) == State.DONE)

    assert [effects_of(job) for job in [*woken, forgotten]] == [1] * 16
    log = (tmp_path / "worker.log").read_text()
    assert f"job {broken.pk} (test break) failed" in log
    assert "builtins.ValueError" in log
    assert PRIVATE not in log


def test_a_worker_is_woken_without_a_sweep(start_worker, until):
    start_worker(sweep=600)
    found_at_the_start = asked("test count")
    until(lambda: state_of(found_at_the_start) == State.DONE)

    woken_for = asked("test count")

    until(lambda: state_of(woken_for) == State.DONE)


def test_a_worker_that_is_asked_to_stop_puts_its_job_back(start_worker, until):
    job = asked("test steps", steps=2000)
    worker = start_worker()
    until(lambda: state_of(job) == State.RUNNING)

    worker.terminate()

    assert worker.wait(timeout=120) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)


def test_a_job_in_a_worker_shows_its_progress_and_can_be_cancelled(start_worker, until):
    job = asked("test steps", steps=2000)
    start_worker()
    shown = []

    def has_gone_far_enough():
        job.refresh_from_db()
        shown.append(job.done)
        return job.done > 30

    until(has_gone_far_enough)
    cancel(job, by=PERSON)
    until(lambda: state_of(job) in ENDED)

    job.refresh_from_db()
    assert progress_of(job).state == State.CANCELLED
    assert shown == sorted(shown)
