"""For machines that watch: whether this lives, whether it is ready, and how it is."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from convergent.people.access.routes import OpensTo, opens_to
from convergent.people.installation import is_direct_on_loopback
from convergent.upkeep.gauges import as_text, gauges
from convergent.upkeep.readiness import what_is_missing

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@opens_to(OpensTo.ANYONE)
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return _unkept(HttpResponse("ok\n", content_type="text/plain; charset=utf-8"))


@opens_to(OpensTo.ANYONE)
def ready(_request: HttpRequest) -> HttpResponse:
    """503 where Records, facts or the disk are missing."""
    missing = what_is_missing()
    told = {"ready": not missing, "missing": missing}
    return _unkept(JsonResponse(told, status=503 if missing else 200))


@opens_to(OpensTo.ANYONE)
def metrics(request: HttpRequest) -> HttpResponse:
    """For this machine alone, or for who has the token; to anybody else it is not there."""
    if not (_has_token(request) or is_direct_on_loopback(request)):
        raise Http404
    return _unkept(HttpResponse(as_text(gauges()), content_type=PROMETHEUS))


def _has_token(request: HttpRequest) -> bool:
    token = settings.CONFIGURATION.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and secrets.compare_digest(given.encode(), token.encode())


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
