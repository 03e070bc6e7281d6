import logging
import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone
from tests.jobs.example_kinds import PRIVATE, effects_of

from convergent.jobs.actions import ask, cancel, run
from convergent.jobs.claims import MOST_ATTEMPTS, settle_silent, take
from convergent.jobs.models import Job, State
from convergent.jobs.pace import USUAL, Pace
from convergent.jobs.queries import progress_of
from convergent.jobs.running import Running
from convergent.jobs.worker import run_here

PERSON = uuid.UUID(int=7)
pytestmark = pytest.mark.django_db


def asked(kind, **arguments):
    return ask(kind, key=str(uuid.uuid4()), by=PERSON, **arguments)


def in_threads(number, work):
    def with_own_connection():
        together.wait()
        try:
            work()
        finally:
            connection.close()

    together = threading.Barrier(number)
    threads = [threading.Thread(target=with_own_connection) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads


def test_a_job_that_succeeds_keeps_its_outcome():
    job = run(asked("test greet", name="Ada").pk)

    assert (job.state, job.outcome, job.attempts) == (State.DONE, {"greeted": "Ada"}, 1)
    assert job.started_at <= job.finished_at


def test_a_mistake_in_the_input_becomes_the_problem():
    job = run(asked("test refuse").pk)

    assert (job.state, job.problem) == (State.FAILED, "Row 3 has no school. Add it.")


@pytest.mark.parametrize(
    ("kind", "error"), [("test break", "ValueError"), ("test odd outcome", "TypeError")]
)
def test_our_bug_is_told_as_ours_and_logged(kind, error, caplog):
    job = run(asked(kind).pk)

    assert job.state == State.FAILED
    assert job.problem == (
        "This stopped because of a mistake of ours. "
        f"The worker's log tells where, under the number {job.pk}."
    )
    (line,) = caplog.records
    assert (line.levelno, line.getMessage()) == (logging.ERROR, f"job {job.pk} ({kind}) failed")
    assert line.exc_info[0].__name__ == error
    assert PRIVATE not in line.getMessage()


def test_a_kind_that_this_version_does_not_know_fails_in_plain_words():
    job = asked("test greet", name="Ada")
    Job.objects.update(kind="from a later version")

    assert run(job.pk).problem == (
        "This version does not know the work “from a later version”. "
        "Update the worker to the version that asked for it."
    )


@pytest.mark.asvs("2.3.4")
def test_many_workers_on_one_job_run_it_once(records):
    for job in [asked("test count") for _ in range(5)]:
        for thread in in_threads(4, lambda pk=job.pk: run(pk)):
            thread.join()

        assert effects_of(job) == 1


def test_an_effect_happens_once():
    job = run(asked("test twice").pk)

    assert (job.state, effects_of(job)) == (State.DONE, 1)


def test_an_effect_is_undone_when_the_claim_was_lost():
    job = run(asked("test stolen").pk)

    assert effects_of(job) == 0
    assert job.effects.count() == 0


def test_a_silent_workers_job_is_taken_up_by_another_one():
    job = asked("test twice")
    first = Running(take(job.pk, pace=USUAL))
    assert take(job.pk, pace=USUAL) is None

    second = take(job.pk, pace=Pace(silence=-1))

    assert second.attempts == 2
    assert second.worker != first.job.worker


def test_a_job_that_stops_its_workers_too_often_fails():
    job = asked("test count")
    for _ in range(MOST_ATTEMPTS):
        take(job.pk, pace=Pace(silence=-1))
    assert take(job.pk, pace=Pace(silence=-1)) is None

    settle_silent(pace=Pace(silence=-1))

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.problem == (
        "The worker stopped in the middle, 3 times. "
        "Look into its log, then ask for this work again."
    )


def test_a_job_that_was_to_stop_when_its_worker_died_is_cancelled():
    job = asked("test count")
    cancel(take(job.pk, pace=USUAL), by=PERSON)

    settle_silent(pace=Pace(silence=-1))

    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_a_worker_that_goes_down_puts_its_job_back():
    job = run(asked("test steps", steps=1000).pk, stopping=lambda: True)

    assert (job.state, job.worker, job.attempts) == (State.WAITING, "", 0)


def test_progress_is_seen_while_it_runs_and_never_goes_back(records, until):
    job = asked("test steps", steps=60)
    (thread,) = in_threads(1, lambda: run(job.pk))
    shares = []

    def is_over():
        now = progress_of(Job.objects.get(pk=job.pk))
        shares.append(now.share_done or 0)
        return now.state == State.DONE

    until(is_over)
    thread.join()
    assert shares == sorted(shares)
    assert len(set(shares)) > 2
    assert shares[-1] == 100


def test_progress_reported_backwards_keeps_the_bar_and_changes_the_stage():
    running = Running(take(asked("test greet", name="Ada").pk, pace=USUAL))
    running.report("reading", 5, 10)
    running.report("checking", 1, 10)

    assert running.position == ("checking", 5, 10)


def test_progress_guesses_the_time_left_from_the_pace_so_far():
    job = Job(
        kind="test steps",
        state=State.RUNNING,
        stage="stepping",
        done=25,
        total=100,
        started_at=timezone.now() - timezone.timedelta(seconds=10),
    )

    now = progress_of(job)

    assert (now.title, now.stage, now.share_done, now.seconds_left) == (
        "Many steps",
        "stepping",
        25,
        30,
    )
    assert (now.can_cancel, now.problem, now.has_ended) == (True, "", False)


def test_reports_are_written_at_most_four_times_a_second(django_assert_max_num_queries):
    running = Running(take(asked("test greet", name="Ada").pk, pace=USUAL))
    with django_assert_max_num_queries(0):
        for step in range(10_000):
            running.report("stepping", step, 10_000)


def test_a_running_job_is_cancelled(records, until):
    job = asked("test steps", steps=1000)
    (thread,) = in_threads(1, lambda: run(job.pk))
    until(lambda: Job.objects.get(pk=job.pk).done)

    asked_to_stop = cancel(job, by=PERSON)
    thread.join()

    assert asked_to_stop.state == State.RUNNING
    assert not progress_of(asked_to_stop).can_cancel
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert 0 < job.done < job.total


def test_run_here_tells_how_far_it_is(records):
    told = []

    job = run_here(asked("test steps", steps=30), progress=told.append)

    assert job.state == State.DONE
    assert told[-1].share_done == 100
    assert [one.share_done for one in told] == sorted(one.share_done for one in told)


def test_run_here_watches_when_a_worker_was_faster(records, until):
    job = asked("test steps", steps=50)
    (thread,) = in_threads(1, lambda: run(job.pk))
    until(lambda: Job.objects.get(pk=job.pk).state == State.RUNNING)
    told = []

    ended = run_here(job, progress=told.append)
    thread.join()

    assert (ended.state, ended.attempts, told[-1].state) == (State.DONE, 1, State.DONE)


def test_run_here_interrupted_at_the_keyboard_cancels(records):
    job = asked("test steps", steps=1000)

    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_here(job, progress=interrupt)

    job.refresh_from_db()
    assert job.state == State.CANCELLED
