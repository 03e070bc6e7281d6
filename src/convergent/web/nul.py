"""A NUL character is in nothing that a person types, and PostgreSQL takes no text that has one.

What is sent by a form is checked by its fields, which say so beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\x00"
Respond = Callable[[HttpRequest], HttpResponse]


def no_nul(get_response: Respond) -> Respond:
    """Answers 400 where the question or a cookie holds one, before anything is looked up."""

    def respond(request: HttpRequest) -> HttpResponse:
        if any(NUL in text for text in _texts(request)):
            raise BadRequest("a NUL character")
        return get_response(request)

    return respond


def _texts(request: HttpRequest) -> Iterator[str]:
    yield from request.COOKIES.values()
    for name, values in request.GET.lists():
        yield name
        yield from values
