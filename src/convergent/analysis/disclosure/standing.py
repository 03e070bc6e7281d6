"""Releases that are out already, beside a table that is to go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from convergent.analysis.disclosure.margins import Cross, System, cross
from convergent.analysis.disclosure.problem import NEVER, Problem, problem_of
from convergent.analysis.disclosure.table import TOTAL, Codes, Hierarchy, Release, Table


class CannotCompare(Exception):
    """A standing release has a cell that the table's leaves do not have."""


@dataclass(frozen=True)
class Out:
    """A standing release by the cells of its own cross with the table's leaves."""

    release: Release
    cross: Cross
    cells: Codes

    @classmethod
    def of(cls, release: Release, table: Table) -> Out:
        found = cross(table, _dimensions(release, table))
        at = {codes: cell for cell, codes in enumerate(map(tuple, found.codes.tolist()))}
        try:
            cells = [at[codes] for codes in map(tuple, release.codes.tolist())]
        except KeyError as missing:
            raise CannotCompare(missing.args[0]) from None
        return cls(release, found, np.asarray(cells, np.int64))

    @property
    def changes(self) -> Codes:
        """How many more students the table has than is published, for each row; else 0."""
        change = self.cross.system.n[self.cells] - self.release.n
        return np.where(self.release.is_published, change, 0)

    @property
    def system(self) -> System:
        """Of cells that it has a row for; of others nobody knows anything."""
        whole = self.cross.system
        has_row = np.zeros(whole.size + 1, bool)
        has_row[self.cells] = True
        return replace(whole, cells=np.where(has_row[whole.cells], whole.cells, whole.size))

    @property
    def is_of_same_students(self) -> bool:
        return not self.changes.any()


def with_words(standing: Sequence[Release], table: Table) -> list[Release]:
    """Each with a word of its own where it counts other students than the table."""
    return [
        one if Out.of(one, table).is_of_same_students else replace(one, students=f"earlier {at}")
        for at, one in enumerate(standing, 1)
    ]


def _dimensions(release: Release, table: Table) -> tuple[Hierarchy, ...]:
    by_name = {one.name: one for one in table.dimensions}
    return tuple(by_name[one.name] for one in release.dimensions)


@dataclass(frozen=True)
class Beside:
    """A problem with what is out: the new table's cells come first.

    `cells` has for each standing release the problem's cells of its rows; -1 where it has none.
    """

    problem: Problem
    cells: tuple[Codes, ...]


def beside(
    problem: Problem, new: Cross, table: Table, standing: Sequence[Release], minimum: int
) -> Beside:
    """The cells of a release that counts the same students are more cells of one system, which
    stay as they are. Of one that counts other students, those who came or went are cells too:
    where few did, the new count is withheld, and must be able to hide how many.
    """
    outs = [Out.of(release, table) for release in standing]
    systems, costs = [problem.system], []
    cells: list[Codes] = []
    for out in outs:
        if out.is_of_same_students:
            cells.append(out.cells + sum(one.size for one in systems))
            systems.append(out.system)
            costs.append(_fixed(out, minimum))
        else:
            cells.append(_cells_of_new(new, out))
            problem = _hiding_changes(problem, cells[-1], out, minimum)
    joined = Problem(
        _joined(systems),
        np.concatenate([problem.cost, *(one.cost for one in costs)]),
        np.concatenate([problem.up, *(one.up for one in costs)]),
        np.concatenate([problem.down, *(one.down for one in costs)]),
    )
    return Beside(joined, tuple(cells))


def _joined(systems: Sequence[System]) -> System:
    starts = np.cumsum([0, *(one.size for one in systems)])
    size = int(starts[-1])
    cells = [
        np.where(one.cells < one.size, one.cells + start, size)
        for one, start in zip(systems, starts, strict=False)
    ]
    return System(systems[0].leaf_n, np.hstack(cells), size)


def _fixed(out: Out, minimum: int) -> Problem:
    """What is published stays so, and what is withheld has to stay hidden."""
    problem = problem_of(out.system, minimum=minimum)
    is_withheld = np.zeros(out.cross.system.size, bool)
    is_withheld[out.cells[~out.release.is_published]] = True
    hidden = np.where(is_withheld, 1, 0)
    return replace(
        problem,
        cost=np.where(is_withheld, 0.0, NEVER),
        up=problem.up * hidden,
        down=problem.down * hidden,
    )


def _cells_of_new(new: Cross, out: Out) -> Codes:
    """The new table's cells that lie where the rows of a standing release do, or -1."""
    at = {_key(new.dimensions, codes): cell for cell, codes in enumerate(new.codes.tolist())}
    keys = (_key(out.cross.dimensions, codes) for codes in out.release.codes.tolist())
    return np.array([at.get(key, -1) for key in keys], np.int64)


def _hiding_changes(problem: Problem, cells: Codes, out: Out, minimum: int) -> Problem:
    cost, up, down = problem.cost.copy(), problem.up.copy(), problem.down.copy()
    n, lowest, changes = problem.system.n, problem.system.lowest, out.changes
    for row in np.flatnonzero((changes != 0) & (np.abs(changes) < minimum) & (cells >= 0)):
        cell = cells[row]
        if not n[cell]:
            continue
        more, fewer = minimum - 1 - abs(int(changes[row])), abs(int(changes[row])) - 1
        if changes[row] < 0:
            more, fewer = fewer, more
        cost[cell] = 0.0
        up[cell] = max(up[cell], more)
        down[cell] = max(down[cell], min(fewer, n[cell] - lowest[cell]))
    return replace(problem, cost=cost, up=up, down=down)


def _key(dimensions: Sequence[Hierarchy], codes: Sequence[int]) -> frozenset[tuple[str, int]]:
    """What a cell is of, whatever other dimensions it sums over."""
    levels = [(one.name, level) for one in dimensions for level in one.levels]
    return frozenset(
        (f"{name} {level}", code)
        for (name, level), code in zip(levels, codes, strict=True)
        if code != TOTAL
    )
