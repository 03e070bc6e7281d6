"""Who leads a school, and who led it: principals, assistants, coaches, counselors."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from convergent.demo.cast import (
    ACTING_ASSISTANT,
    BY_KEY,
    FORMER_PRINCIPAL,
    LAST_YEARS_TEAM_LEAD,
)
from convergent.demo.district import District, School
from convergent.demo.roster import ASSISTANT, COACH, HEAD, PRINCIPAL, TEACHER, Roster, Term
from convergent.demo.teachers import Teacher
from convergent.demo.years import Calendar, SchoolYear

_ASSISTANTS_FROM = 350
_COACH_FROM = 150
_COACH_SHARED_BELOW = 380
_NEW_FOR = timedelta(days=35)
_DATA_LEAD_FOR = timedelta(days=20)


def lead_lincoln(roster: Roster, school: School, calendar: Calendar, district: District) -> None:
    """The cast's own histories at Lincoln."""
    _rosa_after_lorraine(roster, school.sourced_id, calendar)
    _jerome(roster, school.sourced_id, calendar)
    _acting_assistant(roster, school.sourced_id, calendar)
    _last_years_team_lead(roster, school, calendar)
    _shared_coach(roster, school, calendar, district)
    _support_staff(roster, school, calendar)


def lead_school(roster: Roster, school: School, calendar: Calendar, district: District) -> None:
    """Principals, assistants, a coach and counselors of an ordinary school, past and present."""
    _principals(roster, school, calendar, district)
    for _ in range(school.students // _ASSISTANTS_FROM):
        _hire(roster, ASSISTANT, school, calendar)
    if school.students >= _COACH_FROM:
        _coach(roster, school, calendar, district)
    _support_staff(roster, school, calendar)


def form_leadership_team(
    roster: Roster, school: School, calendar: Calendar, teachers: Sequence[Teacher]
) -> None:
    """Principal, assistants, coach and team leads; one teacher leads the work with data too."""
    leading = (
        term
        for term in reversed(roster.terms)
        if term.role in (PRINCIPAL, ASSISTANT, COACH, HEAD)
        and term.place.startswith(school.sourced_id)
        and term.is_open(calendar.today)
    )
    begins = calendar.this_year.staff_begin
    for term in {term.person: term for term in leading}.values():
        member = term.as_second(place=school.teams[0].sourced_id, begins=begins)
        roster.hold(replace(member, role=TEACHER, title="") if term.role == HEAD else member)
    data_lead = Term(
        person=roster.chance.choice(teachers).person,
        role="ext:dataLead",
        place=school.sourced_id,
        begins=max(begins, calendar.today - _DATA_LEAD_FOR),
    )
    roster.hold(replace(data_lead, is_primary=False, fte=""))


def _principals(roster: Roster, school: School, calendar: Calendar, district: District) -> None:
    """Principals leave more often where need is higher."""
    principal = roster.hire()
    began = calendar.years[0].earlier(roster.chance.randint(1, 7)).staff_begin
    for year in calendar.years:
        is_last = year == calendar.this_year
        if not _leaves(roster, school, is_last=is_last):
            continue
        follows = _first_day(school, calendar, year)
        in_august = follows == year.staff_begin
        ended = year.earlier(1).staff_end if in_august else follows - timedelta(days=1)
        roster.hold(_principal(principal, school, began, ends=ended))
        began = follows
        if school.principalship == "vacant" and is_last:
            return
        principal = _successor(roster, school, district, began)
    if school.principalship == "acting":
        ends = calendar.today + timedelta(days=60)
        roster.hold(replace(_principal(principal, school, began, ends=ends), acting=True))
    else:
        roster.hold(_principal(principal, school, began))


def _first_day(school: School, calendar: Calendar, year: SchoolYear) -> date:
    """Most follow in August; a principal who is new came when this year had begun."""
    if school.principalship == "new" and year == calendar.this_year:
        return max(year.staff_begin, calendar.today - _NEW_FOR)
    return year.staff_begin


def _principal(person: str, school: School, begins: date, ends: date | None = None) -> Term:
    return Term(person=person, role=PRINCIPAL, place=school.sourced_id, begins=begins, ends=ends)


def _leaves(roster: Roster, school: School, *, is_last: bool) -> bool:
    by_chance = roster.chance.random() < 0.05 + 0.2 * school.need.economic
    return by_chance if school.principalship == "settled" else by_chance or is_last


def _successor(roster: Roster, school: School, district: District, begins: date) -> str:
    """About half were assistant principals before, here or elsewhere."""
    person = roster.hire()
    came_from = roster.chance.choice([school, school, roster.chance.choice(district.schools)])
    if roster.chance.random() < 0.55:
        began = date(begins.year - roster.chance.randint(2, 5), 8, 1)
        ended = date(begins.year, 6, 30)
        place = came_from.sourced_id
        roster.hold(Term(person=person, role=ASSISTANT, place=place, begins=began, ends=ended))
    return person


def _coach(roster: Roster, school: School, calendar: Calendar, district: District) -> None:
    """Small schools share theirs with another of the network."""
    coach = Term(
        person=roster.hire(),
        role=COACH,
        place=school.sourced_id,
        begins=_some_august(roster, calendar),
    )
    if school.students >= _COACH_SHARED_BELOW:
        roster.hold(coach)
        return
    near = [s for s in district.schools if s.network == school.network and s is not school]
    _share_coach(roster, coach, with_school=roster.chance.choice(near), shares=("0.5", "0.5"))


def _share_coach(
    roster: Roster, coach: Term, *, with_school: School, shares: tuple[str, str]
) -> None:
    here, there = shares
    roster.hold(replace(coach, fte=here))
    roster.hold(replace(coach, place=with_school.sourced_id, fte=there, is_primary=False))


def _shared_coach(roster: Roster, school: School, calendar: Calendar, district: District) -> None:
    """Elena coaches at Lincoln, and where the network has its new principal."""
    near = (s for s in district.schools if s.network == school.network)
    other = next(s for s in near if s.principalship == "new")
    member = BY_KEY["elena-alvarez"]
    elena = Term(
        person=roster.hire_known(member),
        role=COACH,
        place=school.sourced_id,
        begins=calendar.years[1].staff_begin,
        title=member.title,
    )
    _share_coach(roster, elena, with_school=other, shares=("0.6", "0.4"))


def _rosa_after_lorraine(roster: Roster, place: str, calendar: Calendar) -> None:
    oldest = calendar.years[0]
    rosa = roster.hire_known(BY_KEY["rosa-medina"])
    roster.hold(Term(person=rosa, role=PRINCIPAL, place=place, begins=oldest.staff_begin))
    before = Term(
        person=roster.hire_known(FORMER_PRINCIPAL),
        role=PRINCIPAL,
        place=place,
        begins=oldest.earlier(6).staff_begin,
        ends=oldest.earlier(1).staff_end,
    )
    roster.hold(before)


def _jerome(roster: Roster, place: str, calendar: Calendar) -> None:
    """He taught at Lincoln before he became assistant principal there."""
    oldest, before, _ = calendar.years
    taught = Term(
        person=roster.hire_known(BY_KEY["jerome-baptiste"]),
        role=TEACHER,
        place=place,
        begins=oldest.earlier(5).staff_begin,
        ends=oldest.staff_end,
    )
    roster.hold(taught)
    roster.hold(replace(taught, role=ASSISTANT, begins=before.staff_begin, ends=None))


def _acting_assistant(roster: Roster, place: str, calendar: Calendar) -> None:
    taught = Term(
        person=roster.hire_known(ACTING_ASSISTANT),
        role=TEACHER,
        place=place,
        begins=calendar.this_year.earlier(4).staff_begin,
        ends=calendar.this_year.earlier(1).staff_end,
    )
    roster.hold(taught)
    begins = calendar.this_year.staff_begin
    ends = calendar.today + timedelta(days=24)
    roster.hold(replace(taught, role=ASSISTANT, begins=begins, ends=ends, acting=True))


def _last_years_team_lead(roster: Roster, school: School, calendar: Calendar) -> None:
    """She left in June, and nobody leads the first grade's team since."""
    team = next(team for team in school.teams if team.covers == school.grades[0])
    before = calendar.years[1]
    taught = Term(
        person=roster.hire_known(LAST_YEARS_TEAM_LEAD),
        role=TEACHER,
        place=school.sourced_id,
        begins=before.earlier(6).staff_begin,
        ends=before.staff_end,
    )
    roster.hold(taught)
    led = replace(taught, role=HEAD, title=f"{team.name} lead")
    roster.hold(led.as_second(place=team.sourced_id, begins=before.staff_begin))


def _support_staff(roster: Roster, school: School, calendar: Calendar) -> None:
    roles = ["counselor"] * max(1, school.students // 400) + ["aide"] * (school.students // 150)
    for role in roles:
        _hire(roster, role, school, calendar)


def _hire(roster: Roster, role: str, school: School, calendar: Calendar) -> None:
    begins = _some_august(roster, calendar)
    roster.hold(Term(person=roster.hire(), role=role, place=school.sourced_id, begins=begins))


def _some_august(roster: Roster, calendar: Calendar) -> date:
    return calendar.this_year.earlier(roster.chance.randint(0, 9)).staff_begin
