"""Simulates a district and writes its exports, school by school."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from convergent.demo.attendance import write_attendance
from convergent.demo.central_office import UNITS, network_id, staff_central_office
from convergent.demo.cover import write_cover
from convergent.demo.district import DISTRICT_ID, SPRINGS, District, School, plan_district
from convergent.demo.exports import Exports
from convergent.demo.leaders import form_leadership_team, lead_lincoln, lead_school
from convergent.demo.money import Place, write_spending
from convergent.demo.names import Mailboxes
from convergent.demo.people import write_staff, write_students
from convergent.demo.places import write_places, write_school_years
from convergent.demo.positions import Staffing, staff_positions
from convergent.demo.programs import write_programs
from convergent.demo.results import PARTS_OF_TESTS, write_results
from convergent.demo.roster import Roster
from convergent.demo.schedule import SchoolClass, classes_of, write_classes, write_courses
from convergent.demo.school_days import YearOfDays, write_calendar
from convergent.demo.staffing import staffing_truth, write_staffing
from convergent.demo.students import Students, chance_of, enrol_students, spring_tests
from convergent.demo.teachers import Teacher, form_teams, hire_teachers
from convergent.demo.timetable import write_bells, write_timetable
from convergent.demo.truths import SchoolTruth, Workings, departures, truths
from convergent.demo.years import Calendar
from convergent.facts.progress import Progress, silent

FEWEST_STUDENTS = 200


def simulate(
    directory: Path,
    *,
    students: int = 30_000,
    seed: int = 1,
    today: date,
    springs: int = SPRINGS,
    only_roster: bool = False,
    progress: Progress = silent,
) -> None:
    """Writes the exports of a district as of `today`: the same bytes for the same arguments.

    With `only_roster` those of OneRoster, without results, days, staffing and money.
    """
    if students < FEWEST_STUDENTS:
        raise ValueError(f"a district needs at least {FEWEST_STUDENTS} students")
    district = plan_district(students=students, seed=seed, springs=springs)
    calendar = Calendar(today)
    with Exports(directory, stamp=calendar.stamp, only_roster=only_roster) as exports:
        told = _Simulating(exports, district, calendar).run(progress)
    (directory / "truths.json").write_text(truths(district, told), encoding="utf-8")


@dataclass
class _Simulating:
    exports: Exports
    district: District
    calendar: Calendar
    mailboxes: Mailboxes = field(default_factory=Mailboxes)

    def run(self, progress: Progress) -> list[SchoolTruth]:
        write_places(self.exports, self.district)
        write_school_years(self.exports, self.calendar)
        write_courses(self.exports)
        if not self.exports.only_roster:
            write_calendar(self.exports, self.calendar)
        self._central_office()
        told: list[SchoolTruth] = []
        first_student = 1
        for school in self.district.schools:
            progress("Simulating schools", school.number, len(self.district.schools))
            told.append(self._school(school, first_student))
            first_student += school.students
        return told

    def _central_office(self) -> None:
        office = Roster("office", self.district.chance("office"), self.mailboxes)
        staff_central_office(office, self.district, self.calendar)
        write_staff(self.exports, office, DISTRICT_ID, self.calendar)
        if self.exports.only_roster:
            return
        staffing = self._staffing(office, need=0.5)
        write_staffing(self.exports, staffing, self.calendar)
        networks = (network_id(number) for number in range(len(self.district.networks)))
        for place in (DISTRICT_ID, *networks, *(unit.sourced_id for unit in UNITS)):
            write_spending(self.exports, Place(place), staffing, self.calendar)

    def _school(self, school: School, first_student: int) -> SchoolTruth:
        roster = Roster(
            f"{school.sourced_id}-p", self.district.chance(school.number), self.mailboxes
        )
        teachers = self._staff(roster, school)
        chance = chance_of(self.district, school)
        students = enrol_students(school, self.district, chance, first_student)
        write_students(self.exports, school, students, self.district, chance, self.calendar)
        classes = list(classes_of(school, students, teachers, self.calendar.this_year))
        write_classes(self.exports, classes)
        since = self.calendar.years[0].earlier(1).staff_end
        left = departures(roster, school, since=since, today=self.calendar.today)
        if self.exports.only_roster:
            return SchoolTruth(left)
        springs = spring_tests(students, school, self.district, chance)
        parts = chance_of(self.district, school, PARTS_OF_TESTS)
        write_results(self.exports, students, springs, self.calendar, parts)
        staffing = self._staffing(roster, need=school.need.economic, school=school.sourced_id)
        return SchoolTruth(left, self._workings(school, students, staffing, classes, teachers))

    def _staff(self, roster: Roster, school: School) -> list[Teacher]:
        lead = lead_lincoln if school.is_lincoln else lead_school
        lead(roster, school, self.calendar, self.district)
        teachers = hire_teachers(roster, school, self.calendar, self.district)
        form_teams(roster, school, self.calendar, teachers)
        form_leadership_team(roster, school, self.calendar, teachers)
        write_staff(self.exports, roster, school.sourced_id, self.calendar)
        return teachers

    def _staffing(self, roster: Roster, *, need: float, school: str = "") -> Staffing:
        chance = self.district.chance("careers", roster.prefix)
        return staff_positions(
            roster, need=need, calendar=self.calendar, chance=chance, school=school
        )

    def _workings(
        self,
        school: School,
        students: Students,
        staffing: Staffing,
        classes: list[SchoolClass],
        teachers: list[Teacher],
    ) -> Workings:
        exports, calendar, district = self.exports, self.calendar, self.district
        days = YearOfDays(calendar.this_year).taught_before(calendar.today)
        write_programs(exports, school, students, district, calendar)
        write_bells(exports, school)
        write_staffing(exports, staffing, calendar)
        place = Place(school.sourced_id, len(students), float(students.economic.sum()))
        teaching = [teacher.person for teacher in teachers]
        return Workings(
            attendance=write_attendance(exports, school, students, district, days),
            cover=write_cover(exports, school, district, teaching, days),
            staffing=staffing_truth(staffing, school, calendar.today),
            money=write_spending(exports, place, staffing, calendar),
            teams_that_plan_together=write_timetable(
                exports, school, classes, teachers, calendar.this_year
            ),
        )
