"""Moves: how else the students could be spread without a published number changing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from convergent.analysis.disclosure.margins import System
from convergent.analysis.disclosure.problem import TOLERANCE, Problem, Wish
from convergent.analysis.disclosure.table import Codes, Flags, Numbers

PRIMAL_SIMPLEX = 4
A_LITTLE = 0.001
"""The cost of a leaf's change, so that few change."""
GAP = 0.4
"""A whole move may cost so much more than the cheapest."""
LONGEST = 20.0
"""Seconds that one such move may take."""
MOST_NODES = 100
"""So many branches one may take among withheld cells alone."""
FEASIBLE = 2
FAR = 20.0
"""So many more a small leaf holds at most where a move pushes many of them."""
MOST = 10_000.0
"""No leaf has to grow by more: a bound, so that no move is endless."""


@dataclass(frozen=True)
class Reach:
    """How far a cell can move, by which change of leaves, and what holds it there.

    `holding` has the price of each cell's being fixed, in students of reach for a student of it;
    `beyond` is the reach that is left to it where all of those stay fixed.
    """

    by: float
    leaves: Numbers
    holding: Numbers
    beyond: float


class Mover:
    """Finds how far single cells can move; each answer starts from the one before.

    A column for each leaf's change, bounded as its own cell is; a row for each wider cell's.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        system = problem.system
        self._shape = _Shape(system)
        self._least = 1.0 - system.leaf_n
        self._own = self._shape.own
        self._is_held = np.append(problem.cost, 0.0)[self._own] > 0
        self._solver = quiet_solver()
        self._solver.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
        self._solver.setOptionValue("presolve", "off")
        self._leaves = np.arange(len(self._least), dtype=np.int32)
        self._rows = np.arange(len(self._shape.wide), dtype=np.int32)
        self._solver.setOptionValue("mip_rel_gap", GAP)
        self._solver.setOptionValue("mip_max_nodes", MOST_NODES)
        self._solver.passModel(self._program())
        self._chance = np.random.default_rng(1)
        self._small = np.flatnonzero(np.append(problem.up + problem.down, 0)[self._own] > 0).astype(
            np.int32
        )

    def open(self, room: Numbers) -> None:
        """Lets each cell change by so much more or fewer; what is withheld anyway moves freely."""
        limit = np.where(self.problem.cost > 0, np.minimum(room, MOST), MOST)
        limit = np.append(limit, MOST)
        of_rows, of_leaves = limit[self._shape.wide], limit[self._own]
        self._solver.changeRowsBounds(len(self._rows), self._rows, -of_rows, of_rows)
        least = np.maximum(-of_leaves, self._least)
        self._solver.changeColsBounds(len(self._leaves), self._leaves, least, of_leaves)

    def furthest(self, cell: int, direction: int) -> Reach:
        cost = np.zeros(len(self._least))
        cost[self._shape.leaves_of(cell)] = -float(np.sign(direction))
        self._solver.changeColsCost(len(cost), self._leaves, cost)
        self._solver.run()
        solution = self._solver.getSolution()
        reduced = -np.asarray(solution.col_dual)
        holding = np.zeros(self.problem.system.size)
        holding[self._shape.wide] = -np.asarray(solution.row_dual)
        holding[self._own[self._is_held]] = reduced[self._is_held]
        free = np.minimum(reduced[~self._is_held], 0.0)
        return Reach(
            by=-self._solver.getObjectiveValue(),
            leaves=np.asarray(solution.col_value),
            holding=holding,
            beyond=max(float(free @ self._least[~self._is_held]), 0.0),
        )

    def whole(self, wish: Wish) -> Numbers | None:
        """A change of leaves by whole students that fulfils a wish; None where none is found.

        It pushes all other small leaves too, each by chance up or down, so that it may fulfil more.
        """
        self._push_small_leaves()
        sign, of_cell = float(np.sign(wish.by)), self._shape.leaves_of(wish.cell)
        place = np.full(len(of_cell), sign)
        row = self._solver.getNumRow()
        self._solver.addRow(abs(wish.by), MOST, len(of_cell), of_cell.astype(np.int32), place)
        self._set_kind(highspy.HighsVarType.kInteger)
        self._solver.setOptionValue("presolve", "on")
        self._solver.run()
        is_found = self._solver.getInfo().primal_solution_status == FEASIBLE
        found = np.rint(np.asarray(self._solver.getSolution().col_value, np.float64))
        self._solver.setOptionValue("presolve", "off")
        self._set_kind(highspy.HighsVarType.kContinuous)
        self._solver.deleteRows(1, np.array([row], np.int32))
        self._bound_small_leaves(MOST)
        return found if is_found else None

    def _push_small_leaves(self) -> None:
        cost = np.zeros(len(self._leaves))
        cost[self._small] = self._chance.choice([-1.0, 1.0], len(self._small))
        self._solver.changeColsCost(len(cost), self._leaves, cost)
        self._bound_small_leaves(FAR)

    def _bound_small_leaves(self, most: float) -> None:
        upper = np.full(len(self._small), most)
        self._solver.changeColsBounds(
            len(self._small), self._small, self._least[self._small], upper
        )

    def _set_kind(self, kind: highspy.HighsVarType) -> None:
        kinds = np.full(len(self._leaves), kind)
        self._solver.changeColsIntegrality(len(kinds), self._leaves, kinds)

    def _program(self) -> highspy.HighsLp:
        rows = self._shape.rows
        is_row = rows >= 0
        found = highspy.HighsLp()
        found.num_col_, found.num_row_ = len(rows), len(self._rows)
        found.col_cost_, found.col_lower_ = np.zeros(len(rows)), self._least
        found.col_upper_ = np.full(len(rows), MOST)
        found.row_lower_ = found.row_upper_ = np.zeros(len(self._rows))
        found.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        found.a_matrix_.start_ = np.concatenate([[0], np.cumsum(is_row.sum(axis=1))])
        found.a_matrix_.index_ = rows[is_row]
        found.a_matrix_.value_ = np.ones(int(is_row.sum()))
        return found


class _Shape:
    """Which leaves each cell has; each leaf's own cell, and the wider ones.

    A leaf that no cell has for itself has its own nowhere, which moves freely.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        held = system.cells.ravel()
        self._leaf = np.argsort(held, kind="stable") // system.cells.shape[1]
        counts = np.bincount(held, minlength=system.size + 1)
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        single = (counts == 1)[: system.size]
        self.own = np.full(len(system.cells), system.size)
        self.own[self._leaf[self._starts[:-2][single]]] = np.flatnonzero(single)
        self.wide = np.flatnonzero(~single)

    def leaves_of(self, cell: int) -> Codes:
        found: Codes = self._leaf[self._starts[cell] : self._starts[cell + 1]]
        return found

    @property
    def rows(self) -> NDArray[np.int64]:
        """For each leaf the wider cells that it is part of, by their numbers; or -1."""
        row = np.full(self.system.size + 1, -1)
        row[self.wide] = np.arange(len(self.wide))
        found: NDArray[np.int64] = row[self.system.cells]
        return found


