"""The page of the server: how it is in words, what needs a hand, and nobody's name."""

import json
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone

from convergent.audit.actions import note_sign_in
from convergent.jobs.actions import ask
from convergent.jobs.models import Job
from convergent.people.models import Installation
from convergent.upkeep.jobs import LET_GO
from convergent.upkeep.presenters import operations_page

pytestmark = [pytest.mark.django_db, pytest.mark.without_records]


@pytest.fixture(autouse=True)
def _home(home):
    """A home without backups."""


def facts():
    return {one.label: one for one in operations_page().facts}


def in_need():
    return [label for label, one in facts().items() if one.needs_a_hand]


def back_up(*, days):
    at = timezone.now() - timedelta(days=days)
    made = {"made_at": str(at), "folder": "/x", "bytes": 1, "removed_ids": 0}
    (settings.HOME / "backups.json").write_text(json.dumps([made]))


def test_installation_without_a_backup_needs_one():
    assert (in_need(), operations_page().headline) == (["Backups"], "1 thing needs a hand.")


def test_installation_with_a_backup_in_time_is_well():
    back_up(days=1)
    assert (in_need(), operations_page().headline) == ([], "The server is well.")
    back_up(days=3)
    assert in_need() == ["Backups"]


def test_demonstration_needs_no_backup():
    Installation.objects.create(pk=1, is_demo=True, decided_at=timezone.now())
    assert in_need() == []


def test_work_that_nobody_takes_up_and_a_full_disk_need_a_hand(monkeypatch):
    back_up(days=0)
    job = ask(LET_GO, key="k", by=None)
    Job.objects.filter(pk=job.pk).update(asked_at=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(shutil, "disk_usage", lambda _home: SimpleNamespace(free=1_200_000_000))
    assert in_need() == ["Long work", "Disk"]
    assert (facts()["Long work"].value, facts()["Disk"].value) == (
        "1 waiting, 0 running, 0 failed since yesterday.",
        "1.2 GB are free.",
    )


def test_failed_sign_ins_are_counted_and_nobody_is_named(world):
    for name in ("coach", "coach", "teacher"):
        note_sign_in("sign-in failed", world.account(name), by=None)
    assert facts()["Sign-ins that failed"].value == "3 in the last hour, 3 in the last day."
    told = str(operations_page())
    names = [person.family_name for person in world.people.values()]
    assert [name for name in names if name in told] == []


def test_page_asks_the_same_with_one_job_and_with_three(django_assert_num_queries):
    back_up(days=0)
    for number in (1, 3):
        for key in range(number):
            ask(LET_GO, key=f"{number} {key}", by=None)
        with django_assert_num_queries(7):
            operations_page()
