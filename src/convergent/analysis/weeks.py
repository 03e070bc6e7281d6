"""A week of work laid out over its days: what fits where, and what does not fit."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """One day at one place, and how many minutes of it are free."""

    place: Hashable
    minutes: int


@dataclass(frozen=True)
class Wanted:
    """One stretch of work to be done at a place."""

    place: Hashable
    minutes: int


def laid_out(wanted: Sequence[Wanted], rooms: Sequence[Room]) -> list[int | None]:
    """The room of each stretch of work, by its position; None where none has room for it.

    Taken in the given order, each goes into the first room at its place in which it still fits. So
    what is named first is never pushed out by what is named later.

    Parameters
    ----------
    wanted : sequence of Wanted
        The work, what matters most first.
    rooms : sequence of Room
        The days, the earliest first.

    Returns
    -------
    list of int or None
        As long as `wanted`.

    Examples
    --------
    >>> days = [Room("Lincoln", 60), Room("Grant", 60), Room("Lincoln", 60)]
    >>> laid_out([Wanted("Lincoln", 40), Wanted("Lincoln", 40), Wanted("Lincoln", 40)], days)
    [0, 2, None]
    """
    left = [room.minutes for room in rooms]
    found: list[int | None] = []
    for one in wanted:
        fits = (
            at
            for at, room in enumerate(rooms)
            if room.place == one.place and left[at] >= one.minutes
        )
        at = next(fits, None)
        if at is not None:
            left[at] -= one.minutes
        found.append(at)
    return found
