"""When a school year begins, by the calendar that the district set."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from convergent.people.models import DistrictSettings

AUGUST_1 = (8, 1)


def first_day_by_calendar(district_id: UUID, day: date) -> date:
    """The first day of the school year that the day lies in."""
    starts = _starts(district_id)
    year = day.year if (day.month, day.day) >= starts else day.year - 1
    return date(year, *starts)


def _starts(district_id: UUID) -> tuple[int, int]:
    own = DistrictSettings.objects.filter(district=district_id).first()
    return (own.year_starts_month, own.year_starts_day) if own else AUGUST_1