def quiet_solver() -> Any:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


def changes_of_cells(system: System, of_leaves: Numbers) -> Numbers:
    """By how much each cell changes when its leaves do."""
    weights = np.repeat(of_leaves, system.cells.shape[1])
    found = np.bincount(system.cells.ravel(), weights, minlength=system.size + 1)
    return found[: system.size].astype(np.float64)


class Finder:
    """Finds the cheapest moves; each answer starts from the one before.

    Columns: each leaf more, each leaf fewer, each wider cell more, each wider cell fewer. A row for
    each wider cell says that it changes as its leaves do.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._shape = _Shape(problem.system)
        self._cells = np.concatenate([self._shape.own, self._shape.wide])
        self._room = np.concatenate(
            [
                np.full(len(self._shape.own), MOST),
                np.full(len(self._shape.wide), MOST),
                problem.system.leaf_n - 1.0,
                np.full(len(self._shape.wide), MOST),
            ]
        )
        self._at = np.full(problem.system.size + 1, -1)
        self._at[self._cells] = np.arange(len(self._cells))
        self._columns = np.arange(2 * len(self._cells), dtype=np.int32)
        self._solver = quiet_solver()
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("mip_rel_gap", GAP)
        self._solver.passModel(self._program())

    def open(self, withheld: Flags, *, others: bool) -> None:
        """Withheld cells move for next to nothing; `others` at their cost, or not at all."""
        cost = np.append(np.where(withheld, 0.0, self.problem.cost), 0.0)[self._cells]
        is_shut = ~np.isfinite(cost) | ((cost > 0) & (not others))
        self._most = np.where(np.tile(is_shut, 2), 0.0, self._room)
        cost = np.where(is_shut, 0.0, cost)
        cost[: len(self._shape.own)] += A_LITTLE
        self._solver.changeColsCost(len(self._columns), self._columns, np.tile(cost, 2))
        least = np.zeros(len(self._columns))
        self._solver.changeColsBounds(len(self._columns), self._columns, least, self._most)

    def cheapest(self, wish: Wish, *, whole: bool = True) -> Numbers | None:
        """The cheapest change of leaves that fulfils a wish, of whole students or not; or none.

        Mostly it is whole by itself; else a programme of whole numbers is asked.
        """
        more = int(self._at[wish.cell])
        column, other = more, more + len(self._cells)
        if wish.by < 0:
            column, other = other, column
        self._bound(column, abs(wish.by), abs(wish.by))
        self._bound(other, 0, 0)
        found = self._solved()
        if whole and found is not None and not is_whole(found):
            found = self._solved_whole()
        self._bound(column, 0, self._most[column])
        self._bound(other, 0, self._most[other])
        return found

    def _bound(self, column: int, least: float, most: float) -> None:
        self._solver.changeColBounds(column, float(least), float(most))

    def _solved(self) -> Numbers | None:
        self._solver.run()
        if self._solver.getInfo().primal_solution_status != FEASIBLE:
            return None
        columns = np.asarray(self._solver.getSolution().col_value)
        leaves, half = len(self._shape.own), len(self._cells)
        changes: Numbers = columns[:leaves] - columns[half : half + leaves]
        return changes

    def _solved_whole(self) -> Numbers | None:
        self._set_kind(highspy.HighsVarType.kInteger)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + LONGEST)
        found = self._solved()
        self._solver.setOptionValue("time_limit", highspy.kHighsInf)
        self._set_kind(highspy.HighsVarType.kContinuous)
        return None if found is None else np.rint(found)

    def _set_kind(self, kind: highspy.HighsVarType) -> None:
        kinds = np.full(len(self._columns), kind)
        self._solver.changeColsIntegrality(len(kinds), self._columns, kinds)

    def _program(self) -> highspy.HighsLp:
        rows = self._shape.rows
        is_row = rows >= 0
        entries, counts = rows[is_row], is_row.sum(axis=1, dtype=np.int64)
        wide = np.arange(len(self._shape.wide))
        found = highspy.HighsLp()
        found.num_col_, found.num_row_ = len(self._columns), len(wide)
        found.col_cost_ = found.col_lower_ = np.zeros(len(self._columns))
        found.col_upper_ = self._room
        found.row_lower_ = found.row_upper_ = np.zeros(len(wide))
        found.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lengths = np.tile(np.concatenate([counts, np.ones(len(wide), np.int64)]), 2)
        found.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths)])
        found.a_matrix_.index_ = np.tile(np.concatenate([entries, wide]), 2)
        half = np.concatenate([np.ones(len(entries)), -np.ones(len(wide))])
        found.a_matrix_.value_ = np.concatenate([half, -half])
        return found


def is_whole(changes: Numbers) -> bool:
    return bool(np.abs(changes - np.rint(changes)).max(initial=0.0) < TOLERANCE)
