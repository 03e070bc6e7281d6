"""The next school morning: when feedback goes out, never at night and never in the holidays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from convergent import clock
from convergent.facts.query import days_taught
from convergent.people.models import Place
from convergent.people.viewer import Viewer

MORNING, EVENING = time(7, 30), time(18)
LOOKED_AHEAD = timedelta(days=120)
WEEKDAYS = 5


def goes_out_at(school: Place, viewer: Viewer, *, after_days: int) -> datetime:
    """So many school days from now, in the morning; at once for 0, unless it is night."""
    now = timezone.localtime(clock.now())
    if after_days == 0 and MORNING <= now.time() <= EVENING:
        return now
    days = _school_days(school, viewer, since=now.date() + timedelta(days=1))
    return timezone.make_aware(datetime.combine(days[max(after_days, 1) - 1], MORNING))


def _school_days(school: Place, viewer: Viewer, *, since: date) -> list[date]:
    """By the loaded calendar, then by weekdays, where it ends or is not loaded."""
    until, snapshot = since + LOOKED_AHEAD, viewer.snapshot
    known: list[date] = []
    if snapshot is not None and school.sourced_id:
        known = days_taught(snapshot, school.sourced_id, first=since, last=until)
    first_unknown = known[-1] + timedelta(days=1) if known else since
    left = (first_unknown + timedelta(days=n) for n in range(LOOKED_AHEAD.days))
    return [*known, *(day for day in left if day.weekday() < WEEKDAYS)]
