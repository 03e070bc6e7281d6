"""Traces of work go in time, and nothing that anybody still needs goes with them."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from convergent.audit.models import AuditRow
from convergent.jobs.actions import ask
from convergent.jobs.kinds import kind_named
from convergent.jobs.models import Job
from convergent.loads.models import Load
from convergent.outbox.models import Message
from convergent.people.actions.credentials import issue_credential
from convergent.people.models import Credential
from convergent.upkeep.jobs import LET_GO, PURGE
from convergent.upkeep.purging import purge_traces

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OLD, RECENT = NOW - timedelta(days=500), NOW - timedelta(days=5)


def job(key, at, *, state="done", kind=LET_GO):
    made = ask(kind, key=key, by=None)
    told = {"worker": "w", "heartbeat_at": at, "finished_at": at} if state == "done" else {}
    Job.objects.filter(pk=made.pk).update(state=state, asked_at=at, **told)
    return made


def message(key, at, state="sent"):
    sent = {"sent_at": at} if state == "sent" else {}
    Message.objects.create(
        key=key,
        to="a@b.example",
        subject="s",
        body="b",
        posted_at=at,
        next_try_at=at,
        state=state,
        **sent,
    )


def purged():
    return purge_traces(NOW - timedelta(days=400), now=NOW)


def test_ended_work_goes_and_what_waits_or_is_last_of_its_kind_stays():
    job("old", OLD)
    stays = {job("recent", RECENT).pk, job("waits", OLD, state="waiting").pk}
    stays.add(job("last", OLD, kind=PURGE).pk)
    assert purged()["jobs"] == 1
    assert set(Job.objects.values_list("pk", flat=True)) == stays


def test_work_of_a_load_stays_with_it():
    kept = job("load", OLD)
    job("later", OLD + timedelta(days=1))
    Load.objects.create(job=kept, asked_at=OLD)
    assert (purged()["jobs"], Load.objects.get().job) == (0, kept)


def test_sent_mail_goes_and_what_waits_stays():
    message("old", OLD)
    message("recent", RECENT)
    message("waits", OLD, state="waiting")
    assert purged()["messages"] == 1
    assert set(Message.objects.values_list("key", flat=True)) == {"recent", "waits"}


def test_tokens_and_sessions_that_are_over_go(world):
    account = world.account("coach")
    made = [
        issue_credential(account, kind="token", label=name, lifetime=timedelta(days=1))[0]
        for name in ("old", "lives")
    ]
    Credential.objects.filter(pk=made[0].pk).update(expires_at=OLD)
    for key, days in (("over", -1), ("lives", 1)):
        Session.objects.create(
            session_key=key, session_data="d", expire_date=NOW + timedelta(days=days)
        )
    rows = AuditRow.objects.count()
    told = purged()
    assert (told["credentials"], told["sessions"]) == (1, 1)
    assert [one.label for one in Credential.objects.all()] == ["lives"]
    assert [one.session_key for one in Session.objects.all()] == ["lives"]
    assert AuditRow.objects.count() == rows


def test_daily_work_takes_the_setting(settings):
    job("old", OLD)
    job("recent", RECENT)
    values = {**settings.CONFIGURATION.values, "traces_kept_days": 1000}
    settings.CONFIGURATION = type(settings.CONFIGURATION)(settings.HOME, values)
    assert kind_named(PURGE).work(None)["jobs"] == 0
    settings.CONFIGURATION = type(settings.CONFIGURATION)(
        settings.HOME, {**values, "traces_kept_days": 30}
    )
    assert kind_named(PURGE).work(None)["jobs"] == 1
