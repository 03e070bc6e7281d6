"""The school years that the exports span: this one and the two before."""

from dataclasses import dataclass
from datetime import date

FIRST_MONTH = 8


@dataclass(frozen=True)
class SchoolYear:
    """A year from August to June, named by the calendar year in which it begins."""

    begins_in: int

    @property
    def sourced_id(self) -> str:
        return f"year-{self.begins_in + 1}"

    @property
    def title(self) -> str:
        return f"{self.begins_in}-{(self.begins_in + 1) % 100:02}"

    @property
    def staff_begin(self) -> date:
        return date(self.begins_in, FIRST_MONTH, 1)

    @property
    def starts_on(self) -> date:
        return date(self.begins_in, FIRST_MONTH, 17)

    @property
    def ends_on(self) -> date:
        return date(self.begins_in + 1, 6, 12)

    @property
    def staff_end(self) -> date:
        return date(self.begins_in + 1, 6, 30)

    @property
    def tested_on(self) -> date:
        return date(self.begins_in + 1, 4, 21)

    def earlier(self, years: int) -> "SchoolYear":
        return SchoolYear(self.begins_in - years)


@dataclass(frozen=True)
class Calendar:
    today: date

    @property
    def this_year(self) -> SchoolYear:
        begun = self.today.month >= FIRST_MONTH
        return SchoolYear(self.today.year if begun else self.today.year - 1)

    @property
    def years(self) -> tuple[SchoolYear, SchoolYear, SchoolYear]:
        """Oldest first."""
        return self.this_year.earlier(2), self.this_year.earlier(1), self.this_year

    @property
    def stamp(self) -> str:
        return f"{self.today.isoformat()}T05:00:00.000Z"
