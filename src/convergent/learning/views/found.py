"""What every view of evidence begins with: the place, what serves, and what to show of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from convergent.facts.snapshot import Snapshot
from convergent.learning.access import Scope, scope_for
from convergent.learning.presenters.sharing import is_for_meeting
from convergent.learning.queries.choices import Choice, choice_of
from convergent.people.access.directory import visible_places
from convergent.people.access.routes import viewer_of_request
from convergent.people.models import Place, PlaceKind
from convergent.people.shown import remember_place, year_of
from convergent.people.viewer import Viewer

WITH_EVIDENCE = (PlaceKind.DISTRICT, PlaceKind.NETWORK, PlaceKind.SCHOOL, PlaceKind.TEAM)


@dataclass(frozen=True)
class Found:
    """`choice` is None where nothing is loaded, or worked out, yet."""

    viewer: Viewer
    place: Place
    scope: Scope
    snapshot: Snapshot | None
    choice: Choice | None


def found_of(request: HttpRequest, pk: str) -> Found:
    """The place of the address; one without evidence of its own, such as a unit, is not there."""
    viewer = viewer_of_request(request)
    places = visible_places(viewer).filter(kind__in=WITH_EVIDENCE)
    place = get_object_or_404(places.select_related("parent"), pk=pk)
    remember_place(request, place)
    snapshot = viewer.snapshot
    scope = scope_for(viewer, place, is_for_meeting=is_for_meeting(request))
    return Found(viewer, place, scope, snapshot, _choice(request, viewer, snapshot))


def _choice(request: HttpRequest, viewer: Viewer, snapshot: Snapshot | None) -> Choice | None:
    if snapshot is None:
        return None
    return choice_of(
        snapshot,
        viewer.district_id,
        asked=request.GET.get("subject", ""),
        day=year_of(request, viewer).day,
    )


def place_with_evidence(place: Place) -> Place:
    """The place itself; for a unit its district, for a team that no export names its school."""
    if place.kind == PlaceKind.TEAM and not place.sourced_id and place.parent is not None:
        return place_with_evidence(place.parent)
    if place.kind in WITH_EVIDENCE:
        return place
    return place.district or place
