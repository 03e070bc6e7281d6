"""What is wrong with tables that others made, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from convergent.analysis.disclosure.audit.cells import numbered
from convergent.analysis.disclosure.table import TOTAL, Codes, Release


class Kind(StrEnum):
    NEGATIVE = "is negative"
    TWICE = "is there twice"
    OTHERWISE = "is another number elsewhere"
    TWO_PARENTS = "lies in two"
    MISFIT = "does not add up"


@dataclass(frozen=True)
class Fault:
    """What is wrong at a row of a release, by their numbers.

    `found` is what stands there: a count, or a code. `low` .. `high` would fit: what the parts of a
    cell add up to, the same cell's count elsewhere, or the code that the row's code has elsewhere.
    """

    kind: Kind
    release: int
    row: int
    found: float
    low: float
    high: float


class WrongReleases(Exception):
    """Releases that no students can have led to."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(
            f"release {first.release}, row {first.row}: {first.found:g} {first.kind}; "
            f"{first.low:g} to {first.high:g} fit"
        )
        self.faults = tuple(faults)


def refuse_faults(releases: Sequence[Release]) -> None:
    """Raises WrongReleases where one is faulty by itself, or two differ on what lies where."""
    faults = [
        fault
        for number, release in enumerate(releases)
        for fault in (*_negative(number, release), *_twice(number, release))
    ]
    faults += _two_parents(releases)
    if faults:
        raise WrongReleases(faults)


def _negative(number: int, release: Release) -> Iterator[Fault]:
    for row in np.flatnonzero(release.is_published & (release.n < 0)).tolist():
        yield Fault(Kind.NEGATIVE, number, row, release.n[row].item(), 0, np.inf)


def _twice(number: int, release: Release) -> Iterator[Fault]:
    _, first, cell = np.unique(numbered(release.codes), return_index=True, return_inverse=True)
    for row in np.flatnonzero(first[cell] != np.arange(len(cell))).tolist():
        before = release.n[first[cell[row]]].item()
        yield Fault(Kind.TWICE, number, row, release.n[row].item(), before, before)


def _two_parents(releases: Sequence[Release]) -> Iterator[Fault]:
    """Each code has one code on the next wider level, in all releases."""
    parents: dict[tuple[str, str], dict[int, int]] = {}
    for number, release in enumerate(releases):
        start = 0
        for dimension in release.dimensions:
            pairs = zip(dimension.levels, dimension.levels[1:], strict=False)
            for column, (finer, _) in enumerate(pairs, start):
                known = parents.setdefault((dimension.name, finer), {})
                yield from _other_parents(number, release.codes[:, column : column + 2], known)
            start += len(dimension.levels)


def _other_parents(number: int, codes: Codes, known: dict[int, int]) -> Iterator[Fault]:
    for row in np.flatnonzero(codes[:, 0] != TOTAL).tolist():
        code, parent = codes[row].tolist()
        if known.setdefault(code, parent) != parent:
            yield Fault(Kind.TWO_PARENTS, number, row, parent, known[code], known[code])
