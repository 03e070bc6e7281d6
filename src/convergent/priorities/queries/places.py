"""How teams of many places meet and keep their promises, in one question for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from convergent.people.models import PlaceKind, RoleTerm
from convergent.priorities.models import Commitment, Meeting
from convergent.priorities.queries.commitments import LOOKED_BACK


@dataclass
class Kept:
    """Of what teams of a place promised and fell due in the last half year: all, done, by whom."""

    promised: int = 0
    done: int = 0
    by: set[UUID] = field(default_factory=set)

    @property
    def people(self) -> int:
        return len(self.by)


def kept_at(paths: Collection[str], district: UUID, day: date) -> dict[str, Kept]:
    """Of each path with a promise within."""
    fell_due = Commitment.objects.filter(
        team__district=district,
        team__kind=PlaceKind.TEAM,
        first_due_on__range=(day - LOOKED_BACK, day),
    )
    found: dict[str, Kept] = defaultdict(Kept)
    for path, state, person in fell_due.order_by().values_list("team__path", "state", "person_id"):
        for above in _within(path, paths):
            kept = found[above]
            kept.promised += 1
            kept.done += state == Commitment.State.DONE
            kept.by.add(person)
    return dict(found)


@dataclass
class Held:
    """Of the meetings that teams of a place had planned, and that are over: all, those that took
    place, and how many people sit on these teams."""

    planned: int = 0
    held: int = 0
    on_teams: set[UUID] = field(default_factory=set)

    @property
    def people(self) -> int:
        return len(self.on_teams)


def held_at(paths: Collection[str], district: UUID, *, since: date, until: date) -> dict[str, Held]:
    """Of each path with a meeting within, which was closed or called off."""
    over = Meeting.objects.filter(team__district=district, day__range=(since, until)).exclude(
        state=Meeting.State.PREPARED
    )
    found: dict[str, Held] = defaultdict(Held)
    for path, state in over.order_by().values_list("team__path", "state"):
        for above in _within(path, paths):
            found[above].planned += 1
            found[above].held += state == Meeting.State.CLOSED
    seats = RoleTerm.objects.on(until).filter(role__place__district=district)
    on_teams = seats.filter(role__place__rhythms__isnull=False).order_by()
    for path, person in on_teams.values_list("role__place__path", "person_id"):
        for above in _within(path, paths):
            found[above].on_teams.add(person)
    return {path: one for path, one in found.items() if one.planned}


def _within(path: str, paths: Collection[str]) -> list[str]:
    """Those of the paths that a path lies within, itself included."""
    parts = path.split("/")
    above = ("/".join(parts[:depth]) + "/" for depth in range(1, len(parts)))
    return [one for one in above if one in paths]
