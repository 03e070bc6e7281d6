"""What is in the way at a school and not answered yet, as the viewer may see it: a registry, so
that a page of supervisor and principal shows what visits brought up and knows no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from convergent.people.models import Place
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class InTheWay:
    """What it is, in whose hands and since when, and the page that shows it."""

    sentence: str
    detail: str
    url: str


Provider = Callable[[Place, Viewer], Iterable[InTheWay]]
_providers: list[Provider] = []


def tells_what_is_in_the_way(provider: Provider) -> Provider:
    """Registers a provider, once."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def in_the_way_at(school: Place, viewer: Viewer) -> tuple[InTheWay, ...]:
    return tuple(one for provider in _providers for one in provider(school, viewer))
