"""When the pulse is taken: three times a school year, each time during one month.

The months come a quarter of a year apart, the first when the year is three months old. What was
answered is told when its month is over, and does not change any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

MONTHS_IN = (3, 6, 9)


@dataclass(frozen=True, order=True)
class Wave:
    """One month in which staff are asked; its first day names it."""

    opens_on: date

    @property
    def closes_on(self) -> date:
        """Its last day."""
        return _months_later(self.opens_on, 1) - timedelta(days=1)

    def key(self, district: UUID) -> UUID:
        """The same for all schools of the district: nobody is asked twice, also at two schools."""
        return uuid5(district, f"pulse {self.opens_on}")


def wave_on(day: date, *, year_begins: int) -> Wave | None:
    """The wave that runs, where school years begin with that month."""
    months = {(year_begins - 1 + after) % 12 + 1 for after in MONTHS_IN}
    return Wave(day.replace(day=1)) if day.month in months else None


def next_wave(day: date, *, year_begins: int) -> Wave:
    """The first one that begins after that day."""
    month = _months_later(day.replace(day=1), 1)
    found = wave_on(month, year_begins=year_begins)
    return found or next_wave(month, year_begins=year_begins)


def _months_later(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
