"""School years: as loaded, else by the calendar that the district set; and the day a page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from convergent.people.models import DistrictSettings, SchoolYear

AUGUST_1 = (8, 1)


@dataclass(frozen=True)
class ShownYear:
    """One school year as the switcher offers it, and the day on which pages show it."""

    name: str
    day: date
    is_now: bool


def years_of(district_id: UUID, today: date) -> list[ShownYear]:
    """The loaded years that have begun, newest first; without any, this one by the calendar."""
    begun = SchoolYear.objects.filter(district=district_id, starts_on__lte=today)
    years = [
        ShownYear(year.name, min(today, year.ends_on), index == 0)
        for index, year in enumerate(begun.order_by("-starts_on"))
    ]
    if years:
        years[0] = ShownYear(years[0].name, today, True)
    return years or [ShownYear(_by_calendar(district_id, today), today, True)]


def first_day_of_year(district_id: UUID, day: date) -> date:
    """The first day of the school year that the day lies in, or of the one that ended last."""
    loaded = SchoolYear.objects.filter(district=district_id, starts_on__lte=day)
    newest = loaded.order_by("-starts_on").first()
    return newest.starts_on if newest else first_day_by_calendar(district_id, day)


def first_day_by_calendar(district_id: UUID, day: date) -> date:
    """The first day of the school year that the day lies in."""
    starts = _starts(district_id)
    year = day.year if (day.month, day.day) >= starts else day.year - 1
    return date(year, *starts)


def _by_calendar(district_id: UUID, today: date) -> str:
    first = first_day_by_calendar(district_id, today).year
    return f"{first}–{(first + 1) % 100:02d}"


def _starts(district_id: UUID) -> tuple[int, int]:
    own = DistrictSettings.objects.filter(district=district_id).first()
    return (own.year_starts_month, own.year_starts_day) if own else AUGUST_1
