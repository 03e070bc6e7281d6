"""What suppression has to decide: which cells to withhold so that small ones can vary enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convergent.analysis.disclosure.margins import System
from convergent.analysis.disclosure.table import Codes, Counts, Flags, Numbers

NEVER = np.inf
"""The cost of withholding a cell that stays published: it holds nobody, or is out already."""


TOLERANCE = 1e-6
LOTTERY = 0.3
"""By so great a share of their costs is drawn by lot between cells."""
BY_LOT, FEW_LEAVES = 0.01, 30
"""In a table of so few leaves, of which whoever knows the method can try all that fit, so great a
share of the cells is withheld by lot alone: then each table that a release hides could lead to it.
"""


class Wish(NamedTuple):
    """That a cell can differ from its true count by so many students; fewer is negative."""

    cell: int
    by: int


@dataclass(frozen=True)
class Wishes:
    """Many of them, as arrays."""

    cells: Codes
    by: Counts

    def __len__(self) -> int:
        return len(self.cells)

    def at(self, number: int) -> Wish:
        return Wish(int(self.cells[number]), int(self.by[number]))

    def met_by(self, changes: Numbers) -> Flags:
        """Which of them are fulfilled where the cells change by so much."""
        reached = changes[self.cells] * np.sign(self.by)
        met: Flags = reached >= np.abs(self.by) - TOLERANCE
        return met


@dataclass(frozen=True)
class Problem:
    """Cells, what withholding each of them costs, and how far some must be able to move.

    `cost` is 0 for a cell that is withheld anyway. `up` and `down` say by how many students a cell
    must be able to differ from its true count for an attacker; 0 for most.
    """

    system: System
    cost: Numbers
    up: Counts
    down: Counts

    @property
    def wished(self) -> Wishes:
        more, fewer = np.flatnonzero(self.up), np.flatnonzero(self.down)
        by = np.concatenate([self.up[more], -self.down[fewer]])
        return Wishes(np.concatenate([more, fewer]), by)

    @property
    def candidates(self) -> Codes:
        """Cells that can be withheld, and are not yet."""
        return np.flatnonzero((self.cost > 0) & np.isfinite(self.cost))


def problem_of(system: System, *, minimum: int, rng: np.random.Generator | None = None) -> Problem:
    """Withholds what is small, each with room from its lowest value to minimum - 1 values above.

    Every other cell costs as many students as it tells of; ties are drawn.
    """
    n, lowest = system.n, system.lowest
    is_small = (n > 0) & (n < minimum)
    drawn = rng.random(len(n)) if rng else np.zeros(len(n))
    cost = n / minimum * (1 + LOTTERY * drawn)
    if rng and is_small.any() and len(system.leaf_n) <= FEW_LEAVES:
        cost[drawn < BY_LOT] = 0.0
    cost[is_small], cost[n == 0] = 0.0, NEVER
    highest = lowest + minimum - 2
    return Problem(
        system,
        cost,
        up=np.where(is_small, np.maximum(highest - n, 0), 0),
        down=np.where(is_small, n - lowest, 0),
    )


@dataclass(frozen=True)
class Part:
    """A problem of some leaves alone, while all others stay as they are: safe in it is safe.

    Its cells are groups of cells of the whole that hold the same of these leaves; `cells` are
    those of the whole, in order, `group` says in which group each is. `own` are those whose
    group has no leaf elsewhere: what they must be able to do is asked of the part.
    """

    problem: Problem
    leaves: Codes
    cells: Codes
    group: NDArray[np.int64]
    own: Codes

    @classmethod
    def of(cls, problem: Problem, leaves: Codes) -> Part:
        whole = problem.system
        cells, place = np.unique(whole.cells[leaves], return_inverse=True)
        place = place.reshape(len(leaves), whole.cells.shape[1])
        is_somewhere = cells < whole.size
        group = _alike(place, len(cells))
        groups = int(group.max(initial=-1)) + 1
        system = System(whole.leaf_n[leaves], _once(group[place], groups), groups)
        here, group = cells[is_somewhere], group[is_somewhere]
        is_own = system.n[group] == whole.n[here]
        is_own &= ~np.isin(group, group[~is_own])
        own, own_group = here[is_own], group[is_own]
        cost = np.zeros(groups)
        np.add.at(cost, group, problem.cost[here])
        up, down = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
        np.maximum.at(up, own_group, problem.up[own])
        np.maximum.at(down, own_group, problem.down[own])
        return cls(Problem(system, cost, up, down), leaves, here, group, own)

    def group_of(self, cell: int) -> int:
        return int(self.group[np.searchsorted(self.cells, cell)])

    def in_whole(self, groups: Flags) -> Codes:
        """The cells of the whole that are in these groups."""
        return self.cells[groups[self.group]]


def _alike(place: NDArray[np.int64], cells: int) -> NDArray[np.int64]:
    """A number for each cell, the same for cells of the same leaves: by sums of random marks."""
    marks = np.random.default_rng(0).integers(0, 2**63, len(place), dtype=np.uint64)
    sums = np.zeros(cells, np.uint64)
    np.add.at(sums, place.ravel(), np.repeat(marks, place.shape[1]))
    return np.unique(sums, return_inverse=True)[1].ravel()


def _once(cells: Codes, nowhere: int) -> Codes:
    """Each leaf's cells, none of them twice."""
    ordered = np.sort(cells, axis=1)
    ordered[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = nowhere
    return ordered
