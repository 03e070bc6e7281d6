"""What is new for a team since it met last: a registry that every application adds to.

A provider is a function from a `Since` to news. It reads what everybody in the district may see,
for all on the team read the agenda.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from convergent.people.models import Place
from convergent.people.viewer import Viewer

AT_MOST = 3


@dataclass(frozen=True)
class Since:
    """The team met last at `moment`, and had built that agenda from the facts of `snapshot`."""

    viewer: Viewer
    team: Place
    moment: datetime | None
    snapshot: str


@dataclass(frozen=True)
class News:
    """One thing to look at: what it says, where it comes from, and the page that shows it."""

    sentence: str
    source: str
    address: str


Provider = Callable[[Since], Iterable[News]]
_providers: list[Provider] = []


def brings_news(provider: Provider) -> Provider:
    """Registers a provider, once."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def news_since(since: Since) -> list[News]:
    """At most three things of each provider: a meeting looks at few."""
    return [one for provider in _providers for one in list(provider(since))[:AT_MOST]]
