"""How many teachers coaching reached, and with which kinds of help: told of eight at least.

A school with fewer is not told by itself. A network, or the district, is told as the sum of what is
told by itself and of all its other schools together, if these are eight teachers too; so whatever
can be worked out by subtraction is again eight teachers or more. Counts run until the end of last
month, so that one cycle more shows nothing on the day on which it begins.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from convergent.people.models import Place, RoleTerm
from convergent.people.role_kinds import TEACHER
from convergent.people.viewer import Viewer
from convergent.practice.access.coaching import (
    cycles_to_count,
    help_to_count,
    tells_of_coaching,
)
from convergent.practice.access.patterns import FEWEST_TEACHERS, has_enough_behind

FEW = 3
Pair = tuple[UUID, UUID]  # coach, teacher


@dataclass(frozen=True)
class CoachingReach:
    """Of so many teachers; `reached` is None where nearly all are: the others would be few."""

    reached: int | None
    of: int


@dataclass(frozen=True)
class HelpPattern:
    """How many of ten teachers had each kind of help, the most first; None where nearly all had.
    Kinds that fewer than three had are not among them."""

    place: Place
    teachers: int
    tenths: tuple[tuple[str, int | None], ...]


def counted_until(viewer: Viewer) -> date:
    return viewer.today.replace(day=1) - timedelta(days=1)


def reach_of_coaching(places: Sequence[Place], viewer: Viewer) -> dict[UUID, CoachingReach]:
    """For each place where it may be told, in three questions for all of them."""
    if not places or not tells_of_coaching(viewer.district_id, viewer.today):
        return {}
    teaching = _teaching(places, viewer)
    pairs = _pairs_by_school(viewer)
    found = {}
    for place in places:
        reach = _reach(place, teaching, pairs)
        if reach is not None:
            found[place.pk] = reach
    return found


def _teaching(places: Sequence[Place], viewer: Viewer) -> dict[str, set[UUID]]:
    """Who teaches at each school within the places today, by the school's path."""
    held = RoleTerm.objects.on(viewer.today).filter(
        role__kind=TEACHER, person__district=viewer.district_id
    )
    if len(places) == 1:
        held = held.filter(role__place__path__startswith=places[0].path)
    teaching: dict[str, set[UUID]] = defaultdict(set)
    for path, person in held.values_list("role__place__path", "person_id"):
        teaching[path].add(person)
    return teaching


def _pairs_by_school(viewer: Viewer) -> dict[str, set[Pair]]:
    of_this_year = Q(ended_on__isnull=True) | Q(ended_on__gte=viewer.year_began)
    until = Q(began_on__lte=counted_until(viewer), place__district=viewer.district_id)
    pairs: dict[str, set[Pair]] = defaultdict(set)
    found = cycles_to_count(of_this_year & until)
    for path, coach, teacher in found.values_list("place__path", "coach_id", "teacher_id"):
        pairs[path].add((coach, teacher))
    return pairs


def _reach(
    place: Place, teaching: dict[str, set[UUID]], pairs: dict[str, set[Pair]]
) -> CoachingReach | None:
    schools = [path for path in teaching if path.startswith(place.path)]
    counted = {
        path: {one for one in pairs.get(path, ()) if one[1] in teaching[path]} for path in schools
    }
    told = told_schools(counted)
    reached = {teacher for path in told for _coach, teacher in counted[path]}
    of = {teacher for path in told for teacher in teaching[path]}
    if not told:
        return None
    is_few_left = len(of) - len(reached) < FEWEST_TEACHERS
    return CoachingReach(None if is_few_left else len(reached), len(of))


def told_schools(pairs: dict[str, set[Pair]]) -> list[str]:
    """Schools with enough teachers by themselves, and the others if these are enough together."""
    alone = [path for path, found in pairs.items() if has_enough_behind(found)]
    others = [path for path in pairs if path not in alone]
    together = {one for path in others for one in pairs[path]}
    return [*alone, *others] if has_enough_behind(together) else alone


def help_pattern(place: Place, viewer: Viewer) -> HelpPattern | None:
    """Of the place, else of the next one above it that has enough teachers behind it."""
    if not tells_of_coaching(viewer.district_id, viewer.today):
        return None
    had = _help_by_school(viewer)
    above = [UUID(step) for step in reversed(place.path.strip("/").split("/"))]
    steps = Place.objects.in_bulk(above)
    for pk in above:
        found = _pattern(steps[pk], had)
        if found is not None:
            return found
    return None


def _help_by_school(viewer: Viewer) -> dict[str, set[tuple[UUID, UUID, str]]]:
    """Coach, teacher and kind of help, by the school's path."""
    rule = Q(
        day__gte=viewer.year_began,
        day__lte=counted_until(viewer),
        cycle__place__district=viewer.district_id,
    )
    had: dict[str, set[tuple[UUID, UUID, str]]] = defaultdict(set)
    for one in help_to_count(rule).select_related("cycle__place"):
        had[one.cycle.place.path].add((one.cycle.coach_id, one.cycle.teacher_id, one.kind))
    return had


def _pattern(place: Place, had: dict[str, set[tuple[UUID, UUID, str]]]) -> HelpPattern | None:
    within = {path: found for path, found in had.items() if path.startswith(place.path)}
    told = told_schools(
        {
            path: {(coach, teacher) for coach, teacher, _kind in found}
            for path, found in within.items()
        }
    )
    if not told:
        return None
    rows = [row for path in told for row in within[path]]
    teachers = {teacher for _coach, teacher, _kind in rows}
    kinds = Counter(kind for _teacher, kind in {(row[1], row[2]) for row in rows})
    return HelpPattern(place, len(teachers), tuple(_tenths(kinds, teachers)))


def _tenths(kinds: Counter[str], teachers: Collection[UUID]) -> Iterable[tuple[str, int | None]]:
    for kind, count in sorted(kinds.items(), key=lambda one: (-one[1], one[0])):
        if count > len(teachers) - FEW:
            yield kind, None
        elif count >= FEW:
            yield kind, round(10 * count / len(teachers))
