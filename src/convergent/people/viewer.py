"""Who is asking, with the roles held today: what every access rule starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from convergent import clock
from convergent.facts.snapshot import Snapshot, current_snapshot
from convergent.people.models import DistrictSettings, Person, Place, RoleTerm
from convergent.people.school_year import ShownYear, first_day_by_calendar, years_of
from convergent.people.words import Words, words_of


@dataclass(frozen=True)
class Viewer:
    """A person with at least one running term; nobody else is a viewer."""

    person: Person
    today: date
    terms: tuple[RoleTerm, ...]

    @property
    def district_id(self) -> UUID:
        return self.person.district_id

    @cached_property
    def snapshot(self) -> Snapshot | None:
        """What serves now: read once for each request."""
        return current_snapshot(settings.HOME)

    @cached_property
    def role_ids(self) -> frozenset[UUID]:
        return frozenset(term.role_id for term in self.terms)

    @cached_property
    def years(self) -> list[ShownYear]:
        """The school years that pages can show, newest first: read once for each request."""
        return years_of(self.district_id, self.today)

    @cached_property
    def year_began(self) -> date:
        """The first day of this school year, by the district's calendar."""
        return first_day_by_calendar(self.district_id, self.today)

    @cached_property
    def words(self) -> Words:
        """What the district calls things: read once for each request."""
        return words_of(self.district_id)

    @cached_property
    def known(self) -> dict[object, tuple[UUID, ...]]:
        """What was asked of this viewer already: see `asked_once`."""
        return {}

    def paths_as(self, *kinds: str) -> tuple[str, ...]:
        """The paths of the places where the viewer holds one of these kinds of role."""
        return tuple(term.role.place.path for term in self.terms if term.role.kind in kinds)

    def holds(self, *kinds: str) -> bool:
        return bool(self.paths_as(*kinds))

    @cached_property
    def main_place(self) -> Place:
        """Where the viewer's main role is."""
        return min(self.terms, key=lambda term: term.weight).role.place


def asked_once(
    rule: Callable[[Viewer], QuerySet[Any]], column: str = "pk"
) -> Callable[[Viewer], tuple[UUID, ...]]:
    """The ids that a rule finds, read once for each request. To hand a few ids to many questions
    is quicker than to write the rule into each of them."""

    def ids(viewer: Viewer) -> tuple[UUID, ...]:
        if rule not in viewer.known:
            viewer.known[rule] = tuple(rule(viewer).order_by().values_list(column, flat=True))
        return viewer.known[rule]

    return ids


def viewer_of(person: Person, today: date) -> Viewer | None:
    """The viewer, or None for somebody whose last term is over or whose first is to come, and for
    somebody whom the exports no longer hold, or disable."""
    if not person.enabled:
        return None
    terms = tuple(
        RoleTerm.objects.filter(person=person).on(today).select_related("role__place__district")
    )
    return Viewer(person, today, terms) if terms else None


def viewer_today(person: Person) -> Viewer | None:
    """The person as a viewer on the district's own day; None without a running term."""
    with timezone.override(time_zone_of(person.district_id)):
        return viewer_of(person, clock.today())


def person_with_district(pk: UUID) -> Person:
    """With what its district decides: every page asks for all of it, so it is one question."""
    return Person.objects.select_related("district__own_settings").get(pk=pk)


def time_zone_at(district: Place) -> ZoneInfo:
    own: DistrictSettings | None = getattr(district, "own_settings", None)
    return ZoneInfo(own.time_zone if own else settings.TIME_ZONE)


def time_zone_of(district_id: UUID) -> ZoneInfo:
    own = DistrictSettings.objects.filter(district=district_id).values_list("time_zone", flat=True)
    return ZoneInfo(own.first() or settings.TIME_ZONE)
