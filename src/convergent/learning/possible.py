"""“What could we do?”: what a page of evidence offers. Later applications add to it.

An offer is asked for each page and yields what can be done there by this viewer; nothing that
does nothing is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from convergent.learning.headlines import Headline
from convergent.people.models import Place
from convergent.people.viewer import Viewer

Behaviour = Literal["", "print", "copy-link"]


@dataclass(frozen=True)
class Situation:
    """What is on the page: the place, the subject and year, what its headline found, whether the
    test tells of its parts, and whether something there must not be shared.
    """

    viewer: Viewer
    place: Place
    subject: str
    subject_key: str
    school_year: int
    headline: Headline
    has_parts: bool
    holds_small: bool


@dataclass(frozen=True)
class Possible:
    """Something that can be done now; without an address it is done by the page's script."""

    label: str
    url: str = ""
    detail: str = ""
    behaviour: Behaviour = ""
    order: int = 50


Offer = Callable[[Situation], Iterator[Possible]]

_offers: list[Offer] = []


def could_do(offer: Offer) -> Offer:
    """Registers an offer, once."""
    if offer not in _offers:
        _offers.append(offer)
    return offer


def possible_in(situation: Situation) -> tuple[Possible, ...]:
    """Everything that is offered, in its order."""
    found = [one for offer in tuple(_offers) for one in offer(situation)]
    return tuple(sorted(found, key=lambda one: one.order))
