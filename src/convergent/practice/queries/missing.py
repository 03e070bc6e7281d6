"""Who we're missing: groups of teachers whom the viewer's visits reach less than the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min

from convergent.analysis.reach import Reach, chance_of_as_few
from convergent.people.models import PlaceKind, RoleTerm
from convergent.people.role_kinds import TEACHER
from convergent.people.viewer import Viewer
from convergent.practice.queries.reach import Reached

NEW_FOR = timedelta(days=3 * 365)
FEWEST_IN_A_GROUP, FOOLED_AT_MOST = 3, 0.10


@dataclass(frozen=True)
class Group:
    """Some of the teachers: those of a team, or without a team those in their first three years."""

    team: str
    people: frozenset[UUID]


@dataclass(frozen=True)
class Gap:
    """How a group is reached beside the others. `chance` is that of as few by chance alone, with
    regard to how many groups were looked at."""

    group: Group
    reach: Reach
    chance: float

    @property
    def is_missed(self) -> bool:
        return self.reach.is_lower and self.chance <= FOOLED_AT_MOST


def gaps_of(reached: Sequence[Reached], viewer: Viewer) -> list[Gap]:
    """One for each group of three or more beside whom there are others, the most missed first."""
    everybody = {one.term.person_id for one in reached}
    seen = {one.term.person_id for one in reached if one.days}
    groups = [
        one
        for one in _groups(everybody, viewer)
        if FEWEST_IN_A_GROUP <= len(one.people) < len(everybody)
    ]
    gaps = (_gap(one, seen, everybody, looked_at=len(groups)) for one in groups)
    return sorted(gaps, key=lambda gap: (gap.chance, gap.group.team))


def _gap(group: Group, seen: set[UUID], everybody: set[UUID], *, looked_at: int) -> Gap:
    others = everybody - group.people
    reach = Reach(
        reached=len(seen & group.people),
        of=len(group.people),
        others_reached=len(seen & others),
        others_of=len(others),
    )
    return Gap(group, reach, min(1.0, looked_at * chance_of_as_few(reach)))


def _groups(people: set[UUID], viewer: Viewer) -> Iterator[Group]:
    began = viewer.today - NEW_FOR
    yield Group("", frozenset(_new_since(began, people)))
    seats = RoleTerm.objects.on(viewer.today).filter(
        person__in=people, role__place__kind=PlaceKind.TEAM
    )
    teams: dict[tuple[UUID, str], set[UUID]] = {}
    for team, name, person in seats.values_list(
        "role__place", "role__place__name", "person_id"
    ).order_by("role__place__name_key"):
        teams.setdefault((team, name), set()).add(person)
    for (_team, name), members in teams.items():
        yield Group(name, frozenset(members))


def _new_since(began: date, people: set[UUID]) -> list[UUID]:
    """Whose first term as a teacher in the district began on that day or later."""
    terms = RoleTerm.objects.filter(person__in=people, role__kind=TEACHER)
    first = terms.values("person").annotate(first=Min("starts_on")).filter(first__gte=began)
    return list(first.values_list("person", flat=True))
