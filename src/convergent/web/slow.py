"""Pages that take long are logged: by the name of the page, never by its address."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)
Respond = Callable[[HttpRequest], HttpResponse]


def slow_pages(get_response: Respond) -> Respond:
    """An address may hold somebody's id, or what was searched for; the name of a page does not."""

    def respond(request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = get_response(request)
        seconds = time.monotonic() - began
        if seconds * 1000 >= settings.CONFIGURATION.slow_milliseconds:
            match = request.resolver_match
            name = (match.view_name if match else "") or "no page"
            log.warning("%s %s %s took %.2f s", request.method, name, response.status_code, seconds)
        return response

    return respond
