"""Which cells releases have in common, and how they add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from convergent.analysis.disclosure.audit.rows import Rows
from convergent.analysis.disclosure.table import TOTAL, Codes, Release

Level = tuple[str, str]


@dataclass(frozen=True)
class Cells:
    """Cells of all releases, each once: releases that count the same students share them.

    `of_release` has one array for each release: the cell of each of its rows. `students` and
    `place` have one entry for each cell: whose students it counts, and where it lies; cells of
    different students that lie at the same place have the same number there.
    """

    of_release: tuple[Codes, ...]
    students: Codes
    place: Codes
    words: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.place)

    def first_rows(self) -> tuple[Codes, Codes]:
        """For each cell the first release that has it, and its row there."""
        release, row = np.empty(self.size, np.int64), np.empty(self.size, np.int64)
        for number, cells in reversed(list(enumerate(self.of_release))):
            release[cells], row[cells] = number, np.arange(len(cells))
        return release, row


def cells_of(releases: Sequence[Release]) -> Cells:
    levels = list(dict.fromkeys(level for one in releases for level in _levels(one)))
    places = numbered(np.concatenate([_at(one, levels) for one in releases]))
    words = tuple(dict.fromkeys(one.students for one in releases))
    sizes = [len(one.codes) for one in releases]
    students = np.repeat([words.index(one.students) for one in releases], sizes)
    _, first, cell = np.unique(
        places * len(words) + students, return_index=True, return_inverse=True
    )
    of_release = np.split(cell, np.cumsum(sizes)[:-1])
    return Cells(tuple(of_release), students[first], places[first], words)


def numbered(codes: Codes) -> Codes:
    """A number for each row, the same for rows that are the same."""
    numbers = np.zeros(len(codes), np.int64)
    for column in codes.T:
        wider = numbers * (column.max(initial=TOTAL) - TOTAL + 1) + (column - TOTAL)
        numbers = np.unique(wider, return_inverse=True)[1]
    return numbers


def sums_of(release: Release) -> Rows:
    """Each row of a release that is the sum of others: over one level of one dimension."""
    rows = [_sums_over(release.codes, level, finer) for level, finer in _levels_with_finer(release)]
    return Rows.joined(rows)


def _levels(release: Release) -> Iterator[Level]:
    for dimension in release.dimensions:
        for level in dimension.levels:
            yield dimension.name, level


def _levels_with_finer(release: Release) -> Iterator[tuple[int, slice]]:
    """The column of each level, and those of the finer levels of its dimension."""
    start = 0
    for dimension in release.dimensions:
        for level in range(start, start + len(dimension.levels)):
            yield level, slice(start, level)
        start += len(dimension.levels)


def _at(release: Release, levels: Sequence[Level]) -> Codes:
    """Its codes on all levels: a release sums over those that it does not have."""
    codes = np.full((len(release.codes), len(levels)), TOTAL, np.int64)
    codes[:, [levels.index(level) for level in _levels(release)]] = release.codes
    return codes


def _sums_over(codes: Codes, level: int, finer: slice) -> Rows:
    is_part = (codes[:, level] != TOTAL) & (codes[:, finer] == TOTAL).all(axis=1)
    parts = np.flatnonzero(is_part)
    above = codes[parts]
    above[:, level] = TOTAL
    wholes = _found(codes, above)
    is_there = wholes >= 0
    whole, equation = np.unique(wholes[is_there], return_inverse=True)
    return Rows.of_sums(whole, parts[is_there], equation)


def _found(codes: Codes, wanted: Codes) -> Codes:
    """The row of `codes` that each of `wanted` is, or -1."""
    numbers = numbered(np.concatenate([codes, wanted]))
    row = np.full(numbers.max(initial=-1) + 1, -1)
    row[numbers[: len(codes)]] = np.arange(len(codes))
    return row[numbers[len(codes) :]]
