"""Today: a registry that every application adds its agenda items to.

An application has a module `agenda` with providers; each is a function from a viewer to items.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.utils.translation import gettext_lazy as _

from convergent.people.viewer import Viewer

AT_MOST = 7
log = logging.getLogger(__name__)


class Group(IntEnum):
    """In the order in which they stand on the page."""

    WAITING = 1
    CHANGED = 2
    NEXT = 3

    @property
    def title(self) -> str:
        return str(
            {
                Group.WAITING: _("Waiting for you"),
                Group.CHANGED: _("What changed"),
                Group.NEXT: _("In your hands"),
            }[self]
        )


@dataclass(frozen=True)
class Action:
    """What can be done about an item, in place. `method` is get or post."""

    label: str
    url: str
    method: str = "get"
    primary: bool = False


@dataclass(frozen=True)
class AgendaItem:
    """One thing on Today. `day` orders items within their group; `late` draws attention."""

    group: Group
    day: date
    when: str
    title: str
    detail: str = ""
    url: str = ""
    late: bool = False
    weight: int = 0
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class AgendaGroup:
    title: str
    items: tuple[AgendaItem, ...]


Provider = Callable[[Viewer], Iterable[AgendaItem]]
_providers: list[Provider] = []


def on_today(provider: Provider) -> Provider:
    """Registers a provider; its items appear on the Today of whoever it gives them for."""
    _providers.append(provider)
    return provider


def agenda_of(viewer: Viewer, *, is_whole: bool = False) -> tuple[list[AgendaGroup], int]:
    """At most seven items in their groups, unless all are asked for, what waits first; and how
    many more there are."""
    items = sorted(
        (item for provider in _providers for item in _items_of(provider, viewer)),
        key=lambda item: (item.group, -item.weight, item.day, item.title),
    )
    shown = items if is_whole else items[:AT_MOST]
    groups = [
        AgendaGroup(group.title, tuple(item for item in shown if item.group is group))
        for group in Group
        if any(item.group is group for item in shown)
    ]
    return groups, len(items) - len(shown)


def _items_of(provider: Provider, viewer: Viewer) -> list[AgendaItem]:
    """One that fails takes nothing else from the page, and the page says that it is not whole."""
    try:
        return list(provider(viewer))
    except Exception:
        log.exception("today: %s.%s failed", provider.__module__, provider.__name__)
        return [
            AgendaItem(
                Group.CHANGED,
                viewer.today,
                "",
                str(_("Something is missing here just now")),
                str(_("The rest is right. If this stays, tell whoever runs Convergent.")),
                weight=99,
            )
        ]
