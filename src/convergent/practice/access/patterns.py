"""What may be told of many visits together, to everybody, and never by whom it was made.

A pattern has at least eight teachers behind it, also for somebody who takes her own visits away:
what the others saw is then of eight teachers too, or there are no others. It is told in tenths, and
a month at a time, so that one visit more shows nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from convergent.facts.values import SMALLEST_STAFF
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.models import LookFor, LookForVersion, Seen, Visit
from convergent.practice.models.visits import VisitQuerySet

FEWEST_TEACHERS = SMALLEST_STAFF
Row = TypeVar("Row")


@dataclass(frozen=True)
class Pattern:
    """What visits to one place saw of one version of a set; `tenths` by look-for, of the visits."""

    teachers: int
    tenths: dict[UUID, int]


def pattern_of(viewer: Viewer, version: LookForVersion, place: Place) -> Pattern | None:
    """Of this school year until the end of last month; None where too few teachers are behind."""
    return patterns_of(viewer, [(version, place)])[version.pk]


def patterns_of(
    viewer: Viewer, asked: Sequence[tuple[LookForVersion, Place]]
) -> dict[UUID, Pattern | None]:
    """The pattern of each version at its place, in two questions for all of them."""
    counted = _counted(viewer, [version for version, _place in asked])
    visits = list(
        counted.values_list("look_for_version_id", "place__path", "visitor_id", "teacher_id")
    )
    seen = Counter(
        Seen.objects.readable_by_rule(Q(visit__in=counted)).values_list(
            "look_for_id", "visit__place__path"
        )
    )
    told: dict[UUID, Pattern | None] = {}
    for version, place in asked:
        at_place = [
            (visitor, teacher)
            for pk, path, visitor, teacher in visits
            if pk == version.pk and path.startswith(place.path)
        ]
        told[version.pk] = _pattern(version, place, at_place, seen)
    return told


@dataclass(frozen=True)
class SeenAt:
    """How much of what was looked for was seen at a place, in tenths of visits and look-fors."""

    teachers: int
    tenths: int
    visitors: frozenset[UUID]


def seen_at(
    paths: Collection[str],
    *,
    sets: Collection[UUID] | None,
    district: UUID,
    since: date,
    until: date,
) -> dict[str, SeenAt]:
    """Of each path with enough behind it, in visits with a set of look-fors (None: any) from one
    day until before another."""
    rule = Q(place__district=district, day__gte=since, day__lt=until)
    rule &= (
        Q(look_for_version__set__in=sets) if sets is not None else Q(look_for_version__isnull=False)
    )
    visits = Visit.objects.readable_by_rule(rule).values_list(
        "pk", "place__path", "visitor_id", "teacher_id", "look_for_version_id"
    )
    of_visits = Seen.objects.readable_by_rule(Q(visit__in=Visit.objects.readable_by_rule(rule)))
    seen = Counter(of_visits.values_list("visit_id", flat=True))
    look_fors = _look_fors_in(sets)
    found = {}
    for path, rows in by_path(((row[1], row) for row in visits), paths).items():
        behind = [(visitor, teacher) for _pk, _path, visitor, teacher, _version in rows]
        if has_enough_behind(behind):
            share = sum(seen[row[0]] for row in rows) / sum(look_fors[row[4]] for row in rows)
            teachers = {teacher for _visitor, teacher in behind}
            visitors = frozenset(visitor for visitor, _teacher in behind)
            found[path] = SeenAt(len(teachers), round(10 * share), visitors)
    return found


def _look_fors_in(sets: Collection[UUID] | None) -> Counter[UUID]:
    """How many things each version looks for."""
    found = LookFor.objects.all() if sets is None else LookFor.objects.filter(version__set__in=sets)
    return Counter(found.order_by().values_list("version_id", flat=True))


def by_path(rows: Iterable[tuple[str, Row]], paths: Collection[str]) -> dict[str, list[Row]]:
    """Rows with the path where they are, for each of the paths that they lie within."""
    wanted, found = set(paths), defaultdict(list)
    for path, row in rows:
        parts = path.split("/")
        for depth in range(1, len(parts)):
            above = "/".join(parts[:depth]) + "/"
            if above in wanted:
                found[above].append(row)
    return dict(found)


def _counted(viewer: Viewer, versions: Sequence[LookForVersion]) -> VisitQuerySet:
    return Visit.objects.readable_by_rule(
        Q(
            look_for_version__in=versions,
            place__district=viewer.district_id,
            day__gte=viewer.year_began,
            day__lt=viewer.today.replace(day=1),
        )
    )


def _pattern(
    version: LookForVersion,
    place: Place,
    visits: list[tuple[UUID, UUID]],
    seen: Counter[tuple[UUID, str]],
) -> Pattern | None:
    if not has_enough_behind(visits):
        return None
    times: Counter[UUID] = Counter()
    for (look_for, path), count in seen.items():
        if path.startswith(place.path):
            times[look_for] += count
    tenths = {one.pk: round(10 * times[one.pk] / len(visits)) for one in version.look_fors.all()}
    return Pattern(len({teacher for _visitor, teacher in visits}), tenths)


def has_enough_behind(visits: Iterable[tuple[UUID, UUID]]) -> bool:
    """Whether enough teachers are behind visits (visitor, teacher): all of them, and without each
    visitor in turn those whom the others saw, if there are others."""
    seen_by: dict[UUID, set[UUID]] = defaultdict(set)
    for visitor, teacher in visits:
        seen_by[teacher].add(visitor)
    if len({visitor for visitors in seen_by.values() for visitor in visitors}) < 2:
        return _is_enough(len(seen_by))
    by_one_alone = Counter(
        one for visitors in seen_by.values() if len(visitors) == 1 for one in visitors
    )
    return _is_enough(len(seen_by) - max(by_one_alone.values(), default=0))


def _is_enough(teachers: int) -> bool:
    return teachers >= FEWEST_TEACHERS
