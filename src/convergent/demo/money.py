"""Budgets and spending of a place, by function, object and fund, at actual salaries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from convergent.demo.exports import Exports
from convergent.demo.positions import GENERAL, GRANT, TITLE_ONE, Staffing, benefits
from convergent.demo.staffing import payday
from convergent.demo.years import Calendar, SchoolYear

_FUNCTIONS = {
    "teacher": "1000",
    "paraprofessional": "1000",
    "counselor": "2100",
    "coach": "2210",
    "principal": "2400",
    "assistant_principal": "2400",
    "central_office": "2300",
}
_SALARIES, _BENEFITS, _SERVICES, _SUPPLIES = "100", "200", "300", "600"
_OPERATION = "2600"
_PER_STUDENT = (
    ("1000", _SUPPLIES, GENERAL, 210.0),
    ("1000", _SERVICES, GENERAL, 95.0),
    (_OPERATION, _SERVICES, GENERAL, 640.0),
    (_OPERATION, _SUPPLIES, GENERAL, 180.0),
)
_PER_POOR_STUDENT = (
    ("1000", _SUPPLIES, TITLE_ONE, 140.0),
    ("2210", _SERVICES, GRANT, 60.0),
)
SPENT_SHARE = 0.985

Account = tuple[str, str, str]
"""Function, object and fund."""


@dataclass(frozen=True)
class Place:
    """Where money is spent, and for how many students, of whom so many are poor."""

    org_id: str
    students: int = 0
    poor: float = 0.0


@dataclass(frozen=True)
class MoneyTruth:
    """Of one school in this fiscal year, as budgeted."""

    budget: float
    budget_per_student: float
    on_expiring_funds: float


def write_spending(
    exports: Exports, place: Place, staffing: Staffing, calendar: Calendar
) -> MoneyTruth:
    """Last fiscal year as budgeted and as spent, this one as budgeted; each with its total."""
    before, this = calendar.years[1:]
    spent = _amounts(place, staffing, before, calendar)
    budget = {account: amount / SPENT_SHARE for account, amount in spent.items()}
    now = _amounts(place, staffing, this, calendar)
    exports.table("spending", _rows(place, before, "budget", budget, calendar))
    exports.table("spending", _rows(place, before, "actual", spent, calendar))
    exports.table("spending", _rows(place, this, "budget", now, calendar))
    total = sum(now.values())
    return MoneyTruth(
        budget=round(total, 2),
        budget_per_student=round(total / max(1, place.students), 2),
        on_expiring_funds=round(sum(v for (_, _, fund), v in now.items() if fund == GRANT), 2),
    )


def grant_ends(calendar: Calendar) -> date:
    """The learning recovery grant ends with the next September."""
    return date(calendar.this_year.begins_in + 1, 9, 30)


def _amounts(
    place: Place, staffing: Staffing, year: SchoolYear, calendar: Calendar
) -> dict[Account, float]:
    amounts: dict[Account, float] = defaultdict(float)
    day = payday(year, calendar)
    for one in staffing.paid_by(place.org_id, day):
        salary = staffing.salary(one, day)
        amounts[_FUNCTIONS[one.category], _SALARIES, one.fund] += salary
        amounts[_FUNCTIONS[one.category], _BENEFITS, one.fund] += benefits(salary)
    for each, people in ((_PER_STUDENT, place.students), (_PER_POOR_STUDENT, place.poor)):
        for function, what, fund, dollars in each:
            amounts[function, what, fund] += round(dollars * people, 2)
    return {account: amount for account, amount in sorted(amounts.items()) if amount}


def _rows(
    place: Place,
    year: SchoolYear,
    amount_type: str,
    amounts: dict[Account, float],
    calendar: Calendar,
) -> Iterator[tuple[object, ...]]:
    head = (year.begins_in + 1, place.org_id, amount_type)
    for (function, what, fund), amount in amounts.items():
        ends = grant_ends(calendar) if fund == GRANT else ""
        yield *head, function, what, fund, "", f"{amount:.2f}", str(bool(ends)).lower(), ends
    if amounts:
        yield *head, "total", "", "", "", f"{sum(amounts.values()):.2f}", "", ""
