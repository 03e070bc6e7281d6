"""Whenever a snapshot comes to serve: its measures, and then pictures of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from convergent import clock
from convergent.facts import progress
from convergent.facts.measures.pruning import prune_measures
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.due import when_due
from convergent.jobs.kinds import Cancelled, Running, job_kind
from convergent.jobs.queries import is_other_work_waiting
from convergent.learning.measuring import (
    DRAW,
    MEASURE,
    ask_to_draw,
    measure_what_nobody_asked_for,
    rules,
)


@job_kind(MEASURE, title=_("Working out what students learned"))
def measure_current(running: Running) -> dict[str, Any]:
    """What serves by now is measured. Begun again after a crash, it goes on from the growth that
    was kept.
    """
    # Every process declares the job, and a worker alone needs what does the work.
    from convergent.facts.measures.build import build
    from convergent.releases.actions.menus import MenuLedger

    snapshot = current_snapshot(settings.HOME)
    if snapshot is None:
        return {}
    try:
        built = build(
            snapshot,
            settings.HOME,
            rules=rules(),
            today=clock.today(),
            ledger=MenuLedger(),
            progress=running.report,
            cancelled=lambda: running.is_cancelled,
        )
    except progress.Cancelled:
        raise Cancelled from None
    prune_measures(settings.HOME)
    ask_to_draw()
    return {"snapshot": snapshot.id, "values": built.rows, "notices": list(built.notices)}


@job_kind(DRAW, title=_("Drawing the pictures of the evidence"))
def draw_current(running: Running) -> dict[str, Any]:
    """So that no page has to wait for a picture. It makes way for other work, and goes on after."""
    from convergent.learning.charts import draw_charts

    snapshot = current_snapshot(settings.HOME)
    if snapshot is None:
        return {}

    def stops() -> bool:
        return running.is_cancelled or is_other_work_waiting(running.job)

    try:
        return {"pictures": draw_charts(snapshot, settings.HOME, running.report, stops=stops)}
    except Cancelled:
        running.check_cancelled()
        ask_to_draw()
        return {"made_way": True}


when_due(measure_what_nobody_asked_for)
