"""Once a day a worker holds the chain against its anchors; keepers see where it does not hold."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from convergent import clock
from convergent.audit.actions import note_change
from convergent.audit.models import ChainHead
from convergent.jobs.actions import run
from convergent.jobs.due import ask_for_what_is_due
from convergent.jobs.models import Job, State
from convergent.people.today import agenda_of
from convergent.web.agenda import altered_audit
from convergent.web.jobs import CHECK_AUDIT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def anchors(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path / "anchors" / "audit.txt"


def checked():
    """The day's check, after a worker ran it."""
    ask_for_what_is_due()
    job = Job.objects.filter(kind=CHECK_AUDIT).latest("asked_at")
    return run(job.pk)


def write():
    with transaction.atomic():
        note_change("add person", ChainHead(pk=7), by=None)


def test_check_is_asked_for_once_a_day():
    for _ in range(3):
        ask_for_what_is_due()
    assert Job.objects.filter(kind=CHECK_AUDIT).count() == 1
    with clock.moved_to(timezone.now() + timedelta(days=1)):
        ask_for_what_is_due()
    assert Job.objects.filter(kind=CHECK_AUDIT).count() == 2


def test_chain_that_holds_is_said_to_nobody(world):
    write()
    job = checked()
    assert (job.state, job.outcome) == (State.DONE, {"rows": 1})
    assert list(altered_audit(world.viewer("steward"))) == []


def test_chain_that_does_not_hold_is_on_the_today_of_keepers_alone(world, anchors, caplog):
    write()
    anchors.write_text(anchors.read_text().replace("1 ", "1 0", 1).replace("\n", "")[:66] + "\n")
    job = checked()
    assert job.state == State.FAILED
    assert job.problem.startswith("The audit was altered: row 1 differs from what was anchored")
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    for name in ("steward", "superintendent"):
        first = agenda_of(world.viewer(name))[0][0].items[0]
        assert (first.title, first.late) == ("The audit does not hold.", True)
    assert list(altered_audit(world.viewer("principal"))) == []
