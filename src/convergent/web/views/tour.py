"""The page that a demonstration greets with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from convergent.people.access.routes import OpensTo, opens_to
from convergent.people.installation import is_demo_on_loopback
from convergent.web.tour import stops


@opens_to(OpensTo.ANYONE)
def tour(request: HttpRequest) -> HttpResponse:
    """Each look signs in as one of the cast, so it is on this machine alone, as that is."""
    if not is_demo_on_loopback(request):
        raise Http404
    return render(request, "web/tour.html", {"stops": stops()})
