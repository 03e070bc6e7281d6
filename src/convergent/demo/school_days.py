"""The days of a school year: which are for instruction, and which are not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from convergent.demo.district import DISTRICT_ID
from convergent.demo.exports import Exports
from convergent.demo.years import Calendar, SchoolYear

MINUTES = {"instructional": 390, "half": 210}
MONDAY, WEDNESDAY, FRIDAY, SATURDAY = 0, 2, 4, 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    on: date
    type: str
    title: str = ""


@dataclass(frozen=True)
class YearOfDays:
    """The weekdays of one school year, in order."""

    year: SchoolYear

    @cached_property
    def days(self) -> tuple[Day, ...]:
        return tuple(self._day(day) for day in _weekdays(self.year.starts_on, self.year.ends_on))

    def taught_before(self, day: date) -> list[date]:
        return [one.on for one in self.days if one.type in MINUTES and one.on < day]

    def _day(self, day: date) -> Day:
        for title, type_, first, last in self._special:
            if first <= day <= last:
                return Day(day, type_, title)
        is_early = day.weekday() == WEDNESDAY and day.day <= 7
        return Day(day, "half", "Early release") if is_early else Day(day, "instructional")

    @cached_property
    def _special(self) -> tuple[tuple[str, str, date, date], ...]:
        """Title, type, first and last day."""
        fall, spring = self.year.begins_in, self.year.begins_in + 1
        thanksgiving = _nth(fall, 11, 3, 4)
        learning = "professional_development"
        return (
            ("Labor Day", "holiday", *_alone(_nth(fall, 9, MONDAY, 1))),
            ("Staff learning", learning, *_alone(_nth(fall, 9, FRIDAY, 4))),
            ("Indigenous Peoples' Day", "holiday", *_alone(_nth(fall, 10, MONDAY, 2))),
            ("Election Day", learning, *_alone(_nth(fall, 11, MONDAY, 1) + _DAY)),
            ("Veterans Day", "holiday", *_alone(date(fall, 11, 11))),
            ("Thanksgiving", "break", thanksgiving - _DAY, thanksgiving + _DAY),
            ("Winter break", "break", date(fall, 12, 21), date(spring, 1, 3)),
            ("Martin Luther King Jr. Day", "holiday", *_alone(_nth(spring, 1, MONDAY, 3))),
            ("Presidents' Day", "holiday", *_alone(_nth(spring, 2, MONDAY, 3))),
            ("Staff learning", learning, *_alone(_nth(spring, 3, FRIDAY, 2))),
            ("Spring break", "break", *_week(_nth(spring, 4, MONDAY, 1))),
            ("Memorial Day", "holiday", *_alone(_nth(spring, 6, MONDAY, 1) - 7 * _DAY)),
        )


def write_calendar(exports: Exports, calendar: Calendar) -> None:
    for year in calendar.years:
        exports.table(
            "calendar_days",
            (
                (DISTRICT_ID, day.on, day.type, MINUTES.get(day.type, 0), day.title)
                for day in YearOfDays(year).days
            ),
        )


def _weekdays(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        if day.weekday() < SATURDAY:
            yield day
        day += _DAY


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    """The first, second … such weekday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def _alone(day: date) -> tuple[date, date]:
    return day, day


def _week(monday: date) -> tuple[date, date]:
    return monday, monday + 4 * _DAY
