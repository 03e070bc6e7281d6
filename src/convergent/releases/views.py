"""What is out, for whoever keeps the district's data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from convergent.facts.values import SMALLEST_GROUP
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.releases.access import visible_releases
from convergent.releases.presenters.ledger import ledger_page
from convergent.releases.presenters.release import release_page


@opens_to(OpensTo.KEEPERS)
def releases(request: HttpRequest) -> HttpResponse:
    found = visible_releases(viewer_of_request(request))
    return render(request, "releases/releases.html", {"page": ledger_page(found)})


@opens_to(OpensTo.STAFF)
def what_is_withheld(request: HttpRequest) -> HttpResponse:
    """In plain words, for whoever meets a number that is not there."""
    return render(
        request,
        "releases/what_is_withheld.html",
        {"minimum": SMALLEST_GROUP, "last": SMALLEST_GROUP - 1},
    )


@opens_to(OpensTo.KEEPERS)
def release(request: HttpRequest, pk: str) -> HttpResponse:
    visible = visible_releases(viewer_of_request(request))
    found = get_object_or_404(visible, pk=pk)
    return render(request, "releases/release.html", {"page": release_page(found, visible)})
