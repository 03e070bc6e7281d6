"""Error pages in our words. None of them says whether a thing exists that may not be seen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.cache import cache_control


@cache_control(no_store=True, private=True)
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@cache_control(no_store=True, private=True)
def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not allowed looks like not there: the same status and the same body for both."""
    return render(request, "404.html", status=404)


@cache_control(no_store=True, private=True)
def our_fault(request: HttpRequest) -> HttpResponse:
    return HttpResponse(loader.render_to_string("500.html"), status=500)


@cache_control(no_store=True, private=True)
def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long. What was typed is shown to be copied, if it came from here."""
    own = f"{request.scheme}://{request.get_host()}"
    came_from_here = request.headers.get("Origin") == own
    context = {
        "typed": _typed(request) if came_from_here else [],
        "back_url": request.get_full_path() if came_from_here else "",
    }
    return render(request, "expired.html", context, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """Texts of more than a word; never a password or a token."""
    return [
        str(text)
        for name, text in request.POST.items()
        if " " in str(text).strip() and "password" not in name and "token" not in name
    ]
