"""Simulates a district and writes its exports, school by school."""

from datetime import date
from pathlib import Path

from convergent.demo.central_office import staff_central_office
from convergent.demo.district import DISTRICT_ID, District, School, plan_district
from convergent.demo.exports import Exports
from convergent.demo.leaders import form_leadership_team, lead_lincoln, lead_school
from convergent.demo.names import Mailboxes
from convergent.demo.people import write_staff, write_students
from convergent.demo.places import write_places, write_school_years
from convergent.demo.results import write_results
from convergent.demo.roster import Roster
from convergent.demo.schedule import classes_of, write_classes, write_courses
from convergent.demo.students import chance_of, enrol_students, spring_tests
from convergent.demo.teachers import form_teams, hire_teachers
from convergent.demo.truths import Departures, departures, truths
from convergent.demo.years import Calendar
from convergent.facts.progress import Progress, silent

FEWEST_STUDENTS = 200


def simulate(
    directory: Path,
    *,
    students: int = 30_000,
    seed: int = 1,
    today: date,
    progress: Progress = silent,
) -> None:
    """Writes the exports of a district as of `today`: the same bytes for the same arguments."""
    if students < FEWEST_STUDENTS:
        raise ValueError(f"a district needs at least {FEWEST_STUDENTS} students")
    district = plan_district(students=students, seed=seed)
    calendar = Calendar(today)
    with Exports(directory, stamp=calendar.stamp) as exports:
        left = _write(exports, district, calendar, progress)
    (directory / "truths.json").write_text(truths(district, left), encoding="utf-8")


def _write(
    exports: Exports, district: District, calendar: Calendar, progress: Progress
) -> list[Departures]:
    mailboxes = Mailboxes()
    write_places(exports, district)
    write_school_years(exports, calendar)
    write_courses(exports)
    office = Roster("office", district.chance("office"), mailboxes)
    staff_central_office(office, district, calendar)
    write_staff(exports, office, DISTRICT_ID, calendar)
    left: list[Departures] = []
    first_student = 1
    for school in district.schools:
        progress("Simulating schools", school.number, len(district.schools))
        left.append(_write_school(exports, school, district, calendar, mailboxes, first_student))
        first_student += school.students
    return left


def _write_school(
    exports: Exports,
    school: School,
    district: District,
    calendar: Calendar,
    mailboxes: Mailboxes,
    first_student: int,
) -> Departures:
    roster = Roster(f"{school.sourced_id}-p", district.chance(school.number), mailboxes)
    lead = lead_lincoln if school.is_lincoln else lead_school
    lead(roster, school, calendar, district)
    teachers = hire_teachers(roster, school, calendar, district)
    form_teams(roster, school, calendar, teachers)
    form_leadership_team(roster, school, calendar, teachers)
    write_staff(exports, roster, school.sourced_id, calendar)
    chance = chance_of(district, school)
    students = enrol_students(school, district, chance, first_student)
    write_students(exports, school, students, district, chance, calendar)
    write_classes(exports, classes_of(school, students, teachers, calendar.this_year))
    write_results(exports, students, spring_tests(students, school, district, chance), calendar)
    since = calendar.years[0].earlier(1).staff_end
    return departures(roster, school, since=since, today=calendar.today)
