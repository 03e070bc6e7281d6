"""Measures, and the charts of them, are worked out as a job whenever a snapshot comes to serve."""

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
from convergent.learning.measuring import MEASURE, measure_what_nobody_asked_for, rules


@job_kind(MEASURE, title=_("Working out what students learned"))
def measure_current(running: Running) -> dict[str, Any]:
    """What serves by now is measured. Begun again after a crash, it goes on from the growth that
    was kept.
    """
    # Every process declares the job, and a worker alone needs what does the work.
    from convergent.facts.measures.build import build
    from convergent.learning.charts import draw_charts

    snapshot = current_snapshot(settings.HOME)
    if snapshot is None:
        return {}
    try:
        built = build(
            snapshot,
            settings.HOME,
            rules=rules(),
            today=clock.today(),
            progress=running.report,
            cancelled=lambda: running.is_cancelled,
        )
    except progress.Cancelled:
        raise Cancelled from None
    draw_charts(snapshot, settings.HOME, running.report)
    prune_measures(settings.HOME)
    return {"snapshot": snapshot.id, "values": built.rows, "notices": list(built.notices)}


when_due(measure_what_nobody_asked_for)
