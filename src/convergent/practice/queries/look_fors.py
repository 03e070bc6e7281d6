"""The look-fors that a visit to a school may use: those of its priorities and of the district's."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.models import LookForVersion
from convergent.priorities.access.priorities import visible_priorities
from convergent.priorities.models import Priority


def look_fors_for(viewer: Viewer, schools: Collection[Place]) -> QuerySet[LookForVersion]:
    """The newest version of each set."""
    above = {UUID(pk) for school in schools for pk in school.path.strip("/").split("/")}
    held = visible_priorities(viewer).filter(place__in=above, ended_on=None)
    newest = LookForVersion.objects.filter(set=OuterRef("set")).order_by("-number")
    found = LookForVersion.objects.filter(
        set__priority__in=held, set__ended_on=None, pk=Subquery(newest.values("pk")[:1])
    ).select_related("set__priority__place")
    return found.prefetch_related("look_fors").order_by("set__name", "pk")


def look_fors_of(priority: Priority) -> LookForVersion | None:
    """The newest version of the priority's set."""
    held = LookForVersion.objects.filter(set__priority=priority, set__ended_on=None)
    return held.select_related("set").prefetch_related("look_fors").order_by("-number").first()


def newest_look_fors(priorities: Collection[Priority]) -> dict[UUID, LookForVersion]:
    """The newest version of the set of each priority that has one."""
    held = LookForVersion.objects.filter(set__priority__in=priorities, set__ended_on=None)
    found = held.select_related("set").prefetch_related("look_fors").order_by("number")
    return {one.set.priority_id: one for one in found}
