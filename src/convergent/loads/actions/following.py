"""People and places follow what serves: as a job, so that no load waits for it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from convergent.facts.snapshot import Snapshot, current_snapshot
from convergent.jobs.actions import ask
from convergent.jobs.models import Job, State
from convergent.loads.models import Load
from convergent.loads.queries import FOLLOW
from convergent.people.models import Place, PlaceKind

IN_VAIN = (State.FAILED, State.CANCELLED)


def heard(snapshot: Snapshot) -> None:
    """Facts announced what serves now."""
    ask_to_follow(snapshot)


@transaction.atomic
def ask_to_follow(snapshot: Snapshot) -> Job:
    """The job that brings people and places up to the snapshot; a new one unless the last did."""
    last = _last()
    if last is not None and _is_for(last, snapshot) and last.state not in IN_VAIN:
        return last
    return ask_to_follow_again(snapshot, occasion=str(uuid4()), by=None)


def ask_to_follow_again(snapshot: Snapshot, *, occasion: str, by: UUID | None) -> Job:
    key = f"{FOLLOW} {snapshot.id} {occasion}"[:200]
    return ask(FOLLOW, key=key, by=by, snapshot=snapshot.id)


def follow_what_nobody_asked_for() -> None:
    """For a process that died between its switch to a snapshot and the row of this job."""
    snapshot = current_snapshot(settings.HOME)
    if snapshot is None:
        return
    last = _last()
    if last is None or not _is_for(last, snapshot):
        ask_to_follow(snapshot)


def name_district() -> None:
    """The first loads come before there is a district; they are its own from now on."""
    Load.objects.filter(district=None).update(district=only_district())


def only_district() -> Place | None:
    """None where there is none yet, or where Records hold several."""
    found = Place.objects.filter(kind=PlaceKind.DISTRICT)[:2]
    return found[0] if len(found) == 1 else None


def _last() -> Job | None:
    return Job.objects.filter(kind=FOLLOW).order_by("asked_at").last()


def _is_for(job: Job, snapshot: Snapshot) -> bool:
    return bool(job.arguments.get("snapshot") == snapshot.id)
