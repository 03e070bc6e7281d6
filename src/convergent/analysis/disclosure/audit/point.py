"""One set of values that fits all that is told: where the attacker begins."""

from __future__ import annotations

import numpy as np

from convergent.analysis.disclosure.audit.nearby import Ties
from convergent.analysis.disclosure.audit.programs import Program
from convergent.analysis.disclosure.audit.rows import (
    NEAR,
    Bounds,
    Impossible,
    Misfit,
    Rows,
    refuse_impossible,
)
from convergent.analysis.disclosure.audit.told import Told
from convergent.analysis.disclosure.table import Numbers


def fitting_point(told: Told, rows: Rows, proved: Bounds) -> Numbers:
    """The true values as far as we have them, and others that fit them. Raises Impossible."""
    point = np.where(proved.low == proved.high, proved.low, told.truth)
    is_missing = np.isnan(point)
    ties = Ties(rows.without(~is_missing, np.nan_to_num(point)), told.size)
    for part in ties.parts_of(is_missing):
        nothing = Bounds(np.zeros(told.size), np.zeros(told.size))
        among = ties.rows_among(part, nothing)
        program = Program(among, proved.at(part), proved.high[part], told.is_whole[part])
        found = program.look(np.zeros(len(part)))
        if found is None:
            first = int(part[0])
            raise Impossible([Misfit(first, proved.low[first], proved.high[first])])
        point[part] = np.where(told.is_whole[part], np.rint(found.values), found.values)
    _refuse_misfit(rows, proved, point)
    return point


def _refuse_misfit(rows: Rows, proved: Bounds, point: Numbers) -> None:
    is_outside = (point < proved.low - NEAR) | (point > proved.high + NEAR)
    if is_outside.any():
        first = int(np.argmax(is_outside))
        raise Impossible([Misfit(first, proved.low[first], proved.high[first])])
    refuse_impossible(rows, *Bounds(point, point).terms(rows))
