"""Schools as those above them ask about them: who leads each, and what stands empty there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from convergent.people.access.directory import visible_places
from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.queries.roles import RoleLine, role_lines, roles_at
from convergent.people.role_kinds import KINDS, PRINCIPAL
from convergent.people.viewer import Viewer
from convergent.people.words import Words

BY_MANY = [kind.code for kind in KINDS.values() if kind.by_many]


@dataclass(frozen=True)
class SchoolLine:
    """A school on one day. `is_new`: somebody else led it before the school year began."""

    school: Place
    principals: tuple[RoleTerm, ...]
    vacancies: tuple[str, ...]
    is_new: bool

    @property
    def is_vacant(self) -> bool:
        return not self.principals

    @property
    def is_acting(self) -> bool:
        return bool(self.principals) and all(term.acting for term in self.principals)

    @property
    def is_settled(self) -> bool:
        return not (self.is_vacant or self.is_acting)


def open_schools(viewer: Viewer) -> QuerySet[Place]:
    found = visible_places(viewer).filter(kind=PlaceKind.SCHOOL, closed_on=None)
    return found.select_related("parent")


def school_lines(
    schools: Sequence[Place], *, words: Words, day: date, year_began: date
) -> list[SchoolLine]:
    """In the order of the schools given; four queries, however many they are."""
    roles: dict[UUID, list[RoleLine]] = defaultdict(list)
    for line in role_lines(roles_at(schools, day=day).exclude(kind__in=BY_MANY), words):
        roles[line.role.place_id].append(line)
    changed = _changed_principals(schools, day=day, year_began=year_began)
    return [_line(school, roles[school.pk], is_new=school.pk in changed) for school in schools]


def _line(school: Place, roles: list[RoleLine], *, is_new: bool) -> SchoolLine:
    return SchoolLine(
        school,
        tuple(term for line in roles if line.role.kind == PRINCIPAL for term in line.terms),
        tuple(line.title for line in roles if line.is_vacant and line.role.kind != PRINCIPAL),
        is_new,
    )


def _changed_principals(schools: Sequence[Place], *, day: date, year_began: date) -> set[UUID]:
    """Where a principal began this school year in the place of another. A first load, which knows
    of nobody before, is no change."""
    before = RoleTerm.objects.filter(role=OuterRef("role"), starts_on__lt=year_began)
    begun = RoleTerm.objects.on(day).filter(
        role__place__in=schools, role__kind=PRINCIPAL, starts_on__gte=year_began
    )
    others = Exists(before.exclude(person=OuterRef("person")))
    herself = Exists(before.filter(person=OuterRef("person")))
    return set(begun.filter(others, ~herself).values_list("role__place_id", flat=True))
