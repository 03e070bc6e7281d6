"""What applications above tell of practice at a place, in a sentence that everybody may read: a
registry, so that the chain and a brief can say it and know no more.

A provider is a function from places and a viewer to at most one sentence for each place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from convergent.people.models import Place
from convergent.people.viewer import Viewer

Provider = Callable[[Sequence[Place], Viewer], Mapping[UUID, str]]
_providers: list[Provider] = []


def tells_of_practice(provider: Provider) -> Provider:
    """Registers a provider, once."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def told_of_practice(places: Sequence[Place], viewer: Viewer) -> dict[UUID, str]:
    """All that is told of each place, one sentence after the other; empty where nothing is."""
    told = [provider(places, viewer) for provider in _providers]
    return {
        place.pk: " ".join(one[place.pk] for one in told if place.pk in one) for place in places
    }
