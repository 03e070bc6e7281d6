"""Collects the staff of one place: people, and the terms for which they hold roles."""

import random
from dataclasses import dataclass, field, replace
from datetime import date

from convergent.demo.cast import CastMember, Colleague
from convergent.demo.names import Mailboxes, Name, staff_name

PRINCIPAL = "principal"
ASSISTANT = "ext:assistantPrincipal"
COACH = "ext:coach"
HEAD = "ext:departmentHead"
TEACHER = "teacher"

_TITLES = {
    PRINCIPAL: "Principal",
    ASSISTANT: "Assistant principal",
    COACH: "Instructional coach",
    TEACHER: "Teacher",
    "aide": "Classroom aide",
    "counselor": "Counselor",
    "ext:dataLead": "Data lead",
}


@dataclass(frozen=True)
class Person:
    key: str
    name: Name
    email: str


@dataclass(frozen=True, kw_only=True)
class Term:
    """One role, held at one place from one day to another (or on)."""

    person: str
    role: str
    place: str
    begins: date
    ends: date | None = None
    is_primary: bool = True
    fte: str = "1.0"
    acting: bool = False
    title: str = ""

    @property
    def written_title(self) -> str:
        title = self.title or _TITLES[self.role]
        return f"Acting {title.lower()}" if self.acting else title

    def as_second(self, *, place: str, begins: date) -> "Term":
        """The same role, held on a team beside the first, from the later of both days."""
        begins = max(begins, self.begins)
        return replace(self, place=place, begins=begins, is_primary=False, fte="")

    def is_open(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or self.ends >= day)


@dataclass
class Roster:
    """`prefix` begins the keys of the people who are hired here. `unfilled` are titles of teaching
    positions that nobody holds.
    """

    prefix: str
    chance: random.Random
    mailboxes: Mailboxes
    people: list[Person] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    unfilled: list[str] = field(default_factory=list)

    def hire(self) -> str:
        return self._add(f"{self.prefix}-{len(self.people) + 1:04}", staff_name(self.chance))

    def hire_known(self, somebody: CastMember | Colleague) -> str:
        return self._add(somebody.key, Name(somebody.given, somebody.family))

    def hold(self, term: Term) -> None:
        self.terms.append(term)

    def _add(self, key: str, name: Name) -> str:
        self.people.append(Person(key, name, self.mailboxes.address(name)))
        return key
