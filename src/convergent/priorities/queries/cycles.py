"""Cycles of a priority, the running ones first."""

from __future__ import annotations

from django.db.models import F, QuerySet

from convergent.people.access.directory import in_district
from convergent.people.viewer import Viewer
from convergent.priorities.models import Cycle, Priority


def cycles_of(priority: Priority) -> QuerySet[Cycle]:
    """What is undecided first, the one that ends next before others."""
    found = Cycle.objects.filter(priority=priority).select_related("team", "link", "by")
    return found.order_by(F("decided_on").desc(nulls_first=True), "ends_on")


def visible_cycles(viewer: Viewer) -> QuerySet[Cycle]:
    found = Cycle.objects.filter(in_district(viewer, "priority__place"))
    return found.select_related("priority__place", "priority__lead", "team", "link", "by")
