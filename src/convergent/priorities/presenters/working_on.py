"""What stands beside Today: the first priority of where somebody works, with its chain."""

from __future__ import annotations

from dataclasses import dataclass

from convergent.people.models import PlaceKind
from convergent.people.viewer import Viewer
from convergent.priorities.models import Priority
from convergent.priorities.presenters.chain import Chain, chains_of
from convergent.priorities.queries.priorities import place_with_priorities, priorities_at


@dataclass(frozen=True)
class WorkingOn:
    priority: Priority
    chain: Chain


def working_on(viewer: Viewer) -> WorkingOn | None:
    place = viewer.main_place
    if place.kind == PlaceKind.TEAM and place.parent is not None:
        place = place.parent
    first = priorities_at(viewer, place_with_priorities(place), day=viewer.today).first()
    return WorkingOn(first, chains_of([first], viewer)[first.pk]) if first else None
