"""What a teacher leader did, from the work itself: talks and visits that were noted, meetings at
which she was, and what she planned of the other kinds and did not take out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.utils import timezone

from convergent.people.viewer import Viewer
from convergent.practice.access.coaching import meetings_of
from convergent.practice.access.visits import own_visits
from convergent.practice.access.weeks import own_plan, put_right_by
from convergent.practice.models import Kind
from convergent.practice.models.charters import Work
from convergent.priorities.models import Seat

Source = Literal["talk", "visit", "meeting", "planned"]


@dataclass(frozen=True)
class Logged:
    """One thing that was done. `work` is empty where she says that it does not count; `what` names
    the team of a meeting, and nobody."""

    id: UUID
    source: Source
    day: date
    minutes: int
    work: str
    what: str = ""


def logged_by(viewer: Viewer, *, first: date, last: date) -> list[Logged]:
    """Newest first; in five questions."""
    said = dict(put_right_by(viewer).values_list("logged", "work"))
    found = [
        Logged(one.id, one.source, one.day, one.minutes, said.get(one.id, one.work), one.what)
        for one in _as_logged(viewer, first, last)
    ]
    return sorted(found, key=lambda one: (one.day, str(one.id)), reverse=True)


def _as_logged(viewer: Viewer, first: date, last: date) -> Iterator[Logged]:
    days = {"day__gte": first, "day__lte": last}
    talks = meetings_of(viewer).filter(**days, cycle__coach=viewer.person)
    for pk, day, minutes in talks.values_list("pk", "day", "minutes"):
        yield Logged(pk, "talk", day, minutes, Work.SUPPORT)
    visits = own_visits(viewer).filter(**days, kind=Kind.COACH)
    for pk, day, minutes in visits.values_list("pk", "day", "minutes"):
        yield Logged(pk, "visit", day, minutes, Work.SUPPORT)
    yield from _meetings(viewer, first, last)
    planned = own_plan(viewer).filter(**days, day__lt=viewer.today).exclude(work=Work.SUPPORT)
    for pk, day, minutes, work in planned.values_list("pk", "day", "minutes", "work"):
        yield Logged(pk, "planned", day, minutes, work)


def _meetings(viewer: Viewer, first: date, last: date) -> Iterator[Logged]:
    seats = Seat.objects.filter(
        person=viewer.person,
        was_there=True,
        meeting__starts_at__date__gte=first,
        meeting__starts_at__date__lte=last,
    )
    for pk, starts_at, minutes, team in seats.values_list(
        "meeting", "meeting__starts_at", "meeting__minutes", "meeting__team__name"
    ):
        day = timezone.localtime(starts_at).date()
        yield Logged(pk, "meeting", day, minutes, Work.DATA, team)


def minutes_by_kind(logged: Sequence[Logged]) -> Counter[str]:
    minutes: Counter[str] = Counter()
    for one in logged:
        if one.work:
            minutes[one.work] += one.minutes
    return minutes
