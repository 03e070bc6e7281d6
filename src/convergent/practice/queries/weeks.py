"""The days of a teacher leader's week, and what is to be done in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from convergent.facts.query import days_taught
from convergent.people.models import Place, RoleTerm
from convergent.people.viewer import Viewer
from convergent.practice.access.charters import visible_charters
from convergent.practice.access.coaching import own_cycles
from convergent.practice.access.weeks import own_plan, terms_led_in, visible_interference
from convergent.practice.models import (
    CoachingCycle,
    DayAtSchool,
    Interference,
    PlannedWork,
)
from convergent.priorities.models import Meeting, Seat

WEEKDAYS, FRIDAY, A_DAY = 5, 4, timedelta(days=1)
MINUTES_A_DAY, TRAVEL, TALK = 360, 30, 40


@dataclass(frozen=True)
class DayOfWeek:
    """One day on which there is school, where the viewer is, and what is fixed in it."""

    day: date
    place: Place
    meetings: tuple[Meeting, ...]
    between: tuple[Interference, ...]

    @property
    def travels(self) -> bool:
        """Whether something is fixed at another school than the one of the day."""
        return any(one.team.parent_id != self.place.pk for one in self.meetings)

    @property
    def room(self) -> int:
        """Minutes that are not taken."""
        fixed = sum(one.minutes for one in self.meetings)
        fixed += sum(one.minutes for one in self.between)
        return max(0, MINUTES_A_DAY - fixed - (TRAVEL if self.travels else 0))


@dataclass(frozen=True)
class Week:
    """What is known of a week before it is laid out."""

    days: tuple[DayOfWeek, ...]
    planned: tuple[PlannedWork, ...]
    due: tuple[CoachingCycle, ...]
    hours: Mapping[UUID, Mapping[str, int]]
    places: tuple[Place, ...]

    @property
    def first(self) -> date:
        return self.days[0].day if self.days else date.min

    @property
    def last(self) -> date:
        return self.days[-1].day if self.days else date.min


def monday_of(day: date) -> date:
    """Of the week that the day lies in; at a weekend of the next one."""
    monday = day - timedelta(days=day.weekday())
    return monday if day.weekday() <= FRIDAY else monday + timedelta(days=7)


def week_of(viewer: Viewer) -> Week:
    """This week; at a weekend the next one. In a fixed number of questions."""
    monday = monday_of(viewer.today)
    friday = monday + FRIDAY * A_DAY
    terms = terms_led_in(viewer)
    places = where_on(viewer, terms)
    meetings, between = _meetings(viewer, monday, friday), _between(viewer, monday, friday)
    days = tuple(
        DayOfWeek(
            day=day,
            place=places[day.weekday()],
            meetings=tuple(one for one in meetings if _day_of(one) == day),
            between=tuple(one for one in between if one.day == day),
        )
        for day in _school_days(viewer, terms, monday)
    )
    planned = own_plan(viewer).filter(day__gte=monday, day__lte=friday)
    due = own_cycles(viewer).filter(
        coach=viewer.person, ended_on=None, paused_on=None, next_on__lte=friday
    )
    return Week(
        days=days,
        planned=tuple(planned.select_related("place", "cycle__teacher")),
        due=tuple(due.select_related("teacher", "place").order_by("next_on", "pk")),
        hours=hours_agreed(viewer),
        places=tuple(places),
    )


def where_on(viewer: Viewer, terms: Sequence[RoleTerm]) -> list[Place]:
    """The school of each weekday: as she said, else by the shares of her posts."""
    said = DayAtSchool.objects.filter(person=viewer.person).select_related("place")
    own = {term.role.place_id for term in terms}
    known = {one.weekday: one.place for one in said if one.place_id in own}
    usual = by_shares(terms)
    return [known.get(weekday, usual[weekday]) for weekday in range(WEEKDAYS)]


def by_shares(terms: Sequence[RoleTerm]) -> list[Place]:
    """Five days dealt out by share, the largest post first: 0.6 and 0.4 are three days and two."""
    whole = sum(term.share for term in terms)
    ends, reached = [], whole - whole
    for term in terms:
        reached += term.share
        ends.append((round(WEEKDAYS * reached / whole), term.role.place))
    return [next(place for end, place in ends if weekday < end) for weekday in range(WEEKDAYS)]


def _school_days(viewer: Viewer, terms: Sequence[RoleTerm], monday: date) -> list[date]:
    """By the loaded calendar; all weekdays where it tells of none of them."""
    friday = monday + FRIDAY * A_DAY
    school, snapshot = terms[0].role.place.sourced_id if terms else "", viewer.snapshot
    known = days_taught(snapshot, school, first=monday, last=friday) if snapshot and school else []
    return known or [monday + n * A_DAY for n in range(WEEKDAYS)]


def _meetings(viewer: Viewer, first: date, last: date) -> list[Meeting]:
    """Meetings of teams at which the viewer has a seat, and that were not called off."""
    seats = Seat.objects.filter(
        person=viewer.person,
        meeting__starts_at__date__gte=first,
        meeting__starts_at__date__lte=last,
    ).exclude(meeting__state=Meeting.State.CALLED_OFF)
    found = seats.select_related("meeting__team").order_by("meeting__starts_at")
    return [seat.meeting for seat in found]


def _day_of(meeting: Meeting) -> date:
    return timezone.localtime(meeting.starts_at).date()


def _between(viewer: Viewer, first: date, last: date) -> list[Interference]:
    found = visible_interference(viewer).filter(person=viewer.person, day__gte=first, day__lte=last)
    return list(found)


def hours_agreed(viewer: Viewer) -> dict[UUID, dict[str, int]]:
    """Of a usual week, by school, as the charters say that hold; the newest wording counts."""
    found = visible_charters(viewer).filter(leader=viewer.person, agreed_by__isnull=False)
    return dict(found.order_by("number").values_list("place", "hours"))
