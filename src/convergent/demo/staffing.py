"""What position control, payroll and the files of HR say of a place's staff."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from convergent.demo.district import School
from convergent.demo.exports import Exports
from convergent.demo.positions import Assignment, Career, Staffing, benefits
from convergent.demo.years import Calendar, SchoolYear

NOVICE_YEARS = 3
_DAY = timedelta(days=1)
_POSTED_AFTER = timedelta(days=9)
_GRADE_AND_TEACHER = re.compile(r"^(Grade \d+|Kindergarten)|teacher$", re.IGNORECASE)
_UNCERTIFIED = frozenset({"paraprofessional", "central_office"})


@dataclass(frozen=True)
class StaffingTruth:
    """Of one school today. Pay is each teacher's own, for the fiscal year."""

    teachers: int
    novice_teachers: int
    average_teacher_salary: float
    vacant_teaching_positions: int


def write_staffing(exports: Exports, staffing: Staffing, calendar: Calendar) -> None:
    today = calendar.today
    working = {one.person for one in staffing.held(today)}
    exports.table("staff", (_staff(p, staffing.careers[p], today) for p in sorted(working)))
    exports.table("staff_assignments", map(_assignment, staffing.assignments))
    exports.table("compensation", _compensation(staffing, calendar))
    exports.table("vacancies", _vacancies(staffing.assignments, today))
    exports.table("certifications", _certificates(staffing, today))


def staffing_truth(staffing: Staffing, school: School, day: date) -> StaffingTruth:
    teachers = [
        one
        for one in staffing.held(day)
        if one.category == "teacher" and one.place == school.sourced_id
    ]
    years = [staffing.careers[one.person].years(day) for one in teachers]
    return StaffingTruth(
        teachers=len(teachers),
        novice_teachers=sum(one < NOVICE_YEARS for one in years),
        average_teacher_salary=round(fmean(staffing.salary(one, day) for one in teachers), 2),
        vacant_teaching_positions=sum(one.term is None for one in staffing.assignments),
    )


def _staff(person: str, career: Career, day: date) -> tuple[object, ...]:
    here = career.years_here(day)
    degree = "masters" if career.has_masters else "bachelors"
    hired = date(career.came.year - career.of_these_in_district, 8, 1)
    in_district = career.of_these_in_district + here
    return person, career.years(day), in_district, here, degree, min(hired, career.came)


def _assignment(one: Assignment) -> tuple[object, ...]:
    who = one.position, one.person, one.place, one.category, one.title
    return *who, one.fte, one.fund, one.begins, one.ends or ""


def _compensation(staffing: Staffing, calendar: Calendar) -> Iterator[tuple[object, ...]]:
    """What is paid to whoever is here in the fall: last fiscal year, and this one."""
    for year in calendar.years[1:]:
        for one in staffing.held(payday(year, calendar)):
            salary = staffing.salary(one, payday(year, calendar))
            yield year.begins_in + 1, one.person, one.position, salary, benefits(salary)


def payday(year: SchoolYear, calendar: Calendar) -> date:
    """The day on which the staff of a year are counted."""
    return min(date(year.begins_in, 11, 1), calendar.today)


def _vacancies(assignments: Sequence[Assignment], today: date) -> Iterator[tuple[object, ...]]:
    """Between one holder and the next, and since the last one."""
    holders: dict[str, list[Assignment]] = {}
    for one in assignments:
        holders.setdefault(one.position, []).append(one)
    for position, held in holders.items():
        place = held[0].place
        for before, after in zip(held, [*held[1:], None], strict=True):
            if before.term is None:
                yield position, place, before.begins, before.begins + _POSTED_AFTER, ""
            elif before.ends is not None and before.ends < today:
                since = before.ends + _DAY
                filled = after.begins if after else ""
                yield position, place, since, since + _POSTED_AFTER, filled


def _certificates(staffing: Staffing, day: date) -> Iterator[tuple[object, ...]]:
    """A few teachers, most of them beginners, teach on a certificate for an emergency."""
    holders = {one.person: one for one in staffing.held(day) if one.category not in _UNCERTIFIED}
    for number, one in enumerate(holders.values()):
        years = staffing.careers[one.person].years(day)
        level = "provisional" if years < NOVICE_YEARS else "professional"
        if years == 0 and number % 3 == 0:
            level = "emergency"
        begins = date(day.year - min(years, 4) - 1, 7, 1)
        yield one.person, _field_of(one), level, begins, date(begins.year + 5, 6, 30)


def _field_of(one: Assignment) -> str:
    """What a position's holder is to be certified for."""
    if one.category != "teacher":
        return one.category.replace("_", " ").capitalize()
    subject = _GRADE_AND_TEACHER.sub("", one.title).strip()
    return subject.capitalize() or "Elementary education"
