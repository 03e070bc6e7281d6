"""Evidence of a place: its page, what is behind it, similar schools, why a number."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from convergent.learning.presenters.behind import behind_page
from convergent.learning.presenters.empty import nothing_yet
from convergent.learning.presenters.place import place_page
from convergent.learning.presenters.sharing import sharing_of
from convergent.learning.presenters.similar import similar_page
from convergent.learning.presenters.why import why_page
from convergent.learning.queries.evidence import EXPLAINED
from convergent.learning.views.found import Found, found_of, place_with_evidence
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import PlaceKind
from convergent.people.shown import place_of


@opens_to(OpensTo.STAFF)
def evidence(request: HttpRequest) -> HttpResponse:
    """Leads on to the evidence of the place looked at last, or where the person works."""
    place = place_of(request, viewer_of_request(request))
    return redirect("evidence_place", pk=place_with_evidence(place).pk)


@opens_to(OpensTo.STAFF)
def place(request: HttpRequest, pk: str) -> HttpResponse:
    return _page(request, found_of(request, pk), "learning/place.html", place_page)


@opens_to(OpensTo.STAFF)
def behind(request: HttpRequest, pk: str) -> HttpResponse:
    return _page(request, found_of(request, pk), "learning/behind.html", behind_page)


@opens_to(OpensTo.STAFF)
def similar(request: HttpRequest, pk: str) -> HttpResponse:
    found = found_of(request, pk)
    if found.place.kind != PlaceKind.SCHOOL:
        raise Http404
    return _page(request, found, "learning/similar.html", similar_page)


@opens_to(OpensTo.STAFF)
def why(request: HttpRequest, pk: str, measure: str) -> HttpResponse:
    if measure not in EXPLAINED:
        raise Http404
    return _page(request, found_of(request, pk), "learning/why.html", why_page, measure=measure)


def _page(
    request: HttpRequest, found: Found, template: str, present: Any, **more: Any
) -> HttpResponse:
    """The page, or what will be there once there is something to show."""
    if found.snapshot is None or found.choice is None:
        empty = nothing_yet(found.place, viewer=found.viewer, snapshot=found.snapshot)
        return render(request, "learning/nothing_yet.html", {"page": empty})
    page = present(
        found.place,
        viewer=found.viewer,
        scope=found.scope,
        snapshot=found.snapshot,
        choice=found.choice,
        **more,
    )
    sharing = sharing_of(request, holds_small=page.holds_small)
    return render(request, template, {"page": page, "sharing": sharing})
