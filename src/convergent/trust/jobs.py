"""Asking, while a wave runs, whoever has room for it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from convergent.jobs.due import each_day
from convergent.jobs.kinds import Running, job_kind
from convergent.trust.actions import ask_everywhere

ASK = "ask for pulse"


@job_kind(ASK, title=_("Asking staff for the trust pulse"))
def ask_staff(_running: Running) -> dict[str, Any]:
    return {"asked": ask_everywhere()}


each_day(ASK)
