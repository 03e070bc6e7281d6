"""The long work that ends in people and places: loading exports, and following them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convergent import clock
from convergent.facts.confinement import Limits
from convergent.facts.findings import LoadResult
from convergent.facts.history import prune
from convergent.facts.kept_findings import prune_findings
from convergent.facts.load import Options, load
from convergent.facts.progress import Progress
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.due import each_day, when_due
from convergent.jobs.kinds import Cancelled, Running, job_kind
from convergent.loads.actions.deciding import carry_out_decisions
from convergent.loads.actions.following import follow_what_nobody_asked_for, name_district
from convergent.loads.actions.loading import LOAD, note_cancelled, note_outcome
from convergent.loads.actions.receiving import remove_left_uploads, remove_uploaded
from convergent.loads.models import SERVED, Load
from convergent.loads.queries import FOLLOW, waiting_loads
from convergent.people.following import follow
from convergent.records.turns import take_turn

TIDY = "tidy loads"
PARTS = 1000
PHASES = {
    "Finding": (0, 10),
    "Fetching": (0, 300),
    "Reading": (10, 400),
    "Checking": (400, 750),
    "Writing": (750, 990),
    "Publishing": (990, PARTS),
}
"""Where each phase of a load begins and ends on the bar; about as long as they took with ours."""


@job_kind(LOAD, title=_("Loading exports"))
def load_exports(running: Running) -> dict[str, Any]:
    """A load is idempotent by its content, so one that a crash cut off is simply begun again."""
    asked = Load.objects.get(pk=UUID(running.arguments["load"]))
    result = _loaded(running, one_district=asked.asked_by is not None)
    if result.status == "cancelled" and running.is_only_stopped:
        raise Cancelled
    with running.once("outcome") as is_first:
        if is_first and result.status == "cancelled":
            note_cancelled(asked)
        elif is_first:
            note_outcome(asked, result)
    remove_uploaded(asked.pk)
    if result.status == "cancelled":
        raise Cancelled
    if result.status in SERVED:
        prune(settings.HOME, keep=settings.CONFIGURATION.snapshots_kept)
    return {"load": str(asked.pk), "status": result.status, "snapshot": result.snapshot}


def _loaded(running: Running, *, one_district: bool) -> LoadResult:
    """A keeper loads one district alone: the others have keepers of their own."""
    asked = running.arguments
    return load(
        [Path(path) for path in asked["paths"]],
        home=settings.HOME,
        options=Options(
            as_of=clock.today(),
            layout=asked["layout"],
            whole=asked["whole"],
            anew=asked.get("anew", False),
            one_district=one_district,
            dry_run=asked["dry_run"],
            occasion=running.arguments["load"],
            limits=Limits(
                memory_megabytes=settings.CONFIGURATION.load_megabytes,
                seconds=settings.CONFIGURATION.load_minutes * 60,
            ),
        ),
        progress=_in_phases(running.report),
        cancelled=lambda: running.is_cancelled,
    )


def _in_phases(report: Progress) -> Progress:
    """Each phase of a load counts from its own beginning; together they fill one bar."""

    def tell(stage: str, done: int, total: int) -> None:
        begin, end = PHASES.get(stage.partition(" ")[0], (0, 0))
        report(stage, begin + (end - begin) * done // max(total, 1), PARTS)

    return tell


@job_kind(FOLLOW, title=_("Bringing people and places up to the data"))
def follow_current(running: Running) -> dict[str, Any]:
    """What serves by now is followed; for a snapshot that no longer does, another job was asked."""
    with transaction.atomic():
        take_turn(FOLLOW)  # whoever comes later finds what serves later
        snapshot = current_snapshot(settings.HOME)
        if snapshot is None or running.arguments.get("snapshot", snapshot.id) != snapshot.id:
            return {}
        followed = vars(follow(snapshot, report=running.report))
        name_district()
    return followed


@job_kind(TIDY, title=_("Removing what is kept no longer"))
def tidy(_running: Running) -> dict[str, Any]:
    names = waiting_loads(Load.objects.all()).values_list("pk", "quarantine")
    waiting = {str(one) for pair in names for one in pair}
    days = settings.CONFIGURATION.findings_kept_days
    return {
        "findings": prune_findings(settings.HOME, days=days, waiting=waiting),
        "uploads": remove_left_uploads(),
    }


when_due(carry_out_decisions)
when_due(follow_what_nobody_asked_for)
each_day(TIDY)
