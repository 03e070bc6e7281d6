"""From leaf counts to every cell of the cross with all its margins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from convergent.analysis.disclosure.table import TOTAL, Codes, Counts, Hierarchy, Table


@dataclass(frozen=True)
class System:
    """Cells as sums over leaves that hold somebody.

    `cells` has one row for each leaf: the cells that it is part of, itself among them. Where a
    leaf is part of fewer than others, its row is filled up with `size`, a cell that is nowhere.
    """

    leaf_n: Counts
    cells: Codes
    size: int

    @cached_property
    def n(self) -> Counts:
        """How many students each cell holds."""
        return self.sums(self.leaf_n)

    @cached_property
    def lowest(self) -> Counts:
        """The least that each cell can hold for whoever sees which leaves are zero."""
        return self.sums(np.ones_like(self.leaf_n))

    def sums(self, of_leaves: Counts) -> Counts:
        weights = np.broadcast_to(of_leaves[:, None], self.cells.shape)
        found = np.bincount(self.cells.ravel(), weights.ravel(), minlength=self.size + 1)
        return np.rint(found[: self.size]).astype(np.int64)


@dataclass(frozen=True)
class Axis:
    """The nodes of a dimension: codes of the finest level, then of wider ones, then the total.

    `codes` has one row for each node and one column for each level; `above` has one row for each
    finest code: the nodes that hold it, itself first and the total last.
    """

    codes: Codes
    above: Codes


@dataclass(frozen=True)
class Cross:
    """Every cell of the cross: its codes on each level column, and how it sums over leaves.

    `leaves` has the codes of each leaf that holds somebody, by dimension.
    """

    dimensions: tuple[Hierarchy, ...]
    codes: Codes
    leaves: tuple[Codes, ...]
    system: System


def axis(dimension: Hierarchy, size: int) -> Axis:
    """The nodes of a dimension with so many codes on its finest level."""
    parents = [np.arange(size), *_parents_of_finest(dimension)]
    sizes = [size, *(_size_of(dimension, level) for level in range(1, len(dimension.levels)))]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    codes = np.full((starts[-1] + 1, len(sizes)), TOTAL, np.int64)
    for level in range(len(sizes)):
        rows = np.arange(sizes[level])
        for column in range(level, len(sizes)):
            codes[starts[level] : starts[level + 1], column] = rows
            if column < len(sizes) - 1:
                rows = dimension.parents[column][rows]
    total = np.full(size, starts[-1])
    above = [found[:size] + start for found, start in zip(parents, starts, strict=False)]
    return Axis(codes, np.column_stack([*above, total]))


def cross(table: Table, dimensions: tuple[Hierarchy, ...] | None = None) -> Cross:
    """Every cell of a table's dimensions, or of some of them, with all margins.

    Cells of nobody are among them.

    Examples
    --------
    >>> grade = Hierarchy("grade", ("grade",))
    >>> group = Hierarchy("group", ("group",))
    >>> codes = (np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    >>> found = cross(Table((grade, group), codes, np.array([5, 0, 20, 30])))
    >>> found.codes[-1], found.system.n[-1]
    (array([-1, -1]), np.int64(55))
    >>> found.system.n.reshape(3, 3)
    array([[ 5,  0,  5],
           [20, 30, 50],
           [25, 30, 55]])
    """
    chosen = dimensions or table.dimensions
    leaves, n = _leaves(table)
    names = [one.name for one in table.dimensions]
    at = [names.index(one.name) for one in chosen]
    axes = [axis(one, _size(one, table.codes[here])) for one, here in zip(chosen, at, strict=True)]
    shape = tuple(len(one.codes) for one in axes)
    nodes = np.indices(shape).reshape(len(shape), -1)
    codes = np.column_stack([one.codes[node] for one, node in zip(axes, nodes, strict=True)])
    cells: NDArray[np.int64] = np.zeros((len(n), 1), np.int64)
    for one, position in zip(axes, at, strict=True):
        held = one.above[leaves[position]]
        cells = (cells[:, :, None] * len(one.codes) + held[:, None, :]).reshape(
            len(n), cells.shape[1] * held.shape[1]
        )
    return Cross(tuple(chosen), codes, leaves, System(n, cells, len(codes)))


def _leaves(table: Table) -> tuple[tuple[Codes, ...], Counts]:
    """Each leaf that holds somebody once: its codes, and how many."""
    codes, place = np.unique(np.column_stack(table.codes), axis=0, return_inverse=True)
    n = np.zeros(len(codes), np.int64)
    np.add.at(n, place.ravel(), table.n)
    return tuple(codes[n > 0].T), n[n > 0]


def _size(dimension: Hierarchy, codes: Codes) -> int:
    """How many codes the finest level has."""
    if dimension.parents:
        return len(dimension.parents[0])
    return int(codes.max(initial=-1)) + 1


def _parents_of_finest(dimension: Hierarchy) -> list[Codes]:
    """For each wider level, the code on it of each code of the finest."""
    found: list[Codes] = []
    for parents in dimension.parents:
        found.append(parents[found[-1]] if found else parents)
    return found


def _size_of(dimension: Hierarchy, level: int) -> int:
    return int(dimension.parents[level - 1].max(initial=-1)) + 1
