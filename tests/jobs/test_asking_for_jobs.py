import uuid

import pytest
from django.db import IntegrityError, transaction

from convergent.audit.models import AuditRow
from convergent.errors import PersonError
from convergent.jobs.actions import ask, cancel, run
from convergent.jobs.models import Job, State
from convergent.jobs.queries import running_jobs, waiting_jobs

PERSON = uuid.UUID(int=7)


def ask_greeting(key="k"):
    return ask("test greet", key=key, by=PERSON, name="Ada")


@transaction.atomic
def ask_and_fail():
    ask_greeting()
    raise ZeroDivisionError


@pytest.mark.django_db
def test_ask_writes_a_waiting_row():
    job = ask("test greet", key="k", by=PERSON, school=uuid.UUID(int=1), paths=["a.csv"])

    job.refresh_from_db()
    assert (job.state, job.asked_by) == (State.WAITING, PERSON)
    assert job.arguments == {"school": str(uuid.UUID(int=1)), "paths": ["a.csv"]}
    assert (list(waiting_jobs()), list(running_jobs())) == ([job], [])


def test_ask_in_a_transaction_that_fails_leaves_nothing(records):
    with pytest.raises(ZeroDivisionError):
        ask_and_fail()

    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_ask_again_with_the_same_key_is_the_same_job():
    assert ask_greeting() == ask_greeting()
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_ask_with_the_key_of_another_kind_is_our_bug():
    ask_greeting()
    with pytest.raises(ValueError, match="belongs to a job of kind test greet"):
        ask("test count", key="k", by=PERSON)


@pytest.mark.django_db
def test_ask_for_an_unknown_kind_is_refused():
    with pytest.raises(PersonError):
        ask("no such", key="k", by=PERSON)


@pytest.mark.django_db
def test_ask_with_an_object_is_our_bug():
    with pytest.raises(TypeError):
        ask("test greet", key="k", by=PERSON, name=object())


@pytest.mark.django_db
def test_a_waiting_job_is_cancelled_at_once():
    job = cancel(ask_greeting(), by=PERSON)

    assert (job.state, job.started_at) == (State.CANCELLED, None)
    assert run(job.pk) is None
    row = AuditRow.objects.get(action="cancel job")
    assert (row.by, row.thing_id, row.detail) == (
        PERSON,
        str(job.pk),
        {"kind": "test greet", "state": "waiting"},
    )


@pytest.mark.django_db
def test_a_job_that_has_ended_is_not_cancelled():
    job = run(ask_greeting().pk)

    assert cancel(job, by=PERSON).state == State.DONE
    assert not AuditRow.objects.filter(action="cancel job").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "asleep"},
        {"state": State.RUNNING},
        {"state": State.DONE},
        {"state": State.WAITING, "worker": "host"},
        {"done": 2, "total": 1},
        {"problem": "but it did not fail"},
    ],
)
def test_the_database_refuses_a_job_that_contradicts_itself(wrong):
    job = ask_greeting()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)
