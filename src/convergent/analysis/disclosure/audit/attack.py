"""The attacker: what can be shown of each quantity, and what cannot be excluded."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from convergent.analysis.children import end_with_parent
from convergent.analysis.disclosure.audit.nearby import Ties
from convergent.analysis.disclosure.audit.point import fitting_point
from convergent.analysis.disclosure.audit.programs import Found, Program
from convergent.analysis.disclosure.audit.rows import Bounds, narrowed
from convergent.analysis.disclosure.audit.told import Goals, Told
from convergent.analysis.disclosure.table import Codes, Flags, Numbers

FEW, MANY = 800, 1600
"""Among how many quantities one is looked at, at first, and where that has not sufficed."""
WORTH_SHARING = 3_000
"""From so many open quantities on processes share the first look."""


@dataclass(frozen=True)
class Outcome:
    """Each quantity lies within `proved`; both ends of `seen` are values that fit all rows."""

    proved: Bounds
    seen: Bounds


def attack(
    told: Told,
    *,
    few: int = FEW,
    many: int = MANY,
    processes: int = 1,
    worth_sharing: int = WORTH_SHARING,
) -> Outcome:
    """Looks until every goal is seen to be met, or shown to be missed. Raises Impossible."""
    search = _Search(told)
    left = search.open_quantities()
    if processes > 1 and len(left) >= worth_sharing:
        search.look_in_processes(left, few, processes)
    for quantity in search.open_quantities():
        search.look_around(quantity, few)
    for size in (many, told.size):
        for quantity in search.open_quantities():
            search.settle(quantity, size)
    return Outcome(search.proved, search.seen)


@dataclass(frozen=True)
class _Share:
    """What one of several processes looks at."""

    told: Told
    quantities: list[int]
    few: int


def _looked(share: _Share) -> Bounds:
    """The values seen of all quantities; each is one of some that fit all rows."""
    search = _Search(share.told)
    for quantity in share.quantities:
        search.look_around(quantity, share.few)
    return search.seen


def measure(told: Told) -> Outcome:
    """The exact interval of each quantity, by integer programs. Raises Impossible."""
    search = _Search(told)
    for quantity in np.flatnonzero(search.is_unknown).tolist():
        search.measure(quantity)
    return Outcome(search.proved, search.seen)


@dataclass(frozen=True)
class _Region:
    """Some quantities with a program that finds values of them; `is_all` that are tied to them."""

    columns: Codes
    program: Program
    is_all: bool

    def at(self, quantity: int) -> int:
        return int(np.flatnonzero(self.columns == quantity)[0])


class _Search:
    """What has been proved and seen so far.

    Values are sought for a few quantities at a time, all others being held where they are in the
    `point`, which fits all rows: so what is found fits all rows too, and is the next point. Proofs
    are sought for a few, all others being free within what is proved of them: so they hold.
    """

    def __init__(self, told: Told) -> None:
        self.told = told
        self.proved = narrowed(told.rows, told.bounds, told.is_whole)
        self.is_unknown = self.proved.low < self.proved.high
        rows = told.rows.without(~self.is_unknown, self.proved.low)
        self.ties = Ties(rows, told.size)
        self.point = fitting_point(told, rows, self.proved)
        self.seen = Bounds(self.point.copy(), self.point.copy())
        self.chance = np.random.default_rng(1)
        self.last_whole: _Region | None = None

    def open_quantities(self) -> list[int]:
        """Those whose goals are neither seen to be met nor shown to be missed, in random order."""
        found = np.flatnonzero(self._is_open(np.arange(self.told.size)))
        order: list[int] = self.chance.permutation(found).tolist()
        return order

    def look_around(self, quantity: int, size: int) -> None:
        """Looks at so many quantities around one together."""
        if self._is_open_at(quantity):
            self._look_at_all(self._region(quantity, size))

    def look_in_processes(self, quantities: list[int], size: int, processes: int) -> None:
        """The same for many, neighbours in one process; what any of them has seen is seen."""
        shares = [
            _Share(self.told, self.chance.permutation(some).tolist(), size)
            for some in np.array_split(np.sort(quantities), processes)
        ]
        with ProcessPoolExecutor(processes, get_context("spawn"), end_with_parent) as executor:
            for seen in executor.map(_looked, shares):
                np.minimum(self.seen.low, seen.low, out=self.seen.low)
                np.maximum(self.seen.high, seen.high, out=self.seen.high)

    def settle(self, quantity: int, size: int) -> None:
        """Looks at so many, then at the one alone, until that one is settled or all is tried."""
        self.look_around(quantity, size)
        for sign in (-1, 1):
            if self._needs(quantity, sign):
                self._look_at_one(self._region(quantity, size), quantity, sign)

    def measure(self, quantity: int) -> None:
        region = self._region(quantity, self.told.size)
        for sign in (-1, 1):
            self._extreme(region, quantity, sign)

    def _goal(self, quantity: int) -> tuple[Goals, Bounds]:
        at = np.array([quantity])
        return self.told.goals.at(at), self.seen.at(at)

    def _is_open_at(self, quantity: int) -> bool:
        return bool(self._is_open(np.array([quantity])).any())

    def _needs(self, quantity: int, sign: int) -> bool:
        """Whether it is open, and values lower (-1) or higher (1) than those seen are asked for."""
        goals, seen = self._goal(quantity)
        asked = goals.needs_low(seen) if sign < 0 else goals.needs_high(seen)
        return self._is_open_at(quantity) and bool(asked.any())

    def _is_open(self, columns: Codes) -> Flags:
        goals = self.told.goals.at(columns)
        is_shown = goals.missed(self.proved.at(columns))
        is_free = self.told.is_free(self.proved, columns)
        return goals.missed(self.seen.at(columns)) & ~is_shown & ~is_free

    def _region(self, quantity: int, size: int) -> _Region:
        part = self.ties.part_of(quantity)
        if len(part) > size:
            columns = self.ties.around(quantity, size, self.chance)
            return _Region(columns, self._program(columns, Bounds(self.point, self.point)), False)
        if self.last_whole is None or self.last_whole.columns[0] != part[0]:
            program = self._program(part, Bounds(self.point, self.point))
            self.last_whole = _Region(part, program, True)
        return self.last_whole

    def _program(self, columns: Codes, elsewhere: Bounds) -> Program:
        bounds = self.proved.at(columns)
        caps = self.told.goals.at(columns).caps(self.seen.at(columns))
        rows = self.ties.rows_among(columns, elsewhere)
        return Program(rows, bounds, caps, self.told.is_whole[columns])

    def _look_at_all(self, region: _Region) -> None:
        """Pushes all that is open there towards its goals, each by chance up or down."""
        while (wanted := self._wanted(region.columns)).any():
            before = np.count_nonzero(self._is_open(region.columns))
            found = region.program.look(wanted)
            if found is None:
                return
            self._see(region.columns, found)
            if np.count_nonzero(self._is_open(region.columns)) == before:
                return

    def _wanted(self, columns: Codes) -> Numbers:
        goals, seen = self.told.goals.at(columns), self.seen.at(columns)
        is_open = self._is_open(columns)
        low, high = is_open & goals.needs_low(seen), is_open & goals.needs_high(seen)
        is_up = high & (~low | (self.chance.random(len(columns)) < 0.5))
        return np.where(is_up, 1.0, np.where(low, -1.0, 0.0))

    def _look_at_one(self, region: _Region, quantity: int, sign: int) -> None:
        goals, seen = self._goal(quantity)
        goal = (goals.caps(seen) if sign > 0 else goals.floors(seen)).item()
        found = region.program.reach(region.at(quantity), sign, goal)
        if found is not None:
            self._see(region.columns, found)
        if self._needs(quantity, sign):
            self._prove(region, quantity, sign)
        if self._needs(quantity, sign) and region.is_all:
            self._extreme(region, quantity, sign)

    def _prove(self, region: _Region, quantity: int, sign: int) -> None:
        program = region.program
        if not region.is_all:
            program = self._program(region.columns, self.proved)
        bound = program.bound(region.at(quantity), sign)
        if bound is not None:
            self._know(quantity, sign, bound)

    def _extreme(self, region: _Region, quantity: int, sign: int) -> None:
        """The end of its interval, if it is found in time."""
        found = region.program.extreme(region.at(quantity), sign)
        if found is not None:
            self._see(region.columns, found)
            if found.is_best:
                self._know(quantity, sign, float(found.values[region.at(quantity)]))

    def _see(self, columns: Codes, found: Found) -> None:
        values = np.where(self.told.is_whole[columns], np.rint(found.values), found.values)
        self.point[columns] = values
        self.seen.low[columns] = np.minimum(self.seen.low[columns], values)
        self.seen.high[columns] = np.maximum(self.seen.high[columns], values)

    def _know(self, quantity: int, sign: int, bound: float) -> None:
        if sign < 0:
            self.proved.low[quantity] = max(self.proved.low[quantity], bound)
        else:
            self.proved.high[quantity] = min(self.proved.high[quantity], bound)
