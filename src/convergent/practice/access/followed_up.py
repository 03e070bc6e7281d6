"""Whether feedback comes and is followed up, of all visits to a place together: told as a pattern
is, with eight teachers behind it, in tenths, and a month at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from convergent.practice.access.patterns import by_path, has_enough_behind
from convergent.practice.models import Feedback, Visit


@dataclass(frozen=True)
class FollowedUp:
    """How many of the teachers who were visited had feedback that was followed up, in tenths."""

    teachers: int
    tenths: int
    visitors: frozenset[UUID]


def followed_up_at(
    paths: Collection[str], *, district: UUID, since: date, until: date
) -> dict[str, FollowedUp]:
    """Of each path with enough behind it: visits, and what followed, before the day `until`."""
    made = Q(place__district=district, day__gte=since, day__lt=until)
    visits = Visit.objects.readable_by_rule(made).values_list(
        "place__path", "visitor_id", "teacher_id"
    )
    said = Feedback.objects.readable_by_rule(
        Q(
            visit__place__district=district,
            visit__day__gte=since,
            visit__day__lt=until,
            followed_up_on__lt=until,
        )
    ).values_list("visit__place__path", "visit__teacher_id")
    closed = by_path(said, paths)
    found = {}
    for path, rows in by_path(((row[0], row) for row in visits), paths).items():
        behind = [(visitor, teacher) for _path, visitor, teacher in rows]
        if has_enough_behind(behind):
            teachers = {teacher for _visitor, teacher in behind}
            tenths = round(10 * len(set(closed.get(path, ()))) / len(teachers))
            visitors = frozenset(visitor for visitor, _teacher in behind)
            found[path] = FollowedUp(len(teachers), tenths, visitors)
    return found
