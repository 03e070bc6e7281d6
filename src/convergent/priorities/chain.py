"""The chain of a priority: investment → support → practice → classroom → learning.

Each column is filled by the application that holds its records; until one does, the chain says
“no record yet”, which is not the same as nothing. A provider is asked once for all priorities of a
page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from convergent.people.viewer import Viewer
from convergent.priorities.models import Priority


class Column(StrEnum):
    """In the order in which the chain is read."""

    INVESTMENT = "investment"
    SUPPORT = "support"
    PRACTICE = "practice"
    CLASSROOM = "classroom"
    LEARNING = "learning"


class State(StrEnum):
    HOLDS = "holds"
    THIN = "thin"
    BROKEN = "broken"
    UNTESTED = "untested"  # it could be known, and is not yet
    NO_RECORD = "no-record"  # nothing here keeps such records yet


@dataclass(frozen=True)
class Mend:
    """The button that begins to mend a link, for whoever may."""

    label: str
    url: str


@dataclass(frozen=True)
class Cell:
    """What one column says of one priority. `trend` are values over time for its small figure;
    `url` leads to the records behind it. What is thin, broken or untested says in `mending` what
    would mend it, to everybody; `mend` is for whoever may do that."""

    state: State
    sentence: str
    detail: str = ""
    freshness: str = ""
    url: str = ""
    trend: tuple[float, ...] = ()
    mending: str = ""
    mend: Mend | None = None


@dataclass(frozen=True)
class Figure:
    """Values over time, oldest first: `low` and `high` are the ends of what they could be, where
    that is known; `said` is the same in words."""

    values: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    said: str = ""


Provider = Callable[[Sequence[Priority], Viewer], Mapping[UUID, Cell]]
FigureProvider = Callable[[Sequence[Priority], Viewer], Mapping[UUID, Figure]]
_providers: dict[Column, Provider] = {}
_figures: dict[Column, FigureProvider] = {}


def fills(column: Column) -> Callable[[Provider], Provider]:
    """Registers what fills a column; a column has one."""

    def register(provider: Provider) -> Provider:
        if _providers.setdefault(column, provider) is not provider:
            raise ValueError(f"{column} is filled already, by {_providers[column].__qualname__}")
        return provider

    return register


def cells_of(
    priorities: Sequence[Priority], viewer: Viewer
) -> dict[UUID, dict[Column, Cell | None]]:
    """What each column says of each priority; None where nothing keeps records of it yet."""
    told = {column: _providers[column](priorities, viewer) for column in _providers}
    return {
        one.pk: {column: told.get(column, {}).get(one.pk) for column in Column}
        for one in priorities
    }


def draws(column: Column) -> Callable[[FigureProvider], FigureProvider]:
    """Registers what draws the small figure of a column, apart from its cell: pages that show
    how chains stand do not ask for it."""

    def register(provider: FigureProvider) -> FigureProvider:
        _figures[column] = provider
        return provider

    return register


def figures_of(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, dict[Column, Figure]]:
    """The figures of each priority, by column, where there is one."""
    drawn = {column: provider(priorities, viewer) for column, provider in _figures.items()}
    return {
        one.pk: {column: found[one.pk] for column, found in drawn.items() if one.pk in found}
        for one in priorities
    }
