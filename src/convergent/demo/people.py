"""Users, roles and demographics of the export."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from convergent.demo.district import District, School, grade_code
from convergent.demo.exports import Exports
from convergent.demo.names import family_names, given_names
from convergent.demo.roster import Roster, Term
from convergent.demo.students import Students
from convergent.demo.years import Calendar

_ORIGINS = ("asian", "black", "white", "several", "hispanic")
_ORIGIN_SHARES = (0.14, 0.27, 0.16, 0.06, 0.37)


def write_staff(exports: Exports, roster: Roster, place: str, calendar: Calendar) -> None:
    """The people of one place with all their terms; who has no open term is not enabled."""
    working = {term.person for term in roster.terms if term.is_open(calendar.today)}
    exports.rows(
        "users",
        (
            (
                person.key,
                str(person.key in working).lower(),
                person.email.split("@")[0],
                person.name.given,
                person.name.family,
                "",
                person.email,
                "",
                person.name.preferred,
                place,
            )
            for person in roster.people
        ),
    )
    exports.rows("roles", (_role(term, n) for n, term in enumerate(_in_order(roster), 1)))


def write_students(
    exports: Exports,
    school: School,
    students: Students,
    district: District,
    chance: np.random.Generator,
    calendar: Calendar,
) -> None:
    exports.lines("users", _student_users(exports, school, students, chance))
    exports.lines("roles", _student_roles(exports, school, students, district, calendar))
    exports.lines("demographics", _demographics(exports, students, chance, calendar))


def _in_order(roster: Roster) -> list[Term]:
    order = {person.key: place for place, person in enumerate(roster.people)}
    return sorted(roster.terms, key=lambda term: order[term.person])


def _role(term: Term, number: int) -> tuple[object, ...]:
    return (
        f"{term.person}-r{number}",
        term.person,
        "primary" if term.is_primary else "secondary",
        term.role,
        term.begins,
        term.ends or "",
        term.place,
        term.fte,
        str(term.acting).lower(),
        term.written_title,
    )


def _student_users(
    exports: Exports, school: School, students: Students, chance: np.random.Generator
) -> Iterator[str]:
    given, family = given_names(), family_names()
    first = chance.integers(len(given), size=len(students)).tolist()
    last = chance.integers(len(family), size=len(students)).tolist()
    codes = [grade_code(grade) for grade in range(13)]
    people = zip(students.ids(), first, last, students.grade.tolist(), strict=True)
    for sid, g, f, grade in people:
        told = f"{given[g]},{family[f]},{sid},,{codes[grade]},,{school.sourced_id}"
        yield f"{sid},{exports.state},true,{sid},{told}\n"


def _student_roles(
    exports: Exports, school: School, students: Students, district: District, calendar: Calendar
) -> Iterator[str]:
    """Where a student is, and where the student was before, within the years of the export."""
    years = [calendar.this_year.earlier(ago) for ago in range(district.springs + 1)]
    rows = zip(
        students.ids(),
        students.springs_here.tolist(),
        students.came_from.tolist(),
        students.grade.tolist(),
        strict=True,
    )
    for sid, springs, came_from, grade in rows:
        here = f"{years[springs].starts_on},,{school.sourced_id},,,"
        yield f"{sid}-r1,{exports.state},{sid},primary,student,{here}\n"
        if springs < min(grade, district.springs):
            ended = years[springs + 1].ends_on
            began = years[min(grade, district.springs)].starts_on
            there = f"{began},{ended},{district.schools[came_from].sourced_id},,,"
            yield f"{sid}-r2,{exports.state},{sid},primary,student,{there}\n"


def _demographics(
    exports: Exports, students: Students, chance: np.random.Generator, calendar: Calendar
) -> Iterator[str]:
    size = len(students)
    origins = chance.choice(len(_ORIGINS), size=size, p=_ORIGIN_SHARES).tolist()
    sexes = chance.choice(3, size=size, p=(0.49, 0.5, 0.01)).tolist()
    days = chance.integers(365, size=size).tolist()
    oldest = date(calendar.this_year.begins_in - 6, 9, 1).toordinal()
    flags = zip(
        students.economic.tolist(),
        students.english_learner.tolist(),
        students.disability.tolist(),
        strict=True,
    )
    for sid, grade, day, origin, sex, needs in zip(
        students.ids(), students.grade.tolist(), days, origins, sexes, flags, strict=True
    ):
        born = date.fromordinal(oldest + day - round(365.25 * grade))
        races = _FLAGS[origin]
        told = ",".join("true" if flag else "false" for flag in needs)
        yield f"{sid},{exports.state},{born},{_SEXES[sex]},{races},{told}\n"


_SEXES = ("female", "male", "other")
_FLAGS = [
    ",".join("true" if other == origin else "false" for other in _ORIGINS) for origin in _ORIGINS
]
