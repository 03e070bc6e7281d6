"""What is not kept for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from convergent import clock
from convergent.jobs.due import each_day
from convergent.jobs.kinds import Running, job_kind
from convergent.records.rewriting import write_anew
from convergent.upkeep.purging import purge_traces
from convergent.upkeep.switching import let_go_of_old

LET_GO, PURGE = "let go of what a restore put aside", "purge traces"
WRITE_ANEW = "write private text anew"


@job_kind(LET_GO, title=_("Removing what a restore put aside"))
def let_go(_running: Running) -> dict[str, Any]:
    return {"removed": len(let_go_of_old(settings.HOME, clock.now()))}


@job_kind(PURGE, title=_("Removing traces of work"))
def purge(_running: Running) -> dict[str, Any]:
    now = clock.now()
    kept = timedelta(days=settings.CONFIGURATION.traces_kept_days)
    return purge_traces(now - kept, now=now)


@job_kind(WRITE_ANEW, title=_("Writing private text anew with the newest key"))
def write_private_text_anew(running: Running) -> dict[str, Any]:
    return {"written": write_anew(go_on=running.check_cancelled)}


each_day(LET_GO)
each_day(PURGE)
each_day(WRITE_ANEW)
