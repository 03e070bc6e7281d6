"""Linear and integer programs over a few rows: how low or high quantities can be, all at once."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from convergent.analysis.disclosure.audit.rows import NEAR, Bounds, Rows
from convergent.analysis.disclosure.table import Flags, Numbers

MOST_SECONDS = 20.0
"""After so long an integer program is given up, and what it would have shown is not known."""
ROUGH = 0.05
"""A share of the best that is good enough where one of many looks is taken."""


@dataclass(frozen=True)
class Found:
    """Values that fit the rows; `is_best` unless the search was cut off."""

    values: Numbers
    is_best: bool


class Program:
    """Quantities, the rows that they have to fit, and how much of each is worth anything.

    Each quantity is held as two columns: what lies under its cap, and the rest. As only the former
    is worth anything upwards, one quantity does not take what would lift many to their caps.
    """

    def __init__(self, rows: Rows, bounds: Bounds, caps: Numbers, is_whole: Flags) -> None:
        self._size = len(caps)
        self._bounds, self._is_whole = bounds, is_whole
        self._kinds = np.tile(is_whole, 2).astype(np.uint8)
        self._columns = np.arange(2 * self._size, dtype=np.int32)
        self._solver = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
            self._solver.setOptionValue(option, value)
        self._solver.setOptionValue("mip_feasibility_tolerance", NEAR)
        self._solver.passModel(self._model(rows, caps))

    def _model(self, rows: Rows, caps: Numbers) -> highspy.HighsLp:
        taken = rows.sums(rows.coefficient * self._bounds.low[rows.column])
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 2 * self._size, len(rows.low)
        model.col_cost_ = np.zeros(2 * self._size)
        model.col_lower_ = np.zeros(2 * self._size)
        under = np.clip(caps, self._bounds.low, self._bounds.high)
        model.col_upper_ = np.concatenate([under - self._bounds.low, self._bounds.high - under])
        model.row_lower_, model.row_upper_ = rows.low - taken, rows.high - taken
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = 2 * rows.starts
        model.a_matrix_.index_ = np.column_stack([rows.column, rows.column + self._size]).ravel()
        model.a_matrix_.value_ = np.repeat(rows.coefficient, 2)
        return model

    def look(self, wanted: Numbers) -> Found | None:
        """Values that fit, high where `wanted` is 1, low where it is -1; None where none do."""
        self._want(np.concatenate([wanted, np.minimum(wanted, 0.0)]))
        found = self._run()
        if found is None or not self._is_broken(found.values):
            return found
        return self._as_integers(ROUGH)

    def reach(self, column: int, sign: int, goal: float) -> Found | None:
        """Values with one quantity at a goal or beyond; None where none are found."""
        self._want_one(column, sign, rest=min(sign, 0))
        found = self._run()
        if found is None or sign * (goal - found.values[column]) > NEAR:
            return None
        if not self._is_broken(found.values):
            return found
        return self._as_integers(0.0)

    def extreme(self, column: int, sign: int) -> Found | None:
        """Values with one quantity as high as it can be (1), or as low (-1), whatever its cap."""
        self._want_one(column, sign, rest=sign)
        found = self._run()
        if found is None or not self._is_broken(found.values):
            return found
        return self._as_integers(0.0)

    def bound(self, column: int, sign: int) -> float | None:
        """What one quantity cannot exceed (1), or fall below (-1), whole or not."""
        self._want_one(column, sign, rest=sign)
        found = self._run()
        if found is None:
            return None
        value = float(found.values[column])
        if not self._is_whole[column]:
            return value
        return float(np.floor(value + NEAR) if sign > 0 else np.ceil(value - NEAR))

    def _want_one(self, column: int, sign: int, *, rest: int) -> None:
        wanted = np.zeros(2 * self._size)
        wanted[column], wanted[column + self._size] = sign, rest
        self._want(wanted)

    def _want(self, wanted: Numbers) -> None:
        self._solver.changeColsCost(len(wanted), self._columns, -wanted)

    def _is_broken(self, values: Numbers) -> bool:
        whole = values[self._is_whole]
        return bool((np.abs(whole - np.rint(whole)) > NEAR).any())

    def _as_integers(self, gap: float) -> Found | None:
        self._solver.setOptionValue("mip_rel_gap", gap)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + MOST_SECONDS)
        self._solver.changeColsIntegrality(len(self._columns), self._columns, self._kinds)
        found = self._run()
        self._solver.changeColsIntegrality(len(self._columns), self._columns, 0 * self._kinds)
        self._solver.setOptionValue("time_limit", highspy.kHighsInf)
        return found

    def _run(self) -> Found | None:
        self._solver.run()
        if self._solver.getInfo().primal_solution_status != highspy.kSolutionStatusFeasible:
            return None
        columns = np.array(self._solver.getSolution().col_value)
        values = self._bounds.low + columns[: self._size] + columns[self._size :]
        is_best = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return Found(values, is_best)
