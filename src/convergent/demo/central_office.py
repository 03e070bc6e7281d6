"""The superintendent, the principal supervisors and the units of the central office."""

from dataclasses import dataclass
from datetime import date, timedelta

from convergent.demo.cast import BY_KEY
from convergent.demo.district import DISTRICT_ID, District
from convergent.demo.roster import Roster, Term
from convergent.demo.years import Calendar

_STUDENTS_TO_A_CASE_OWNER = 5_000


@dataclass(frozen=True)
class Unit:
    """A department of the central office, and the work that its staff do."""

    sourced_id: str
    name: str
    role: str
    title: str


UNITS = (
    Unit("unit-learning", "Teaching and Learning", "ext:caseOwner", "Curriculum specialist"),
    Unit("unit-facilities", "Facilities", "ext:caseOwner", "Case owner, repairs"),
    Unit("unit-people", "Human Resources", "ext:caseOwner", "Staffing partner"),
    Unit("unit-budget", "Budget", "ext:budgetAnalyst", "Budget analyst"),
    Unit("unit-technology", "Technology", "ext:caseOwner", "Case owner, classrooms"),
    Unit("unit-research", "Research", "ext:researcher", "Researcher"),
)
_OF_CAST = {
    "unit-facilities": "walt-kowalski",
    "unit-budget": "samir-haddad",
    "unit-research": "priya-raman",
}


def network_id(number: int) -> str:
    return f"network-{number + 1:02}"


def staff_central_office(roster: Roster, district: District, calendar: Calendar) -> None:
    _of_cast(roster, "helen-park", DISTRICT_ID, calendar.years[0].earlier(1).staff_begin)
    _of_cast(roster, "ngozi-okafor", network_id(0), calendar.years[0].staff_begin)
    for place, key in _OF_CAST.items():
        begins = calendar.years[1].staff_begin
        ends = calendar.today + timedelta(days=21) if key == "priya-raman" else None
        _of_cast(roster, key, place, begins, ends)
    for number in range(1, len(district.networks)):
        _hire(
            roster, "ext:principalSupervisor", "Principal supervisor", network_id(number), calendar
        )
    for unit in UNITS:
        _staff_unit(roster, unit, district, calendar)
    _hire(roster, "systemAdministrator", "Data steward", DISTRICT_ID, calendar)


def _staff_unit(roster: Roster, unit: Unit, district: District, calendar: Calendar) -> None:
    """The head of Facilities has left, and nobody follows yet."""
    students = sum(school.students for school in district.schools)
    title = f"Head of {unit.name}"
    if unit.sourced_id == "unit-facilities":
        left = calendar.today - timedelta(days=38)
        began = calendar.years[0].earlier(4).staff_begin
        roster.hold(_term(roster.hire(), "ext:unitHead", title, unit.sourced_id, began, left))
    else:
        _hire(roster, "ext:unitHead", title, unit.sourced_id, calendar)
    for _ in range(1 + students // _STUDENTS_TO_A_CASE_OWNER):
        _hire(roster, unit.role, unit.title, unit.sourced_id, calendar)


def _of_cast(roster: Roster, key: str, place: str, begins: date, ends: date | None = None) -> None:
    member = BY_KEY[key]
    roster.hold(_term(roster.hire_known(member), member.role, member.title, place, begins, ends))


def _hire(roster: Roster, role: str, title: str, place: str, calendar: Calendar) -> None:
    """Somebody new, for most of the time after somebody else."""
    began = calendar.years[0].earlier(roster.chance.randint(1, 8)).staff_begin
    if roster.chance.random() < 0.35:
        year = roster.chance.choice(calendar.years)
        ended = year.earlier(1).staff_end
        roster.hold(_term(roster.hire(), role, title, place, began, ended))
        began = year.staff_begin
    roster.hold(_term(roster.hire(), role, title, place, began))


def _term(
    person: str, role: str, title: str, place: str, begins: date, ends: date | None = None
) -> Term:
    return Term(person=person, role=role, title=title, place=place, begins=begins, ends=ends)
