"""What people answered in a month, told so that nobody can be made out.

A school where fewer than eight answered is not told by itself. The district is told as the sum of
what is told by itself and of all other places together, if these are eight people too; so whatever
can be worked out by subtraction is again at least eight people, and not to the last one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from convergent.asking.access import answers_to_count, places_digested_for
from convergent.asking.questions import DIFFERENTLY, FEW, IN_THE_WAY, STAFF_AT_LEAST, Word
from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.role_kinds import TEACHER
from convergent.people.viewer import Viewer

ROUND_TO = 5  # of the district, so that one school less is not exactly the others
Row = tuple[UUID, UUID, str, str]  # place, person, theme of each question


@dataclass(frozen=True)
class Named:
    """A theme, and how many people named it (of the district, to the nearest five); None where
    nearly all did."""

    code: str
    theme: Word
    people: int | None


@dataclass(frozen=True)
class Digest:
    """What a place answered in one month. Themes that fewer than three named are not among them;
    `has_more` says that there are such."""

    people: int
    differently: tuple[Named, ...]
    in_the_way: tuple[Named, ...]
    has_more: bool


def place_of_digest(viewer: Viewer) -> Place:
    """The school where the viewer works, of several her main one; else the district."""
    schools = {one.pk: one for one in places_digested_for(viewer).filter(kind=PlaceKind.SCHOOL)}
    main = viewer.main_place
    if main.pk in schools:
        return schools[main.pk]
    return next(iter(schools.values()), viewer.person.district)


def digest_of(place: Place, *, month: date, today: date) -> Digest | None:
    """None where too few answered, and for a month that is not over: it could still change."""
    if month.replace(day=1) >= today.replace(day=1):
        return None
    rows = list(_answered(place, month))
    if place.kind == PlaceKind.DISTRICT:
        rows = [row for group in _groups(rows) for row in group]
    if not _enough(rows):
        return None
    return _digest(rows, to=ROUND_TO if place.kind == PlaceKind.DISTRICT else 1)


def digests_of(district: Place, *, month: date, today: date) -> dict[UUID, Digest]:
    """The digests of a district's schools with eight teachers among those who answered."""
    if month.replace(day=1) >= today.replace(day=1):
        return {}
    rows = list(_answered(district, month))
    teachers = _teachers_who_answered(district, month)
    by_place: dict[UUID, list[Row]] = {}
    for row in rows:
        by_place.setdefault(row[0], []).append(row)
    return {
        place: _digest(found, to=1)
        for place, found in by_place.items()
        if _enough([row for row in found if row[1] in teachers])
    }


def _teachers_who_answered(district: Place, month: date) -> set[UUID]:
    answered = RoleTerm.objects.on(month).filter(
        role__kind=TEACHER,
        person__district=district,
        person__asks__answered_on__year=month.year,
        person__asks__answered_on__month=month.month,
    )
    return set(answered.order_by().values_list("person_id", flat=True))


def _answered(place: Place, month: date) -> Iterable[Row]:
    rule = Q(ask__answered_on__year=month.year, ask__answered_on__month=month.month)
    is_district = place.kind == PlaceKind.DISTRICT
    rule &= Q(ask__person__district=place) if is_district else Q(ask__place=place)
    found = answers_to_count(rule)
    return found.values_list("ask__place_id", "ask__person_id", "differently", "in_the_way")


def _groups(rows: Iterable[Row]) -> Iterable[list[Row]]:
    """Each place with enough people by itself, and the others together if they are enough."""
    by_place: dict[UUID, list[Row]] = {}
    for row in rows:
        by_place.setdefault(row[0], []).append(row)
    others = [row for group in by_place.values() if not _enough(group) for row in group]
    groups = [group for group in by_place.values() if _enough(group)]
    return [*groups, others] if _enough(others) else groups


def _enough(rows: Iterable[Row]) -> bool:
    return len({person for _place, person, *_themes in rows}) >= STAFF_AT_LEAST


def _digest(rows: Collection[Row], *, to: int) -> Digest:
    people = len({(place, person) for place, person, *_themes in rows})
    differently = Counter(one[2] for one in {(*row[:2], row[2]) for row in rows if row[2]})
    in_the_way = Counter(one[2] for one in {(*row[:2], row[3]) for row in rows if row[3]})
    return Digest(
        _rounded(people, to),
        _named(differently, DIFFERENTLY, people=people, to=to),
        _named(in_the_way, IN_THE_WAY, people=people, to=to),
        has_more=any(count < FEW for count in (*differently.values(), *in_the_way.values())),
    )


def _named(
    chosen: Counter[str], themes: Mapping[str, Word], *, people: int, to: int
) -> tuple[Named, ...]:
    """What was named most comes first; what as many named, in the order of the question."""
    told = [
        Named(code, theme, _told(chosen[code], people, to))
        for code, theme in themes.items()
        if chosen[code] >= FEW
    ]
    return tuple(sorted(told, key=lambda one: -(people if one.people is None else one.people)))


def _told(count: int, people: int, to: int) -> int | None:
    return None if count > people - FEW else _rounded(count, to)


def _rounded(count: int, to: int) -> int:
    return to * round(count / to)
