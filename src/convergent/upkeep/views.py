"""How the server is, for whoever keeps a district's data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convergent.people.access.routes import OpensTo, opens_to
from convergent.upkeep.presenters import operations_page


@opens_to(OpensTo.KEEPERS)
def operations(request: HttpRequest) -> HttpResponse:
    return render(request, "upkeep/operations.html", {"page": operations_page()})
