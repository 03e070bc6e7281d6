"""The long work that ends in people and places: loading exports, and following them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from convergent import clock
from convergent.facts.confinement import Limits
from convergent.facts.findings import LoadResult
from convergent.facts.history import prune
from convergent.facts.kept_findings import prune_findings
from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.due import each_day, when_due
from convergent.jobs.kinds import Cancelled, Running, job_kind
from convergent.loads.actions.following import follow_what_nobody_asked_for, name_district
from convergent.loads.actions.loading import LOAD, note_cancelled, note_outcome
from convergent.loads.actions.receiving import remove_left_uploads, remove_uploaded
from convergent.loads.models import SERVED, Load
from convergent.loads.queries import FOLLOW, waiting_loads
from convergent.people.following import follow

TIDY = "tidy loads"


@job_kind(LOAD, title=_("Loading exports"))
def load_exports(running: Running) -> dict[str, Any]:
    """A load is idempotent by its content, so one that a crash cut off is simply begun again."""
    asked = Load.objects.get(pk=UUID(running.arguments["load"]))
    result = _loaded(running)
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


def _loaded(running: Running) -> LoadResult:
    asked = running.arguments
    return load(
        [Path(path) for path in asked["paths"]],
        home=settings.HOME,
        options=Options(
            as_of=clock.today(),
            layout=asked["layout"],
            whole=asked["whole"],
            dry_run=asked["dry_run"],
            limits=Limits(
                memory_megabytes=settings.CONFIGURATION.load_megabytes,
                seconds=settings.CONFIGURATION.load_minutes * 60,
            ),
        ),
        progress=running.report,
        cancelled=lambda: running.is_cancelled,
    )


@job_kind(FOLLOW, title=_("Bringing people and places up to the data"))
def follow_current(running: Running) -> dict[str, Any]:
    """What serves by now is followed; for a snapshot that no longer does, another job was asked."""
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


when_due(follow_what_nobody_asked_for)
each_day(TIDY)
