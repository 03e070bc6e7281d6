"""Today: what waits for me, what changed, what is next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from convergent import clock
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.installation import is_demo_on_loopback
from convergent.people.today import agenda_of
from convergent.priorities.presenters.working_on import working_on
from convergent.web.greeting import greeting, places_of_work


@opens_to(OpensTo.ANYONE)
def start(request: HttpRequest) -> HttpResponse:
    """A demonstration greets whoever is new with the tour."""
    is_new = not request.user.is_authenticated and is_demo_on_loopback(request)
    return redirect("tour" if is_new else "today")


@opens_to(OpensTo.STAFF)
def today(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    groups, more = agenda_of(viewer, is_whole="all" in request.GET)
    now = timezone.localtime(clock.now())
    context = {
        "places": places_of_work(viewer),
        "groups": groups,
        "more": more,
        "now": now,
        "greeting": greeting(viewer, groups, now),
        "working_on": working_on(viewer),
    }
    return render(request, "web/today.html", context)
