"""The school year that is judged, for pages and for jobs, which have no viewer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from convergent.people.models import Place
from convergent.people.school_year import first_day_by_calendar
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class Season:
    """This school year of a district as it stands today; `year` is the one in which it ends."""

    district_id: UUID
    began: date
    today: date

    @property
    def year(self) -> int:
        return self.began.year + 1

    def ending_in(self, year: int) -> Season:
        """An earlier one, as it is looked at today."""
        return replace(self, began=self.began.replace(year=year - 1))


def season_of(district: Place, today: date) -> Season:
    return Season(district.pk, first_day_by_calendar(district.pk, today), today)


def season_for(viewer: Viewer) -> Season:
    return Season(viewer.district_id, viewer.year_began, viewer.today)
