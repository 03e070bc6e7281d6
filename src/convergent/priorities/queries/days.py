"""The days on which a team meets, and the moment of each by the clock on its wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from convergent.priorities.models import Meeting, MeetingRhythm

LAST = date.max - timedelta(days=2)


def days_of(rhythm: MeetingRhythm, *, since: date) -> Iterator[date]:
    """From `since` on, until the rhythm ends or the last day that clocks of all places know."""
    every = 7 * rhythm.every_weeks
    first = rhythm.first_on.toordinal()
    missed = max(0, -(-(since.toordinal() - first) // every))
    end = min(rhythm.ended_on or LAST, LAST)
    return map(date.fromordinal, range(first + every * missed, end.toordinal(), every))


def moment_of(rhythm: MeetingRhythm, day: date, zone: tzinfo) -> datetime:
    """When it begins on that day. It stays at its hour by the clock when the clocks change; an
    hour that is left out begins when the clocks have moved, one that comes twice the first time.
    """
    return datetime.combine(day, rhythm.starts_at, tzinfo=zone).astimezone(UTC)


def end_of(meeting: Meeting) -> datetime:
    """After as many minutes as it lasts, also over a change of the clocks."""
    return meeting.starts_at.astimezone(UTC) + timedelta(minutes=meeting.minutes)
