"""Whom the viewer's own visits have reached this school year, and whom not for long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from convergent import clock
from convergent.people.models import Place, RoleTerm
from convergent.people.viewer import Viewer
from convergent.practice.access.visiting import terms_visitable_by
from convergent.practice.access.visits import own_visits, visible_feedback


@dataclass
class Reached:
    """One teacher as the viewer's visits of this school year have reached her."""

    term: RoleTerm
    days: list[date] = field(default_factory=list)
    had_feedback: bool = False
    was_followed_up: bool = False
    follow_up_on: date | None = None

    @property
    def last_day(self) -> date | None:
        return max(self.days, default=None)

    @property
    def is_closed(self) -> bool:
        return self.had_feedback and self.was_followed_up


def schools_to_visit(viewer: Viewer) -> list[Place]:
    """The places with somebody whom the viewer may visit, by name."""
    found = terms_visitable_by(viewer).values("role__place")
    return list(Place.objects.filter(pk__in=found))


def reach_of(viewer: Viewer, places: Collection[Place]) -> list[Reached]:
    """One for each teacher there whom the viewer may visit, by name."""
    terms = terms_visitable_by(viewer).filter(role__place__in=places)
    ordered = terms.select_related("person", "role__place").order_by(
        "person__family_key", "person__given_key", "-share", "pk"
    )
    reached: dict[UUID, Reached] = {}
    for term in ordered:
        reached.setdefault(term.person_id, Reached(term))
    _count(reached, viewer)
    return list(reached.values())


def _count(reached: dict[UUID, Reached], viewer: Viewer) -> None:
    visits = own_visits(viewer).filter(day__gte=viewer.year_began, teacher__in=reached)
    for teacher, day in visits.values_list("teacher_id", "day"):
        reached[teacher].days.append(day)
    said = visible_feedback(viewer).filter(visit__in=visits).order_by("visit__day")
    for teacher, shares_at, due, done in said.values_list(
        "visit__teacher_id", "shares_at", "follow_up_on", "followed_up_on"
    ):
        one = reached[teacher]
        one.had_feedback |= shares_at is not None and shares_at <= clock.now()
        one.was_followed_up |= done is not None
        one.follow_up_on = due if done is None else None


def closed_loops(reached: Sequence[Reached]) -> int:
    return sum(one.is_closed for one in reached)


def long_unreached(reached: Sequence[Reached], missed: Collection[UUID] = ()) -> list[Reached]:
    """Whom to see next: whoever was not visited, of these first whom we are missing; then whose
    last visit is longest ago."""

    def order(one: Reached) -> tuple[date, bool, str]:
        is_missed = one.term.person_id in missed
        return one.last_day or date.min, not is_missed, one.term.person.family_key

    return sorted(reached, key=order)
