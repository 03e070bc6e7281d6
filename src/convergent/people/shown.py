"""Which place and school year a page is about: chosen once, kept for the session."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from convergent.people.access.directory import visible_places
from convergent.people.models import Place
from convergent.people.school_year import ShownYear
from convergent.people.viewer import Viewer


def year_of(request: HttpRequest, viewer: Viewer) -> ShownYear:
    asked, kept = request.GET.get("year"), request.session.get("year", "")
    if asked != kept and any(year.name == asked for year in viewer.years):
        request.session["year"] = kept = asked
    return next((year for year in viewer.years if year.name == kept), viewer.years[0])


def place_of(request: HttpRequest, viewer: Viewer) -> Place:
    """The place looked at last, else where the viewer works most."""
    kept = request.session.get("place")
    if not kept or kept == str(viewer.main_place.pk):
        return viewer.main_place
    return visible_places(viewer).filter(pk=UUID(kept)).first() or viewer.main_place


def remember_place(request: HttpRequest, place: Place) -> None:
    if request.session.get("place") != str(place.pk):
        request.session["place"] = str(place.pk)
