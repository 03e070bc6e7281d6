"""District → networks → schools: which priority is taken up where, and what has drifted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from convergent.people.models import Place, PlaceKind
from convergent.people.viewer import Viewer
from convergent.priorities.models import Priority
from convergent.priorities.queries.priorities import by_place, priorities_at, priorities_within


class Drift(StrEnum):
    """Why a priority hangs on nothing, without its place having said that it is its own."""

    NOT_SAID = "not-said"
    ENDED_ABOVE = "ended-above"


def drift_of(priority: Priority, *, day: date) -> Drift | None:
    above = priority.aligned_to
    if above is not None:
        is_over = above.ended_on is not None and above.ended_on <= day
        return Drift.ENDED_ABOVE if is_over else None
    if priority.is_own or priority.place.kind == PlaceKind.DISTRICT:
        return None
    return Drift.NOT_SAID


@dataclass(frozen=True)
class Coverage:
    """One priority of the place looked at: which of the places within took it up, by what."""

    priority: Priority
    taken_up: tuple[tuple[Place, tuple[Priority, ...]], ...]
    missing: tuple[Place, ...]


@dataclass(frozen=True)
class Alignment:
    """`own`: what schools say is their own; `silent`: schools that have no priority at all."""

    place: Place
    schools: tuple[Place, ...]
    covered: tuple[Coverage, ...]
    own: tuple[Priority, ...]
    drift: tuple[tuple[Priority, Drift], ...]
    silent: tuple[Place, ...]


def alignment_at(viewer: Viewer, place: Place, *, day: date) -> Alignment:
    """Five queries, however many schools and priorities there are."""
    schools = list(
        Place.objects.filter(
            path__startswith=place.path, kind=PlaceKind.SCHOOL, closed_on=None
        ).select_related("parent")
    )
    held = list(priorities_at(viewer, place, day=day))
    within = list(priorities_within(viewer, place, day=day))
    at_schools = by_place(within)
    under = _under(within)
    return Alignment(
        place=place,
        schools=tuple(schools),
        covered=tuple(_coverage(one, schools, under) for one in held),
        own=tuple(one for one in within if one.is_own),
        drift=tuple((one, said) for one in within if (said := drift_of(one, day=day))),
        silent=tuple(school for school in schools if not at_schools.get(school.pk)),
    )


def _under(priorities: Iterable[Priority]) -> dict[UUID, list[Priority]]:
    found: dict[UUID, list[Priority]] = defaultdict(list)
    for one in priorities:
        if one.aligned_to_id is not None:
            found[one.aligned_to_id].append(one)
    return found


def _coverage(
    priority: Priority, schools: Sequence[Place], under: dict[UUID, list[Priority]]
) -> Coverage:
    """A school has taken it up by a priority of its own that hangs on it, however indirectly."""
    found = by_place(_all_under(priority, under))
    taken = [(school, tuple(found[school.pk])) for school in schools if found.get(school.pk)]
    missing = [school for school in schools if not found.get(school.pk)]
    return Coverage(priority, tuple(taken), tuple(missing))


def _all_under(priority: Priority, under: dict[UUID, list[Priority]]) -> list[Priority]:
    """Each once: a circle, had one come to be by hand, would still end here."""
    found: dict[UUID, Priority] = {}
    waiting = list(under.get(priority.pk, ()))
    while waiting:
        one = waiting.pop()
        if one.pk not in found:
            found[one.pk] = one
            waiting.extend(under.get(one.pk, ()))
    return list(found.values())
