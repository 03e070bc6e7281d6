"""Telling teachers that there is something new for them, and letting old visits go."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from convergent import clock
from convergent.jobs.actions import ask
from convergent.jobs.due import each_day, when_due
from convergent.jobs.kinds import Running, job_kind
from convergent.practice.access.visits import to_tell_of
from convergent.practice.actions.retention import (
    let_old_drafts_go,
    let_old_threads_go,
    let_old_visits_go,
)
from convergent.practice.actions.telling import tell_of_feedback

LET_GO = "let visits go"
LET_COACHING_GO = "let coaching go"


@job_kind("tell of feedback", title=_("Telling teachers of something new"))
def tell(_running: Running) -> dict[str, Any]:
    return {"told": tell_of_feedback()}


@job_kind(LET_GO, title=_("Letting old visits go"))
def let_go(_running: Running) -> dict[str, Any]:
    return {"gone": let_old_visits_go(), "drafts": let_old_drafts_go()}


@job_kind(LET_COACHING_GO, title=_("Letting old coaching go"))
def let_coaching_go(_running: Running) -> dict[str, Any]:
    return {"gone": let_old_threads_go()}


each_day(LET_GO)
each_day(LET_COACHING_GO)


@when_due
def ask_for_what_went_out() -> None:
    """At most once a minute, and only when somebody is to be told."""
    if to_tell_of().exists():
        ask("tell of feedback", key=f"tell of feedback {clock.now():%Y-%m-%d %H:%M}", by=None)
