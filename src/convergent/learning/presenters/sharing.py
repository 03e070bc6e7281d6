"""A page as its reader sees it, and as everybody does: what leaders take to a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

ASKED, MEETING = "for", "meeting"


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """`holds_small`: something on the page must not be shared. `as_everybody` is the address of the
    page without it; `as_leader`, on that page, leads back.
    """

    holds_small: bool
    as_everybody: str
    as_leader: str


def is_for_meeting(request: HttpRequest) -> bool:
    return request.GET.get(ASKED) == MEETING


def sharing_of(request: HttpRequest, *, holds_small: bool) -> Sharing:
    asked = request.GET.copy()
    asked.pop(ASKED, None)
    own = f"{request.path}?{asked.urlencode()}"
    asked[ASKED] = MEETING
    return Sharing(
        holds_small=holds_small,
        as_everybody=f"{request.path}?{asked.urlencode()}",
        as_leader=own if is_for_meeting(request) else "",
    )
