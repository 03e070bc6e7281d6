"""After what people are asked: a registry that applications add their kinds of happening to.

An application has a module `happenings`; each kind says what its happenings are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from convergent.people.models import Place
from convergent.people.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that people were at: in a place, that is a school, a unit or the district."""

    kind: str
    key: UUID
    place: Place
    people: frozenset[UUID]


@dataclass(frozen=True)
class Called:
    """What a happening is called, and where it can be read; empty for who sees it no more."""

    title: str
    url: str = ""


Tells = Callable[[Iterable[UUID], Viewer], Mapping[UUID, Called]]
_kinds: dict[str, Tells] = {}


def happens(kind: str) -> Callable[[Tells], Tells]:
    """Registers a kind: its function says what some of its happenings are called."""

    def register(tells: Tells) -> Tells:
        if _kinds.setdefault(kind, tells) is not tells:
            raise ValueError(f"two kinds of happening are called {kind}")
        return tells

    return register


def called(kind: str, keys: Iterable[UUID], viewer: Viewer) -> Mapping[UUID, Called]:
    tells = _kinds.get(kind)
    return tells(keys, viewer) if tells else {}
