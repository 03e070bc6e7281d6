"""Error pages in our words. None of them says whether a thing exists that may not be seen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not allowed looks like not there: the same status and the same body for both."""
    return render(request, "404.html", status=404)


def our_fault(request: HttpRequest) -> HttpResponse:
    return HttpResponse(loader.render_to_string("500.html"), status=500)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "expired.html", status=403)
