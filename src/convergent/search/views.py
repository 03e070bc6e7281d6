"""The page of search: everything that the viewer may see, by the words that it holds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.search.presenters import search_page

MOST_SHOWN = 10_000  # a text that somebody pastes is shown again as far as this


@opens_to(OpensTo.STAFF)
def search(request: HttpRequest) -> HttpResponse:
    page = search_page(
        viewer_of_request(request),
        typed=request.GET.get("q", "").strip()[:MOST_SHOWN],
        code=request.GET.get("kind", ""),
        number=request.GET.get("page", ""),
    )
    return render(request, "search/search.html", {"page": page})
