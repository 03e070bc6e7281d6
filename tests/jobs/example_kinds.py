"""Kinds of job for the tests; their effects are audit rows, which can be counted."""

import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from convergent.audit.actions import note_change
from convergent.audit.models import AuditRow
from convergent.errors import BadInput
from convergent.jobs.kinds import job_kind

PRIVATE = "the teacher wept"


def effects_of(job):
    return AuditRow.objects.filter(action="cancel job", thing_id=str(job.pk)).count()


def _effect(running):
    note_change("cancel job", running.job, by=None)


@job_kind("test greet", title="Greeting")
def greet(running):
    return {"greeted": running.arguments["name"]}


@job_kind("test count", title="Counting its runs")
def count(running):
    with transaction.atomic():
        _effect(running)


@job_kind("test twice", title="The same effect twice")
def twice(running):
    for _ in range(2):
        with running.once("effect") as is_first:
            if is_first:
                _effect(running)


@job_kind("test crash", title="Stopping in the middle")
def crash(running):
    """The first attempt hangs inside its effect, or after it, and is killed there."""
    with running.once("effect") as is_first:
        if is_first:
            _effect(running)
        if running.arguments["where"] == "inside":
            _hang_at_first(running)
    if running.arguments["where"] == "after":
        _hang_at_first(running)


def _hang_at_first(running):
    if running.job.attempts == 1:
        (Path(settings.HOME) / "reached").touch()
        time.sleep(60)


@job_kind("test steps", title="Many steps")
def steps(running):
    number = running.arguments["steps"]
    for step in range(number):
        running.check_cancelled()
        running.report("stepping", step, number)
        time.sleep(0.02)


@job_kind("test refuse", title="Refusing")
def refuse(running):
    raise BadInput("Row 3 has no school.", "Add it.")


@job_kind("test break", title="Breaking")
def break_down(running):
    raise ValueError(PRIVATE)


@job_kind("test odd outcome", title="An outcome that is not JSON")
def odd_outcome(running):
    return {"odd": object()}


@job_kind("test stolen", title="Losing its claim")
def stolen(running):
    """Another worker takes the job up while this one makes its effect."""
    with running.once("effect"):
        _effect(running)
        running.job.worker = "somebody that was silent for too long"
