"""Positions, who holds them, what they brought along and what they are paid."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from convergent.demo.roster import ASSISTANT, COACH, PRINCIPAL, TEACHER, Roster, Term
from convergent.demo.years import Calendar

GENERAL, TITLE_ONE, SPECIAL = "General", "Title I", "Special education"
GRANT = "Learning recovery grant"
_CATEGORIES = {
    TEACHER: "teacher",
    PRINCIPAL: "principal",
    ASSISTANT: "assistant_principal",
    COACH: "coach",
    "counselor": "counselor",
    "aide": "paraprofessional",
}
_FIRST_PAY = {
    "teacher": 50_500,
    "principal": 118_000,
    "assistant_principal": 96_000,
    "coach": 56_500,
    "counselor": 53_000,
    "paraprofessional": 29_500,
    "central_office": 74_000,
}
_STEP = {"principal": 1_400, "assistant_principal": 1_250, "paraprofessional": 430}
_TEACHERS_STEP, _MOST_STEPS, _MASTERS_PAY = 1_850, 22, 6_800
_BENEFITS_SHARE, _BENEFITS = 0.27, 9_800


@dataclass(frozen=True)
class Assignment:
    """A position, and who holds it from when to when; nobody, where the term is none."""

    position: str
    place: str
    category: str
    title: str
    fund: str
    term: Term | None
    begins: date

    @property
    def ends(self) -> date | None:
        return self.term.ends if self.term else None

    @property
    def person(self) -> str:
        return self.term.person if self.term else ""

    @property
    def fte(self) -> str:
        return self.term.fte if self.term else "1.0"

    def is_held(self, day: date) -> bool:
        return self.term is not None and self.term.is_open(day)


@dataclass(frozen=True)
class Career:
    """What somebody brought along when she first came here."""

    came: date
    years_before: int
    of_these_in_district: int
    has_masters: bool

    def years(self, day: date) -> int:
        return self.years_before + self.years_here(day)

    def years_here(self, day: date) -> int:
        return max(0, int((day - self.came).days / 365.25))


@dataclass(frozen=True)
class Staffing:
    """The staff of one place, as position control and payroll have them. A school pays for all
    whom it hired, those whom it shares too; the units of the central office each for their own.
    """

    assignments: Sequence[Assignment]
    careers: dict[str, Career]
    school: str = ""

    def paid_by(self, place: str, day: date) -> list[Assignment]:
        return [one for one in self.held(day) if (self.school or one.place) == place]

    def salary(self, assignment: Assignment, day: date) -> int:
        career = self.careers[assignment.person]
        category = assignment.category
        step = _STEP.get(category, _TEACHERS_STEP) * min(career.years(day), _MOST_STEPS)
        masters = _MASTERS_PAY if career.has_masters and category != "paraprofessional" else 0
        return round((_FIRST_PAY[category] + step + masters) * float(assignment.fte))

    def held(self, day: date) -> list[Assignment]:
        return [one for one in self.assignments if one.is_held(day)]


def benefits(salary: float) -> int:
    return round(salary * _BENEFITS_SHARE + _BENEFITS)


def staff_positions(
    roster: Roster, *, need: float, calendar: Calendar, chance: random.Random, school: str = ""
) -> Staffing:
    """Whoever follows in a position that fell free has its number; `need` is that of the place."""
    careers = {one.key: _career(roster, one.key, need, chance) for one in roster.people}
    return Staffing(list(_assignments(roster, need, calendar)), careers, school)


def _assignments(roster: Roster, need: float, calendar: Calendar) -> Iterator[Assignment]:
    free = _Positions(roster.prefix.removesuffix("-p"))
    since = calendar.years[0].staff_begin
    terms = [t for t in roster.terms if t.fte and (t.ends is None or t.ends >= since)]
    for term in sorted(terms, key=lambda term: (term.begins, term.person)):
        category = _CATEGORIES.get(term.role, "central_office")
        position = free.given_to(term)
        fund = _fund(category, term.title, need, position)
        title = term.written_title
        yield Assignment(position, term.place, category, title, fund, term, term.begins)
    begins = calendar.this_year.staff_begin
    for title in roster.unfilled:
        place = roster.prefix.removesuffix("-p")
        yield Assignment(free.new(), place, "teacher", title, GENERAL, None, begins)


@dataclass
class _Positions:
    """Numbers positions; one whose holder has left goes to the next of the same title."""

    prefix: str
    given: int = 0
    left: dict[tuple[str, str, str], list[tuple[date, str]]] = field(default_factory=dict)

    def new(self) -> str:
        self.given += 1
        return f"{self.prefix}-pos-{self.given:03}"

    def given_to(self, term: Term) -> str:
        waiting = self.left.setdefault((term.place, term.role, term.title), [])
        free = next((one for one in waiting if one[0] < term.begins), None)
        if free is not None:
            waiting.remove(free)
        position = free[1] if free else self.new()
        if term.ends is not None:
            waiting.append((term.ends, position))
        return position


def _fund(category: str, title: str, need: float, position: str) -> str:
    """Grants pay for coaches, Title I for aides where many students are poor."""
    if category == "coach":
        return GRANT if int(position[-3:]) % 2 or need > 0.75 else GENERAL
    if category == "paraprofessional" and need > 0.5:
        return TITLE_ONE
    return SPECIAL if title.startswith("Special Education") else GENERAL


def _career(roster: Roster, person: str, need: float, chance: random.Random) -> Career:
    """Where need is higher, more of those who come are at their beginning."""
    came = min(term.begins for term in roster.terms if term.person == person)
    is_beginner = chance.random() < 0.25 + 0.5 * need
    before = 0 if is_beginner else chance.randint(1, 14)
    in_district = chance.randint(0, before)
    return Career(came, before, in_district, has_masters=chance.random() < 0.62 - 0.2 * need)
