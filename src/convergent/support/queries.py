"""Contact against plan, for all schools of a page at the price of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from uuid import UUID

from convergent.people.models import Person, Place, RoleTerm
from convergent.people.role_kinds import PRINCIPAL
from convergent.people.viewer import Viewer
from convergent.priorities.models import Commitment
from convergent.support.access import visible_contacts, visible_plans
from convergent.support.models import USUAL_A_MONTH, Contact, ContactPlan

LOOKED_BACK, A_MONTH = timedelta(days=84), 28
State = Contact.State


@dataclass(frozen=True)
class Support:
    """A school’s contacts since the school year began, and the plan. `gap` is the longest time
    without one in those days, the time until today among them."""

    school: Place
    principal: Person | None
    plan: ContactPlan | None
    contacts: tuple[Contact, ...]
    promises: tuple[Commitment, ...]
    since: date
    today: date

    @property
    def a_month(self) -> int:
        return self.plan.a_month if self.plan else USUAL_A_MONTH

    @property
    def held(self) -> list[Contact]:
        """Newest first."""
        return [one for one in self.contacts if one.state == State.HELD]

    @property
    def last(self) -> Contact | None:
        return next(iter(self.held), None)

    @property
    def lately(self) -> list[Contact]:
        return [one for one in self.held if one.day > self._window]

    @property
    def _window(self) -> date:
        return max(self.today - LOOKED_BACK, self.since)

    @property
    def due(self) -> int:
        """How many contacts the plan asks for in the days that `lately` counts."""
        return round(self.a_month * (self.today - self._window).days / A_MONTH)

    @property
    def is_met(self) -> bool:
        return len(self.lately) >= self.due

    @property
    def gap(self) -> int:
        days = [self.since, *sorted(one.day for one in self.held), self.today]
        return max((later - day).days for day, later in pairwise(days))

    @property
    def days_without(self) -> int:
        return (self.today - (self.last.day if self.last else self.since)).days

    @property
    def next(self) -> Contact | None:
        """The first that is planned, also one that was due and is not written down."""
        return min(self.planned, key=lambda one: one.day, default=None)

    @property
    def planned(self) -> list[Contact]:
        return [one for one in self.contacts if one.state == State.PLANNED]

    @property
    def diverted(self) -> Counter[str]:
        counted = (one.diverted_by for one in self.contacts if one.state != State.WITHDRAWN)
        return Counter(code for code in counted if code)


def support_of(schools: Collection[Place], viewer: Viewer) -> list[Support]:
    """Four questions, however many schools."""
    since, today = viewer.year_began, viewer.today
    found = visible_contacts(viewer).filter(school__in=schools, day__gte=since)
    contacts = _by_school(found.order_by("-day", "pk"))
    plans = {one.school_id: one for one in open_plans(schools, viewer)}
    promises = defaultdict(list)
    for one in open_promises(schools):
        promises[one.team_id].append(one)
    principals = principals_of(schools, today)
    return [
        Support(
            school=school,
            principal=principals.get(school.pk),
            plan=plans.get(school.pk),
            contacts=tuple(contacts[school.pk]),
            promises=tuple(promises[school.pk]),
            since=since,
            today=today,
        )
        for school in schools
    ]


def _by_school(contacts: Iterable[Contact]) -> dict[UUID, list[Contact]]:
    found: dict[UUID, list[Contact]] = defaultdict(list)
    for one in contacts:
        found[one.school_id].append(one)
    return found


def open_plans(schools: Collection[Place], viewer: Viewer) -> Sequence[ContactPlan]:
    return list(visible_plans(viewer).filter(school__in=schools, ended_on=None))


def open_promises(schools: Collection[Place]) -> Sequence[Commitment]:
    """What the two promised each other and is still to be done, whose pages these are."""
    found = Commitment.objects.still_open().filter(team__in=schools)
    return list(found.select_related("person", "role__place", "priority"))


def principals_of(schools: Collection[Place], day: date) -> dict[UUID, Person]:
    """Whoever leads each; who acts only where nobody else does."""
    terms = RoleTerm.objects.on(day).filter(role__kind=PRINCIPAL, role__place__in=schools)
    found = terms.select_related("person", "role").order_by("-acting", "starts_on", "pk")
    return {term.role.place_id: term.person for term in found}


def promises_after(contact: Contact | None, school: Place, day: date) -> Sequence[Commitment]:
    """What became of what was promised: what is open, then what was ended since the last contact
    before this one."""
    since = contact.day if contact else day - LOOKED_BACK
    ended = Commitment.objects.filter(team=school, ended_on__gte=since)
    ended = ended.select_related("person", "role__place", "priority")
    return [*open_promises([school]), *ended.order_by("-ended_on", "what")]


def minutes_to_enter(viewer: Viewer) -> tuple[int, int] | None:
    """The median of the viewer’s own entries of this school year in whole minutes, at least one,
    and how many there are."""
    own = visible_contacts(viewer).filter(
        supervisor=viewer.person, day__gte=viewer.year_began, seconds_to_enter__isnull=False
    )
    seconds = list(own.order_by().values_list("seconds_to_enter", flat=True))
    if not seconds:
        return None
    return max(1, round(median(one or 0 for one in seconds) / 60)), len(seconds)
