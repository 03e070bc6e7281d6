"""Every page says to whom it opens; one that does not say opens to nobody."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from convergent.people.access.district import why_keep_district
from convergent.people.viewer import Viewer

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class OpensTo(StrEnum):
    ANYONE = "anyone"  # also signed out
    STAFF = "staff"  # whoever holds a role today; what is on the page narrows it further
    KEEPERS = "keepers"  # whoever keeps the district's data and words
    DEVELOPERS = "developers"  # a development server alone


def opens_to(
    whom: OpensTo, *, methods: tuple[str, ...] = ("GET",), takes_megabytes: int = 0
) -> Callable[[View], View]:
    """Declares a view's readers and methods, and how large a file it takes from them. HEAD goes
    with GET; any other method is a 405."""

    def declare(view: View) -> View:
        view.opens_to = whom  # type: ignore[attr-defined]
        view.methods = methods  # type: ignore[attr-defined]
        view.takes_megabytes = takes_megabytes  # type: ignore[attr-defined]
        return view

    return declare


def viewer_of_request(request: HttpRequest) -> Viewer:
    """The viewer of a page that opens to staff; anything else is not there."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise Http404
    return viewer


def is_open(whom: OpensTo, viewer: Viewer | None) -> bool:
    if whom is OpensTo.ANYONE:
        return True
    if whom is OpensTo.DEVELOPERS:
        return bool(settings.DEVELOPMENT)
    if viewer is None:
        return False
    return whom is OpensTo.STAFF or why_keep_district(viewer) is not None
