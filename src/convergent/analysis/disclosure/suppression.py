"""Suppression: which cells of a table are withheld so that no small one can be derived."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np

from convergent.analysis.children import end_with_parent
from convergent.analysis.disclosure.amounts import untold_nearby, where
from convergent.analysis.disclosure.blocks import Places
from convergent.analysis.disclosure.choosing import QUICK, THOROUGH, Effort, choose
from convergent.analysis.disclosure.margins import Cross, cross
from convergent.analysis.disclosure.moves import Finder, changes_of_cells
from convergent.analysis.disclosure.partners import (
    partners_unhidden,
    tell_derivable,
    with_partners,
)
from convergent.analysis.disclosure.problem import (
    FEW_LEAVES,
    TOLERANCE,
    Part,
    Problem,
    Wish,
    problem_of,
)
from convergent.analysis.disclosure.proofs import CannotBeSafe
from convergent.analysis.disclosure.standing import Beside, beside, with_words
from convergent.analysis.disclosure.table import (
    Amount,
    Codes,
    Flags,
    Hierarchy,
    Numbers,
    Release,
    Table,
)

Audit = Callable[[Sequence[Release]], Sequence[Codes]]
"""Of each release, the rows of which too much is learned from all of them together."""
REPAIRS = 10
MOST_IN_VAIN = 20
"""So often a cell is looked at among other places, before it is given up."""


def finds_nothing(releases: Sequence[Release]) -> list[Codes]:
    """An audit that trusts what was withheld."""
    return [np.zeros(0, np.int64) for _ in releases]


@dataclass(frozen=True)
class Protected:
    """A release, and what protecting it has cost.

    `small` cells hold fewer students than the minimum; `also` are withheld to hide those. Of so
    many published cells an amount is `untold`, since it would tell of others.
    """

    release: Release
    small: int
    also: int
    untold: int = 0


# Long by its reference: what it does is twenty lines.
def protect(
    table: Table,
    *,
    minimum: int = 10,
    seed: int | None = None,
    dimensions: tuple[Hierarchy, ...] | None = None,
    amounts: Sequence[Amount] = (),
    standing: Sequence[Release] = (),
    audit: Audit = finds_nothing,
    processes: int | None = None,
) -> Protected:
    """A release of a table in which no small cell can be told.

    Parameters
    ----------
    table
        Counts of leaf cells.
    minimum
        Cells of 1 to minimum - 1 students are withheld, and so many others that an attacker finds
        at least minimum - 1 values possible for each of them, from the lowest that it can have.
    seed
        Ties between cells are drawn by it; whoever knows it can try what would have been withheld.
        None draws a secret one.
    dimensions
        Those of the release, where the table has more for the sake of standing releases.
    amounts
        What means and percentages would tell of each cell, by the rows of `cross`. They go where
        their counts go, and where the audit finds that they tell too much.
    standing
        Releases that are out already, over dimensions of the table.
    audit
        Is given the releases, the new one first, and tells which rows of each it finds too narrow.
        More is withheld until there are none but those that what is out told already.
    processes
        How many at once; without it as many as there are cores. With 1 it is this process.

    Raises
    ------
    CannotBeSafe
        What is out already leaves a small cell no room, whatever is withheld now.
    CannotCompare
        A standing release has cells that the table does not have.

    Examples
    --------
    >>> grade = Hierarchy("grade", ("grade",))
    >>> group = Hierarchy("group", ("group",))
    >>> codes = (np.array([0, 0, 0, 1, 1, 1]), np.array([0, 1, 2, 0, 1, 2]))
    >>> table = Table((grade, group), codes, np.array([5, 40, 50, 20, 30, 60]))
    >>> found = protect(table, seed=1, processes=1)
    >>> found.small, found.also
    (1, 3)
    >>> int((~found.release.is_published).sum())
    4
    """
    rng = np.random.default_rng(seed)
    whole = cross(table, dimensions)
    problem = problem_of(whole.system, minimum=minimum, rng=rng)
    is_small = (whole.system.n > 0) & (whole.system.n < minimum)
    standing = with_words(standing, table)
    around = beside(problem, whole, table, standing, minimum)
    places = Places.of(table.dimensions, list(whole.leaves))
    withheld = withheld_cells(around.problem, places, rng, minimum=minimum, processes=processes)
    tell_derivable(around.problem, withheld, np.flatnonzero((problem.cost == 0) & ~is_small))
    draft = _Draft(whole, around.problem, places, rng, withheld, tuple(amounts))
    known = audit(standing) if standing else ()
    for at in range(REPAIRS):
        release = draft.release
        narrow = _narrow(audit([release, *standing]), known, around)
        if not len(narrow):
            return _protected(release, is_small, amounts)
        draft.mend(narrow, at_once=2**at)
    raise CannotBeSafe(int(narrow[0]))


@dataclass
class _Draft:
    """A release that is not out yet, of which more is withheld until the audit is content."""

    whole: Cross
    problem: Problem
    places: Places
    rng: np.random.Generator
    withheld: Flags
    amounts: tuple[Amount, ...]

    @property
    def release(self) -> Release:
        whole, is_published = self.whole, ~self.withheld[: self.whole.system.size]
        told = tuple(where(one, is_published) for one in self.amounts)
        return Release(whole.dimensions, whole.codes, whole.system.n, is_published, told)

    def mend(self, narrow: Codes, *, at_once: int) -> None:
        """Tells fewer amounts nearby, then none, then fewer counts."""
        told = self.release.amounts
        fewer = untold_nearby(told, narrow, self.problem.system, at_once=at_once)
        if _rows(fewer) < _rows(told):
            self.amounts = fewer
        elif told:
            self.amounts = ()
        else:
            _repair(self.problem, self.withheld, narrow, self.places, self.rng)


def _narrow(found: Sequence[Codes], known: Sequence[Codes], around: Beside) -> Codes:
    """The problem's cells that are too narrow, but those of standing releases that were already.

    Raises CannotBeSafe where the new release has no part in one.
    """
    new, *others = found
    by_new = [
        cells[np.setdiff1d(rows, before)]
        for cells, rows, before in zip(around.cells, others, known, strict=True)
    ]
    narrow = np.unique(np.concatenate([new, *by_new]))
    if (narrow < 0).any():
        raise CannotBeSafe(int(narrow[0]))
    return narrow


def _protected(release: Release, is_small: Flags, amounts: Sequence[Amount]) -> Protected:
    also = int((~release.is_published & ~is_small).sum())
    could_be_told = _rows([where(one, release.is_published) for one in amounts])
    return Protected(release, int(is_small.sum()), also, could_be_told - _rows(release.amounts))


def _rows(amounts: Sequence[Amount]) -> int:
    return sum(len(one.cells) for one in amounts)


def _repair(
    problem: Problem, withheld: Flags, narrow: Codes, places: Places, rng: np.random.Generator
) -> None:
    """Moves of whole students for what is too narrow; else withholds all that shares a leaf."""
    before = int(withheld.sum())
    asked = np.zeros(problem.system.size, bool)
    asked[narrow] = True
    withhold_for(problem, withheld, asked, places, rng)
    if int(withheld.sum()) == before:
        leaves = np.isin(problem.system.cells, narrow).any(axis=1)
        touched = np.unique(problem.system.cells[leaves])
        touched = touched[touched < problem.system.size]
        withheld[touched[np.isfinite(problem.cost[touched])]] = True


@dataclass(frozen=True)
class _Task:
    """A part to be made safe, and the seed of its ties."""

    problem: Problem
    effort: Effort
    seed: int


def _solved(task: _Task) -> Flags:
    """The withheld cells of a part in which each wish has a move of whole students."""
    rng = np.random.default_rng(task.seed)
    return choose(task.problem, rng, task.effort).is_withheld


def withheld_cells(
    problem: Problem,
    places: Places,
    rng: np.random.Generator,
    *,
    minimum: int = 10,
    processes: int | None = None,
) -> Flags:
    """Which cells are withheld so that every wish is fulfilled by a move of whole students."""
    blocks = places.blocks()
    parts = [Part.of(problem, leaves) for leaves in blocks]
    effort = THOROUGH if len(blocks) == 1 else QUICK
    tasks = [_Task(part.problem, effort, int(rng.integers(2**62))) for part in parts]
    withheld: Flags = problem.cost == 0
    for part, chosen in zip(parts, _all_solved(tasks, processes), strict=True):
        withheld[part.in_whole(chosen)] = True
    inside = np.zeros(problem.system.size, bool)
    for part in parts:
        inside[part.own] = True
    withhold_for(problem, withheld, ~inside, places, rng)
    few = len(problem.system.leaf_n) <= FEW_LEAVES
    while few and (asked := partners_unhidden(problem, withheld, minimum)).any():
        problem = with_partners(problem, asked, minimum)
        withhold_for(problem, withheld, asked, places, rng)
    return withheld


def _all_solved(tasks: list[_Task], processes: int | None) -> Iterator[Flags]:
    at_once = min(processes or len(os.sched_getaffinity(0)), len(tasks))
    if at_once <= 1:
        yield from map(_solved, tasks)
        return
    with ProcessPoolExecutor(at_once, get_context("spawn"), end_with_parent) as executor:
        yield from executor.map(_solved, tasks)


def withhold_for(
    problem: Problem, withheld: Flags, asked: Flags, places: Places, rng: np.random.Generator
) -> None:
    """Withholds more until these cells, such as a network's, have moves of whole students."""
    wishes = problem.wished
    left = np.flatnonzero(asked[wishes.cells])
    in_vain = 0
    while len(left):
        wish = wishes.at(left[-1])
        changes = _cheapest_nearby(problem, withheld, wish, places, rng)
        withheld |= np.abs(changes) > TOLERANCE
        is_met = wishes.met_by(changes)[left]
        in_vain = 0 if is_met.any() else in_vain + 1
        if in_vain > MOST_IN_VAIN:
            raise CannotBeSafe(wish.cell)
        left = left[~is_met]


def _cheapest_nearby(
    problem: Problem, withheld: Flags, wish: Wish, places: Places, rng: np.random.Generator
) -> Numbers:
    """The changes of cells of a move of whole students among some places."""
    leaves = np.flatnonzero((problem.system.cells == wish.cell).any(axis=1))
    free = replace(problem, cost=np.where(withheld, 0.0, problem.cost))
    part = Part.of(free, places.around(leaves, rng))
    finder = Finder(part.problem)
    finder.open(part.problem.cost == 0, others=True)
    move = finder.cheapest(Wish(part.group_of(wish.cell), wish.by))
    if move is None:
        raise CannotBeSafe(wish.cell)
    of_leaves = np.zeros(len(problem.system.leaf_n))
    of_leaves[part.leaves] = move
    return changes_of_cells(problem.system, of_leaves)
