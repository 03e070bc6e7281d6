"""Measures follow what serves, and pictures them: asked for as jobs, so that no load waits."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from convergent.facts.measures.rules import Rules
from convergent.facts.measures.standing import is_measured
from convergent.facts.measures.state_norms import StateNorms
from convergent.facts.measures.turns import clear_up_after_killed_build
from convergent.facts.snapshot import Snapshot, current_snapshot
from convergent.jobs.actions import ask
from convergent.jobs.models import Job, State
from convergent.learning.pictures.drawing import forget_others

MEASURE, DRAW = "measure", "draw"
IN_VAIN = (State.FAILED, State.CANCELLED)


def rules() -> Rules:
    """As the installation's settings say."""
    said = settings.CONFIGURATION
    return Rules(
        continuous_from=said.counted_from,
        gap_in_school_days=said.counted_gap_days,
        minimum_cohort=said.growth_cohort,
        state_norms=StateNorms.named(said.growth_norms),
        alternative_schools=said.alternative_schools,
    )


def heard(snapshot: Snapshot) -> None:
    """Facts announced what serves now."""
    ask_to_measure(snapshot)


def heard_of_removal(home: Path) -> None:
    """Pictures were drawn of numbers in which the student still was."""
    forget_others(home, keep=set())


@transaction.atomic
def ask_to_measure(snapshot: Snapshot) -> Job | None:
    """The job that works out the snapshot's measures; None where they are there already."""
    if is_measured(snapshot, rules()):
        return None
    last = _last()
    if last is not None and last.arguments.get("snapshot") == snapshot.id and _is_open(last):
        return last
    said = {"snapshot": snapshot.id, "content": snapshot.manifest.content_hash}
    return ask(MEASURE, key=f"{MEASURE} {uuid4()}", by=None, **said)


@transaction.atomic
def ask_to_draw() -> Job:
    """The job that draws the pictures of what serves: one is enough."""
    waiting = Job.objects.filter(kind=DRAW, state=State.WAITING).first()
    return waiting or ask(DRAW, key=f"{DRAW} {uuid4()}", by=None)


def measuring_jobs() -> list[Job]:
    """Those that wait, oldest first."""
    return list(Job.objects.filter(kind=MEASURE, state=State.WAITING).order_by("asked_at"))


def measure_what_nobody_asked_for() -> None:
    """For a process that died between its switch to a snapshot and the row of this job, and for
    measures that an update or a removal made stale.
    """
    clear_up_after_killed_build(settings.HOME)
    snapshot = current_snapshot(settings.HOME)
    last = _last()
    if snapshot is None or (last is not None and (_is_open(last) or _is_vain(last, snapshot))):
        return
    ask_to_measure(snapshot)


def _last() -> Job | None:
    return Job.objects.filter(kind=MEASURE).order_by("asked_at").last()


def _is_open(job: Job) -> bool:
    return job.state in {State.WAITING, State.RUNNING}


def _is_vain(job: Job, snapshot: Snapshot) -> bool:
    """What failed for the same rows would fail again; it is asked for when a snapshot is published.
    A removal leaves other rows.
    """
    content = snapshot.manifest.content_hash
    return job.state in IN_VAIN and job.arguments.get("content") == content
