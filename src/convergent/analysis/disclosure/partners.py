"""Of tiny tables: what hides a small cell is hidden too, from whoever can try all that fit.

A partner that could itself be small, as far as anybody can tell, is hidden as if it were. So what
is withheld is enough for each table that fits it, and each of them could have led to it: by lot.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from convergent.analysis.disclosure.moves import Mover
from convergent.analysis.disclosure.problem import TOLERANCE, Problem
from convergent.analysis.disclosure.table import Codes, Flags


def partners_unhidden(problem: Problem, withheld: Flags, minimum: int) -> Flags:
    """Withheld cells of which nothing is wished yet, and which could hold too few."""
    n, lowest, mover = problem.system.n, problem.system.lowest, _mover(problem, withheld)
    is_asked = (problem.up > 0) | (problem.down > 0)
    found = withheld & ~is_asked & (n >= minimum) & (n > lowest)
    for cell in np.flatnonzero(found).tolist():
        found[cell] = n[cell] - mover.furthest(cell, -1).by < minimum - TOLERANCE
    return found


def with_partners(problem: Problem, partners: Flags, minimum: int) -> Problem:
    """Wishes that they reach from their lowest value as high as small cells have to."""
    n, lowest = problem.system.n, problem.system.lowest
    return replace(
        problem,
        down=np.where(partners, n - lowest, problem.down),
        up=np.where(partners, np.maximum(lowest + minimum - 2 - n, 0), problem.up),
    )


def tell_derivable(problem: Problem, withheld: Flags, by_lot: Codes) -> None:
    """What was withheld by lot and follows from what is published hides nothing, and is told."""
    if not len(by_lot):
        return
    mover = _mover(problem, withheld)
    for cell in by_lot.tolist():
        withheld[cell] = any(mover.furthest(cell, sign).by > TOLERANCE for sign in (-1, 1))


def _mover(problem: Problem, withheld: Flags) -> Mover:
    mover = Mover(problem)
    mover.open(np.where(withheld, np.inf, 0.0))
    return mover
