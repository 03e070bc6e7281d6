"""Proofs that a choice is safe: for each wish a move of whole students that stays unseen."""

from __future__ import annotations

import numpy as np

from convergent.analysis.disclosure.moves import Finder, Mover, changes_of_cells, is_whole
from convergent.analysis.disclosure.problem import TOLERANCE, Problem, Wish
from convergent.analysis.disclosure.table import Codes, Flags, Numbers


class CannotBeSafe(Exception):
    """What stays published leaves a small cell no room, whatever else is withheld."""

    def __init__(self, cell: int) -> None:
        super().__init__(cell)
        self.cell = cell


class Proofs:
    """For each wish of a problem, the changes of cells of a move that fulfils it.

    `withheld` grows where no move is found among it, and shrinks where all others stay proven.
    Unless they have to be `whole`, moves of parts of students count too: much faster to find, and
    nearly always as good.
    """

    def __init__(
        self, problem: Problem, withheld: Flags, *, mover: Mover, whole: bool = False
    ) -> None:
        self.problem, self.withheld = problem, withheld.copy()
        self._mover, self._whole = mover, whole
        self._finder: Finder | None = None
        self._wishes = problem.wished
        self._changes: list[Numbers | None] = [None] * len(self._wishes)
        self._failed = np.zeros(len(self._wishes), np.int64)

    def complete(self) -> None:
        """Finds a move for every wish, and withholds what it costs least where there is none."""
        self._open()
        left = np.arange(len(self._wishes))
        while len(left):
            wish = self._wishes.at(left[-1])
            changes = self._reached(wish)
            if changes is None:
                changes = self._cheapest(wish)
            more = (np.abs(changes) > TOLERANCE) & ~self.withheld
            if more.any():
                self.withheld |= more
                self._open()
            left = self._keep(left, changes)

    def spare(self, cells: Codes, *, least: int) -> None:
        """Publishes again those that no wish needs, the first ones first; halves of `least`."""
        waiting = [cells]
        while waiting:
            some = waiting.pop()
            if self._can_spare(some):
                continue
            half = len(some) // 2
            if half >= least:
                waiting += [some[half:], some[:half]]

    def _can_spare(self, cells: Codes) -> bool:
        self.withheld[cells] = False
        kept = self._changes.copy()
        left = self._using(cells)
        self._open()
        while len(left):
            changes = self._reached(self._wishes.at(left[-1]))
            if changes is None:
                self._failed[left[-1]] = self._failed.max() + 1
                self._changes = kept
                self.withheld[cells] = True
                return False
            left = self._keep(left, changes)
        return True

    def _using(self, cells: Codes) -> Codes:
        """The wishes whose moves change one of these cells; those that failed last come last."""
        moves = {id(changes): changes for changes in self._changes if changes is not None}
        using = {
            one for one, changes in moves.items() if (np.abs(changes[cells]) > TOLERANCE).any()
        }
        found = [at for at, changes in enumerate(self._changes) if id(changes) in using]
        wishes = np.array(found, np.int64)
        return wishes[np.argsort(self._failed[wishes], kind="stable")]

    def _keep(self, wishes: Codes, changes: Numbers) -> Codes:
        """Keeps the move for all that it fulfils, and returns those that it does not."""
        is_met = self._wishes.met_by(changes)[wishes]
        for at in wishes[is_met].tolist():
            self._changes[at] = changes
        return wishes[~is_met]

    def _open(self) -> None:
        self._mover.open(np.where(self.withheld, np.inf, 0.0))

    def _reached(self, wish: Wish) -> Numbers | None:
        """The changes of a move among the withheld cells alone; None where none is found."""
        reach = self._mover.furthest(*wish)
        if reach.by < abs(wish.by) - TOLERANCE:
            return None
        leaves: Numbers | None = reach.leaves
        if self._whole and not is_whole(reach.leaves):
            leaves = self._mover.whole(wish)
        return None if leaves is None else changes_of_cells(self.problem.system, leaves)

    def _cheapest(self, wish: Wish) -> Numbers:
        """The changes of a move that costs little. Raises CannotBeSafe where there is none."""
        if self._finder is None:
            self._finder = Finder(self.problem)
        self._finder.open(self.withheld, others=True)
        move = self._finder.cheapest(wish, whole=self._whole)
        if move is None:
            raise CannotBeSafe(wish.cell)
        return changes_of_cells(self.problem.system, move)
