"""What coaches do at each school and what not: agreed at most schools, twice at that of the cast,
and waiting where a principal is new; and what came between, over two years."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from convergent.demo.cast import CAST
from convergent.demo.school_days import YearOfDays
from convergent.demo.years import Calendar
from convergent.people.models import Person, Place, RoleTerm
from convergent.people.role_kinds import COACH, PRINCIPAL
from convergent.practice.models import Charter, Interference, PlannedWork

CAST_KEYS = [member.key for member in CAST]
Cause = Interference.Cause
EVERY_DAY = [*5 * [Cause.COVER], Cause.SUPERVISION, Cause.OFFICE]
ON_DAY = {0: "learning", 1: "data", 2: "curriculum"}
TEST_MONTHS, OFTEN, OFTEN_IN_TESTS = (4, 5), 0.2, 0.4
AGREED_SHARE, A_WEEK = 0.7, timedelta(days=7)
FIRST = {"support": 12, "learning": 6, "data": 4, "assessment": 6, "curriculum": 2}
NOW = {"support": 16, "learning": 4, "data": 4, "assessment": 2, "curriculum": 4}
DOES = (
    "Plans, teaches and looks at student work with teachers who want it.",
    "Prepares the staff’s learning days, and comes back to what was tried.",
    "Sits with each grade team when it asks a question of its data.",
    "Talks with the principal every week, of patterns and never of names.",
)
DOES_NOT = (
    "Takes no part in any evaluation, and is not asked for an opinion of a teacher.",
    "Tells nobody what a teacher says or shows in coaching.",
    "Covers no classes and gives no tests, except in need; then it is written down.",
)


def agree_on_roles(schools: Sequence[Place], *, calendar: Calendar, chance: random.Random) -> None:
    """`schools`: that of the cast first."""
    coaches = _terms(schools, COACH, calendar.today)
    principals = {term.role.place_id: term for term in _terms(schools, PRINCIPAL, calendar.today)}
    written: list[Charter] = []
    for term in coaches:
        principal = principals.get(term.role.place_id)
        if term.role.place_id == schools[0].pk:
            last, now = calendar.years[1].starts_on, calendar.this_year.starts_on
            days = [(last + 3 * A_WEEK, FIRST), (now + 4 * A_WEEK, NOW)]
        elif principal is None or chance.random() > AGREED_SHARE:
            continue
        else:
            days = [(calendar.this_year.starts_on + chance.randint(2, 9) * A_WEEK, NOW)]
        written.extend(_charters(term, principal, days, calendar.today))
    Charter.objects.bulk_create(written)


def _terms(schools: Sequence[Place], kind: str, day: date) -> list[RoleTerm]:
    held = RoleTerm.objects.on(day).filter(role__place__in=schools, role__kind=kind, acting=False)
    ordered = held.select_related("role", "person").order_by(
        "role__place__sourced_id", "person__sourced_id", "starts_on"
    )
    return list(ordered)


def _charters(
    term: RoleTerm,
    principal: RoleTerm | None,
    days: Sequence[tuple[date, dict[str, int]]],
    today: date,
) -> list[Charter]:
    """Where the principal came only this year, the newest waits for her word."""
    found = []
    for number, (day, hours) in enumerate(days, start=1):
        is_here = principal is not None and principal.starts_on < day - 30 * A_WEEK
        other = principal.person if principal and is_here else None
        if day < today:
            found.append(_charter(term, number, day, hours, other))
    return found


def _charter(
    term: RoleTerm, number: int, day: date, hours: dict[str, int], other: Person | None
) -> Charter:
    return Charter(
        place_id=term.role.place_id,
        leader=term.person,
        number=number,
        does="\n".join(DOES),
        does_not="\n".join(DOES_NOT),
        hours={kind: max(1, round(often * term.share)) for kind, often in hours.items()},
        written_by=term.person,
        written_on=day - A_WEEK,
        agreed_by=other,
        agreed_on=day if other else None,
    )


def live_weeks(school: Place, *, calendar: Calendar, chance: random.Random) -> None:
    """Two years of whoever of the cast coaches there: what she planned beside her talks and visits,
    and what came between; tests in spring, cover all year."""
    held = RoleTerm.objects.on(calendar.today).filter(
        person__sourced_id__in=CAST_KEYS, role__kind=COACH, role__place=school
    )
    for term in held.select_related("role", "person"):
        days = [
            day
            for year in calendar.years[1:]
            for day in YearOfDays(year).taught_before(calendar.today)
        ]
        PlannedWork.objects.bulk_create(_planned(term, days))
        Interference.objects.bulk_create(_came_between(term, days, chance))


def _planned(term: RoleTerm, days: Sequence[date]) -> list[PlannedWork]:
    """An hour of one kind on each of her days here."""
    return [
        PlannedWork(
            person=term.person,
            place_id=term.role.place_id,
            day=day,
            work=ON_DAY[day.weekday()],
            minutes=60,
        )
        for day in days
        if day.weekday() in ON_DAY
    ]


def _came_between(
    term: RoleTerm, days: Sequence[date], chance: random.Random
) -> list[Interference]:
    found = []
    for day in (one for one in days if one.weekday() in ON_DAY):
        in_tests = day.month in TEST_MONTHS
        if chance.random() < (OFTEN_IN_TESTS if in_tests else OFTEN):
            causes = [*EVERY_DAY, Cause.TESTS, Cause.TESTS] if in_tests else EVERY_DAY
            found.append(
                Interference(
                    person=term.person,
                    place_id=term.role.place_id,
                    day=day,
                    minutes=chance.choice([45, 45, 90]),
                    cause=chance.choice(causes),
                    noted_at=timezone.make_aware(datetime.combine(day, time(14))),
                )
            )
    return found
