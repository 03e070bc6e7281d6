"""The teachers of a school: their positions, who held them over three years, and their teams."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle, islice

from convergent.demo.cast import BY_KEY, TEACHERS_AT_LINCOLN, CastMember, Colleague
from convergent.demo.district import LAST_LOWER_GRADE, District, School, Team, grade_name
from convergent.demo.roster import HEAD, TEACHER, Roster, Term
from convergent.demo.years import Calendar

STUDENTS_TO_A_TEACHER = 16
LARGEST_CLASS = 24
HOMEROOM = "Homeroom"
SUBJECTS = ("Reading", "Mathematics", "Science", "Social Studies", "Physical Education", "Arts")
SPECIALISTS = ("Art", "Music", "Physical Education", "Special Education", "English Learners")
FEWEST_AT_LINCOLN = 18
VACANT_SHARE = 0.004
VACANT_BY_NEED = 0.022
RETURNED_SHARE = 0.03
MOVED_SHARE = 0.06
FEWEST_IN_A_SCHOOL = 3


@dataclass(frozen=True)
class Position:
    """What a teacher teaches; `grade` is None for one who teaches across grades."""

    grade: int | None
    subject: str

    @property
    def title(self) -> str:
        if self.grade is None:
            return f"{self.subject} teacher"
        if self.subject == HOMEROOM:
            return f"{grade_name(self.grade)} teacher"
        return f"{grade_name(self.grade)} {self.subject.lower()} teacher"


@dataclass(frozen=True)
class Teacher:
    """Somebody who holds a position today, and since when."""

    position: Position
    term: Term

    @property
    def person(self) -> str:
        return self.term.person


def sections_in(grade_students: int) -> int:
    return max(1, -(-grade_students // LARGEST_CLASS))


def students_in_grades(school: School) -> dict[int, int]:
    """As even as it goes."""
    each, more = divmod(school.students, len(school.grades))
    return {grade: each + (place < more) for place, grade in enumerate(school.grades)}


def hire_teachers(
    roster: Roster, school: School, calendar: Calendar, district: District
) -> list[Teacher]:
    """Fills every position but the vacant ones, with its past holders; returns today's teachers."""
    known = _known_teachers(school)
    teachers: list[Teacher] = []
    for position in _positions(school):
        if position in known:
            person = roster.hire_known(known.pop(position))
            term = _teaching(person, school, position, calendar.years[0].earlier(7).staff_begin)
        elif roster.chance.random() < VACANT_SHARE + VACANT_BY_NEED * school.need.economic:
            roster.unfilled.append(position.title)
            continue
        else:
            since = _past_holders(roster, school, position, calendar)
            term = _teaching(roster.hire(), school, position, since)
            _came_from_elsewhere(roster, term, district)
        roster.hold(term)
        teachers.append(Teacher(position, term))
    return teachers


def form_teams(
    roster: Roster, school: School, calendar: Calendar, teachers: Sequence[Teacher]
) -> None:
    """Puts teachers on the teams that cover what they teach, and gives most teams a lead."""
    begins = calendar.this_year.staff_begin
    for team in school.teams:
        members = [
            teacher.term.as_second(place=team.sourced_id, begins=begins)
            for teacher in teachers
            if team.covers in (teacher.position.grade, teacher.position.subject)
        ]
        roster.terms.extend(members)
        if members and _has_lead(school, team, roster.chance):
            roster.hold(replace(members[0], role=HEAD, title=f"{team.name} lead"))


def _known_teachers(school: School) -> dict[Position, CastMember | Colleague]:
    """The positions that named people hold at Lincoln; each is the first of its kind."""
    if not school.is_lincoln:
        return {}
    amara, jo, tess = TEACHERS_AT_LINCOLN
    return {
        Position(6, "Reading"): BY_KEY["daniel-reyes"],
        Position(6, "Mathematics"): amara,
        Position(7, "Reading"): jo,
        Position(8, "Science"): tess,
    }


def _positions(school: School) -> list[Position]:
    wanted = max(FEWEST_IN_A_SCHOOL, round(school.students / STUDENTS_TO_A_TEACHER))
    if school.is_lincoln:
        wanted = max(FEWEST_AT_LINCOLN, wanted)
    homerooms = [
        Position(grade, HOMEROOM)
        for grade, students in students_in_grades(school).items()
        if grade <= LAST_LOWER_GRADE
        for _ in range(sections_in(students))
    ]
    others = max(1, wanted - len(homerooms))
    return homerooms + list(islice(_other_positions(school), others))


def _other_positions(school: School) -> Iterator[Position]:
    upper = [grade for grade in school.grades if grade > LAST_LOWER_GRADE]
    subjects = [Position(grade, subject) for subject in SUBJECTS for grade in upper]
    specialists = [Position(None, subject) for subject in SPECIALISTS]
    return cycle(subjects if school.level in ("middle", "high") else subjects + specialists)


def _past_holders(roster: Roster, school: School, position: Position, calendar: Calendar) -> date:
    """Writes who held a position before over the three years; returns when it was filled last."""
    leaving = 0.06 + 0.15 * school.need.economic
    began = calendar.years[0].earlier(roster.chance.randint(1, 14)).staff_begin
    for year in calendar.years:
        if roster.chance.random() < leaving:
            past = _teaching(roster.hire(), school, position, began)
            roster.hold(replace(past, ends=year.earlier(1).staff_end))
            began = year.staff_begin
    return began


def _came_from_elsewhere(roster: Roster, term: Term, district: District) -> None:
    """A few came back after two years away; a few came from another school of the district."""
    drawn = roster.chance.random()
    if drawn < RETURNED_SHARE:
        roster.hold(_earlier(term, place=term.place, away=2))
    elif drawn < RETURNED_SHARE + MOVED_SHARE:
        other = roster.chance.choice(district.schools).sourced_id
        roster.hold(_earlier(term, place=other, away=0))


def _earlier(term: Term, *, place: str, away: int) -> Term:
    """Three years of teaching that ended some years before the term began."""
    ended = date(term.begins.year - away, 6, 30)
    began = date(ended.year - 3, 8, 1)
    return replace(term, place=place, begins=began, ends=ended, title="")


def _teaching(person: str, school: School, position: Position, begins: date) -> Term:
    return Term(
        person=person,
        role=TEACHER,
        place=school.sourced_id,
        begins=begins,
        title=position.title,
    )


def _has_lead(school: School, team: Team, chance: random.Random) -> bool:
    if school.is_lincoln:
        return team.covers != school.grades[0]
    return chance.random() < 0.93
