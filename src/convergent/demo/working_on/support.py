"""Two years of supervisors and principals: plans by need, contacts, and what came between.

Schools where practice does not improve (a truth of the demonstration) are the ones that their
supervisor does not reach: she plans as much there, other things come between, promises slip.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from convergent.demo.school_days import SATURDAY, YearOfDays
from convergent.demo.working_on.sayings import BETWEEN_US, LOOK_AT, PROMISED_EACH_OTHER
from convergent.demo.years import Calendar
from convergent.people.models import Place, RoleTerm
from convergent.people.role_kinds import PRINCIPAL, SUPERVISOR
from convergent.priorities.models import Commitment, Priority
from convergent.support.models import USUAL_A_MONTH, Contact, ContactPlan

DAYS_A_MONTH = 20  # school days
TAKES_PLACE = {True: 0.92, False: 0.5}
KEEPS = {True: 0.85, False: 0.5}
MORE_FOR = {
    "new": (4, "A principal in her first year"),
    "acting": (3, "An acting principal, until the post is filled"),
}
DID = {True: ("joint", "joint", "modelling", "brokering"), False: ("tools", "tools", "joint")}
CAME_BETWEEN = ("central", "central", "crisis", "paper", "personnel", "building", "school")
AGAIN_IN, DUE_IN = timedelta(days=9), timedelta(days=12)
State = Contact.State


@dataclass
class Written:
    """Rows of all schools."""

    plans: list[ContactPlan] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    promises: list[Commitment] = field(default_factory=list)

    def save(self) -> None:
        for rows in vars(self).values():
            if rows:
                type(rows[0])._base_manager.bulk_create(rows, batch_size=500)


@dataclass(frozen=True)
class Partnership:
    """A school over two years: who supervised and who led it, what it works on."""

    school: Place
    supervisors: Sequence[RoleTerm]
    principals: Sequence[RoleTerm]
    priorities: Sequence[Priority]
    is_reached: bool
    principalship: str

    def pair(self, day: date) -> tuple[RoleTerm, RoleTerm] | None:
        above = next((term for term in self.supervisors if term.runs_on(day)), None)
        leads = next((term for term in self.principals if term.runs_on(day)), None)
        if above is None or leads is None or above.person_id == leads.person_id:
            return None
        return above, leads


def support_principals(
    schools: Sequence[Place],
    truths: Mapping[str, Mapping[str, object]],
    *,
    calendar: Calendar,
    chance: random.Random,
) -> None:
    written = Written()
    years = calendar.years[1:]
    days = [day for year in years for day in YearOfDays(year).taught_before(calendar.today)]
    for one in _partnerships(schools, truths):
        _two_years(one, days, written, calendar, chance)
    written.save()


def _partnerships(
    schools: Sequence[Place], truths: Mapping[str, Mapping[str, object]]
) -> Iterator[Partnership]:
    above = _terms(SUPERVISOR, [school.parent_id for school in schools])
    leading = _terms(PRINCIPAL, [school.pk for school in schools])
    works_on = defaultdict(list)
    for one in Priority.objects.filter(place__in=schools, ended_on=None).order_by("statement"):
        works_on[one.place_id].append(one)
    for school in sorted(schools, key=lambda one: one.sourced_id):
        truth = truths.get(school.sourced_id, {})
        yield Partnership(
            school=school,
            supervisors=above[school.parent_id],
            principals=leading[school.pk],
            priorities=works_on[school.pk],
            is_reached=bool(truth.get("practice_improves")),
            principalship=str(truth.get("principalship", "settled")),
        )


def _terms(kind: str, places: Sequence[UUID | None]) -> dict[UUID | None, list[RoleTerm]]:
    found: dict[UUID | None, list[RoleTerm]] = defaultdict(list)
    terms = RoleTerm.objects.filter(role__kind=kind, role__place__in=places)
    ordered = terms.select_related("role", "person").order_by("acting", "-starts_on", "pk")
    for term in ordered:
        found[term.role.place_id].append(term)
    return found


def _two_years(
    one: Partnership,
    days: Sequence[date],
    written: Written,
    calendar: Calendar,
    chance: random.Random,
) -> None:
    now = one.pair(calendar.today)
    a_month, reason = MORE_FOR.get(one.principalship, (USUAL_A_MONTH, ""))
    if now is not None and reason:
        written.plans.append(
            ContactPlan(
                school=one.school,
                a_month=a_month,
                reason=reason,
                starts_on=calendar.this_year.starts_on,
                by=now[0].person,
            )
        )
    last = None
    for first in range(0, len(days), DAYS_A_MONTH):
        month = days[first : first + DAYS_A_MONTH]
        for day in sorted(chance.sample(month, min(a_month, len(month)))):
            last = _contact(one, day, written, chance) or last
    if last is not None and now is not None:
        _newest(one, last, now, written, calendar, chance)


def _contact(
    one: Partnership, day: date, written: Written, chance: random.Random
) -> Contact | None:
    pair = one.pair(day)
    if pair is None:
        return None
    contact = _of(one, pair, day)
    if chance.random() > TAKES_PLACE[one.is_reached]:
        contact.state, contact.diverted_by = State.CALLED_OFF, chance.choice(CAME_BETWEEN)
        written.contacts.append(contact)
        return None
    did = chance.sample(DID[one.is_reached], 2)
    contact.state, contact.minutes = State.HELD, chance.choice((30, 45, 60, 60, 90))
    contact.kinds = " ".join(code for code in Contact.Kind.values if code in did)
    contact.words, contact.seconds_to_enter = chance.choice(BETWEEN_US), chance.randint(60, 240)
    if one.priorities and chance.random() < KEEPS[one.is_reached]:
        contact.priority = chance.choice(list(one.priorities))
    written.contacts.append(contact)
    return contact


def _of(one: Partnership, pair: tuple[RoleTerm, RoleTerm], day: date) -> Contact:
    supervisor, principal = pair
    return Contact(
        school=one.school, supervisor=supervisor.person, principal=principal.person, day=day
    )


def _newest(
    one: Partnership,
    last: Contact,
    now: tuple[RoleTerm, RoleTerm],
    written: Written,
    calendar: Calendar,
    chance: random.Random,
) -> None:
    """What both promised at the last contact; and where the school is reached, the next visit."""
    helps, does = chance.choice(PROMISED_EACH_OTHER)
    kept = chance.random() < KEEPS[one.is_reached]
    for term, what, is_done in ((now[0], helps, kept), (now[1], does, True)):
        written.promises.append(_promise(one, term, what, last.day, calendar, is_done=is_done))
    if one.is_reached or chance.random() < KEEPS[one.is_reached]:
        to_come = _of(one, now, _weekday(calendar.today + timedelta(days=chance.randint(8, 20))))
        to_come.state, to_come.purpose = State.PLANNED, chance.choice(LOOK_AT)
        written.contacts.append(to_come)


def _weekday(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= SATURDAY else 0)


def _promise(
    one: Partnership, term: RoleTerm, what: str, made: date, calendar: Calendar, *, is_done: bool
) -> Commitment:
    due = made + DUE_IN
    ended = min(due, calendar.today) if is_done else None
    return Commitment(
        team=one.school,
        what=what,
        person=term.person,
        role=term.role,
        made_on=made,
        first_due_on=due,
        due_on=max(due, calendar.today + AGAIN_IN) if not is_done else due,
        times_carried=int(not is_done and due < calendar.today + AGAIN_IN),
        state=Commitment.State.DONE if is_done else Commitment.State.OPEN,
        ended_on=ended,
        ended_by=term.person if is_done else None,
    )
