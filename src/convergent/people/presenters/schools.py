"""All schools of a district by network, with who leads them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from convergent.people.access.directory import visible_places
from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.role_kinds import PRINCIPAL, SUPERVISOR
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class SchoolLine:
    school: Place
    principals: tuple[RoleTerm, ...]


@dataclass(frozen=True)
class SchoolGroup:
    """A network (or the district, for schools in none) with its supervisors and schools."""

    place: Place
    supervisors: tuple[RoleTerm, ...]
    schools: tuple[SchoolLine, ...]


def school_groups(viewer: Viewer, *, day: date) -> list[SchoolGroup]:
    schools = visible_places(viewer).filter(kind=PlaceKind.SCHOOL, closed_on=None)
    leading = _leading(viewer, day)
    by_parent: dict[UUID, list[Place]] = defaultdict(list)
    for school in schools:
        by_parent[school.parent_id].append(school)  # type: ignore[index]
    parents = visible_places(viewer).filter(pk__in=by_parent)
    return [
        SchoolGroup(
            parent,
            leading[parent.pk, SUPERVISOR],
            tuple(SchoolLine(one, leading[one.pk, PRINCIPAL]) for one in by_parent[parent.pk]),
        )
        for parent in parents
    ]


def _leading(viewer: Viewer, day: date) -> dict[tuple[UUID, str], tuple[RoleTerm, ...]]:
    terms = (
        RoleTerm.objects.on(day)
        .filter(role__kind__in=[PRINCIPAL, SUPERVISOR], person__district_id=viewer.district_id)
        .select_related("person", "role")
        .order_by("acting")
    )
    found: dict[tuple[UUID, str], tuple[RoleTerm, ...]] = defaultdict(tuple)
    for term in terms:
        found[term.role.place_id, term.role.kind] += (term,)
    return found
