"""Each request: who asks, in which language and time zone, and whether the page opens to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from convergent import clock
from convergent.errors import NotThere
from convergent.people.access.routes import OpensTo, is_open
from convergent.people.sessions import is_over
from convergent.people.viewer import Viewer, person_with_district, time_zone_at, viewer_of

Respond = Callable[[HttpRequest], HttpResponse]


def person_of_request(get_response: Respond) -> Respond:
    """Sets `request.viewer`. Somebody whose last term is over is signed out at this contact."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.viewer = _viewer(request)  # type: ignore[attr-defined]
        chosen = getattr(request.user, "language", "")
        with _language(chosen):
            response = get_response(request)
        timezone.deactivate()
        if request.viewer is not None:  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return respond


def _viewer(request: HttpRequest) -> Viewer | None:
    if not request.user.is_authenticated:
        return None
    request.user.person = person = person_with_district(request.user.person_id)
    timezone.activate(time_zone_at(person.district))
    viewer = viewer_of(person, clock.today())
    if viewer is None or is_over(request):
        logout(request)
        return None
    return viewer


def _language(chosen: str) -> Any:
    return translation.override(chosen or translation.get_language())


class ClosedByDefault:
    """Runs before every view: one without a declared rule, or not for this viewer, is not there."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> None:
        """An action that finds no reason to allow it ends as the page that is not there."""
        if isinstance(exception, NotThere):
            raise Http404 from exception

    def process_view(
        self, request: HttpRequest, view: Any, _arguments: Any, _named: Any
    ) -> HttpResponse | None:
        whom, methods = declared(view, request.resolver_match)
        viewer: Viewer | None = request.viewer  # type: ignore[attr-defined]
        if whom is None:
            raise Http404
        if not is_open(whom, viewer):
            if viewer is None and whom is not OpensTo.DEVELOPERS:
                return _to_sign_in(request)
            raise Http404
        if methods and request.method not in {*methods, *(["HEAD"] if "GET" in methods else [])}:
            return HttpResponseNotAllowed(methods)
        return None


closed_by_default = ClosedByDefault


def declared(view: Any, match: Any) -> tuple[OpensTo | None, tuple[str, ...]]:
    """The rule of a view: its own declaration, or for a library's view the table in settings."""
    own = getattr(view, "opens_to", None)
    if own is not None:
        return own, view.methods
    library = settings.LIBRARY_ROUTES.get(match.view_name)
    return (OpensTo(library), ("GET", "POST")) if library else (None, ())


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    from urllib.parse import urlencode

    if request.method not in {"GET", "HEAD"} or getattr(request, "htmx", False):
        return redirect(reverse("account_login"))
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
