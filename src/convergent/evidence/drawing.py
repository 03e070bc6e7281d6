"""Pieces that rules draw in from what other applications keep.

A rule stands in a module of `drawn`; it says its source type and perspective, draws one piece for
each place of which it can say something, and puts what it found into words. It is asked once for
all places of a district. What is told of people has eight of them behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from convergent.analysis.convergence import Says
from convergent.evidence.models import Claim
from convergent.evidence.season import Season
from convergent.evidence.vantage import Perspective, SourceType
from convergent.facts.snapshot import Snapshot
from convergent.people.models import Place


@dataclass(frozen=True)
class Ground:
    """What a rule draws from: the places of a district, this year, and the facts that serve."""

    season: Season
    places: tuple[Place, ...]
    snapshot: Snapshot | None = None
    known: dict[Any, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def by_path(self) -> Mapping[str, Place]:
        return {one.path: one for one in self.places}

    def once(self, name: Any, ask: Callable[[], Any]) -> Any:
        """What several rules need is asked for once."""
        if name not in self.known:
            self.known[name] = ask()
        return self.known[name]


@dataclass(frozen=True)
class Drawn:
    """What a rule found at one place; `told` are the numbers that its words need."""

    place_id: UUID
    says: Says
    told: Mapping[str, Any]
    origins: frozenset[str]
    snapshot: str = ""


Draw = Callable[[Ground, Claim, Mapping[str, Any]], Iterable[Drawn]]
Put = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class Rule:
    name: str
    source_type: SourceType
    perspective: Perspective
    draw: Draw
    words: Put


_rules: dict[str, Rule] = {}


def draws(
    name: str, *, source_type: SourceType, perspective: Perspective, words: Put
) -> Callable[[Draw], Draw]:
    """Registers a rule; the library names it with its thresholds."""

    def register(draw: Draw) -> Draw:
        rule = Rule(name, source_type, perspective, draw, words)
        if _rules.setdefault(name, rule).draw is not draw:
            raise ValueError(f"two rules are called {name}")
        return draw

    return register


def rule_named(name: str) -> Rule:
    """Also by the key under which its pieces are kept."""
    found = (
        rule for known, rule in _rules.items() if name == known or name.startswith(f"{known} ")
    )
    return next(found)


def rules() -> Mapping[str, Rule]:
    return dict(_rules)


def at_least(share: float, limits: Mapping[str, Any]) -> Says:
    """For it from `for_from` on, partly from `partly_from` on, else against it."""
    if share >= limits["for_from"]:
        return Says.FOR
    return Says.PARTLY if share >= limits["partly_from"] else Says.AGAINST


def at_most(share: float, limits: Mapping[str, Any]) -> Says:
    """For it up to `for_to`, partly up to `partly_to`, else against it."""
    if share <= limits["for_to"]:
        return Says.FOR
    return Says.PARTLY if share <= limits["partly_to"] else Says.AGAINST
