"""The long work that ends in people and places: loading exports, and following them again."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from convergent import clock
from convergent.facts.load import load
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.kinds import Cancelled, Running, job_kind
from convergent.people.following import follow


@job_kind("load", title=_("Loading exports"))
def load_exports(running: Running) -> dict[str, Any]:
    """A load is idempotent by its content, so one that a crash cut off is simply begun again."""
    paths = [Path(path) for path in running.arguments["paths"]]
    result = load(
        paths,
        home=settings.HOME,
        as_of=clock.today(),
        progress=running.report,
        cancelled=lambda: running.is_cancelled,
    )
    if result.status == "cancelled":
        raise Cancelled
    return asdict(result)


@job_kind("follow", title=_("Bringing people and places up to the data"))
def follow_current(running: Running) -> dict[str, Any]:
    snapshot = current_snapshot(settings.HOME)
    return vars(follow(snapshot, report=running.report)) if snapshot else {}
