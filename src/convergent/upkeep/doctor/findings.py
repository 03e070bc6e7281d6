"""What a check comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Trouble:
    """`todo` is a sentence to follow. What a warning is about works today, and may not tomorrow."""

    what: str
    todo: str
    level: Level = Level.WRONG


def warning(what: str, todo: str) -> Trouble:
    return Trouble(what, todo, Level.WARNING)


Check = Callable[[], Iterator[Trouble]]


@dataclass(frozen=True)
class Finding:
    """One line of the report; `what` says what is good, too."""

    check: str
    level: Level
    what: str
    todo: str = ""
