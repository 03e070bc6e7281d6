"""Claims are judged anew each day, when other facts serve, and when others are held."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergent import clock
from convergent.evidence.actions.judging import judge_district
from convergent.evidence.models import Claim
from convergent.evidence.season import season_of
from convergent.facts.measures.folders import built_measures
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.actions import ask
from convergent.jobs.due import each_day, when_due
from convergent.jobs.kinds import Running, job_kind
from convergent.jobs.models import ENDED, Job
from convergent.people.models import Place, PlaceKind
from convergent.people.viewer import time_zone_of

JUDGE = "judge claims"


@job_kind(JUDGE, title=_("Judging what is claimed"))
def judge_all(running: Running) -> dict[str, Any]:
    """Each district in a transaction of its own; again after a crash, it comes to the same."""
    snapshot = current_snapshot(settings.HOME)
    pairs = changed = 0
    for district in Place.objects.filter(kind=PlaceKind.DISTRICT).order_by("pk"):
        if Claim.objects.filter(place__path__startswith=district.path).exists():
            with timezone.override(time_zone_of(district.pk)):
                season = season_of(district, clock.today())
            done = judge_district(season, snapshot, report=running.report)
            pairs, changed = pairs + done.pairs, changed + done.verdicts_changed
        running.check_cancelled()
    return {"judged": pairs, "changed": changed}


each_day(JUDGE)


@when_due
def judge_what_changed() -> None:
    """When others serve, when they are measured, and when other claims are held."""
    standing = _standing()
    if standing and not _is_asked(standing):
        with transaction.atomic():
            ask(JUDGE, key=f"{JUDGE} {uuid4()}", by=None, of=standing)


def _standing() -> str:
    """What verdicts come from, but for what people add, which is judged at once."""
    held = Claim.objects.filter(ended_on=None).count()
    ever = Claim.objects.count()
    if not ever:
        return ""
    snapshot = current_snapshot(settings.HOME)
    if snapshot is None:
        return f"{held} of {ever}"
    built = "measured" if built_measures(snapshot) else "bare"
    return f"{held} of {ever}, {snapshot.id}, {built}"


def _is_asked(standing: str) -> bool:
    """Whether the last job that was asked for a reason knew of this one."""
    asked = Job.objects.filter(kind=JUDGE, arguments__has_key="of").order_by("asked_at").last()
    if asked is None:
        return False
    return asked.arguments["of"] == standing or asked.state not in ENDED
