"""Priorities, until that part of the product is here: what it will hold, and where to begin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request


@opens_to(OpensTo.STAFF)
def priorities(request: HttpRequest) -> HttpResponse:
    place = viewer_of_request(request).main_place
    return render(request, "web/priorities.html", {"place": place})
