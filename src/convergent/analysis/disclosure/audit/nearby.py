"""Which quantities are tied most tightly to one."""

from __future__ import annotations

import heapq

import numpy as np

from convergent.analysis.disclosure.audit.rows import Bounds, Rows
from convergent.analysis.disclosure.table import Codes, Flags, Numbers

FEW = 30
"""Of a row with more terms, so many are taken by chance."""


class Ties:
    """Rows, found by their quantities."""

    def __init__(self, rows: Rows, size: int) -> None:
        self.rows = rows
        order = np.argsort(rows.column, kind="stable")
        self._row = rows.row[order]
        self._start = np.searchsorted(rows.column[order], np.arange(size + 1))
        self._length = np.diff(rows.starts)
        self._place = np.full(size, -1)
        self._part = _parts(rows, size)
        self._members = np.argsort(self._part, kind="stable")
        self._sorted = self._part[self._members]

    def part_of(self, quantity: int) -> Codes:
        """All that any rows tie to it, itself among them."""
        ends = np.searchsorted(self._sorted, [self._part[quantity], self._part[quantity] + 1])
        return self._members[ends[0] : ends[1]]

    def parts_of(self, is_wanted: Flags) -> list[Codes]:
        """Those parts that hold any of them."""
        return [self.part_of(part) for part in np.unique(self._part[is_wanted]).tolist()]

    def around(self, quantity: int, most: int, chance: np.random.Generator) -> Codes:
        """About `most` quantities: those first that are reached through the shortest rows."""
        found = {quantity: None}
        seen: set[int] = set()
        waiting = self._rows_beyond(quantity, 0)
        heapq.heapify(waiting)
        while waiting and len(found) < most:
            distance, row = heapq.heappop(waiting)
            if row in seen:
                continue
            seen.add(row)
            for other in self._some_of(row, chance):
                if other not in found:
                    found[other] = None
                    for beyond in self._rows_beyond(other, distance):
                        heapq.heappush(waiting, beyond)
        return np.fromiter(found, np.int64)

    def _rows_beyond(self, quantity: int, distance: int) -> list[tuple[int, int]]:
        rows = self._row[self._start[quantity] : self._start[quantity + 1]]
        return [(distance + int(self._length[row]), int(row)) for row in rows]

    def _some_of(self, row: int, chance: np.random.Generator) -> list[int]:
        columns = self.rows.column[self.rows.starts[row] : self.rows.starts[row + 1]]
        if len(columns) > FEW:
            columns = chance.choice(columns, FEW, replace=False)
        return [int(column) for column in columns]

    def rows_among(self, quantities: Codes, elsewhere: Bounds) -> Rows:
        """The rows that hold any of them, as rows of them alone, in their order.

        What a row's other quantities may take lies within the bounds `elsewhere`.
        """
        rows = np.unique(_ranges(self._start, quantities, self._row))
        terms = _ranges(self.rows.starts, rows, np.arange(len(self.rows.row)))
        own = np.repeat(np.arange(len(rows)), self._length[rows])
        column, coefficient = self.rows.column[terms], self.rows.coefficient[terms]
        self._place[quantities] = np.arange(len(quantities))
        place = self._place[column]
        self._place[quantities] = -1
        is_elsewhere = place < 0
        least, most = _sums(own, column, coefficient, elsewhere, is_elsewhere, len(rows))
        kept = ~is_elsewhere
        return Rows(
            own[kept],
            place[kept],
            coefficient[kept],
            self.rows.low[rows] - most,
            self.rows.high[rows] - least,
        )


def _parts(rows: Rows, size: int) -> Codes:
    """For each quantity the least that any rows tie it to, through others too."""
    part = np.arange(size)
    while len(rows.low):
        least = np.minimum.reduceat(part[rows.column], rows.starts[:-1])
        joined = part.copy()
        np.minimum.at(joined, rows.column, least[rows.row])
        joined = joined[joined]
        if np.array_equal(joined, part):
            break
        part = joined
    return part


def _ranges(starts: Codes, at: Codes, values: Codes) -> Codes:
    """The values that lie between the starts of each of `at`, one after another."""
    lengths = starts[at + 1] - starts[at]
    first = np.repeat(starts[at] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    found: Codes = values[first + np.arange(lengths.sum())]
    return found


def _sums(
    row: Codes, column: Codes, coefficient: Numbers, bounds: Bounds, is_taken: Flags, rows: int
) -> tuple[Numbers, Numbers]:
    ends = coefficient * bounds.low[column], coefficient * bounds.high[column]
    least, most = (np.where(is_taken, end, 0.0) for end in (np.minimum(*ends), np.maximum(*ends)))
    return np.bincount(row, least, rows).astype(float), np.bincount(row, most, rows).astype(float)
