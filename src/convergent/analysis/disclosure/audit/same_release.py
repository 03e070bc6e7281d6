"""Which tables could have led to a release, for somebody who knows how releases are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import numpy as np

from convergent.analysis.disclosure.audit.reading import read
from convergent.analysis.disclosure.audit.rows import Bounds, Impossible, narrowed
from convergent.analysis.disclosure.audit.told import Rule, Told
from convergent.analysis.disclosure.table import TOTAL, Codes, Counts, Numbers, Release, Table

Protect = Callable[[Table, int], Release]
"""How releases are made, from a table and a secret seed."""


def tables_behind(
    release: Release, protect: Protect, seeds: Iterable[int], *, least_withheld: int = 1
) -> Counts:
    """The counts of all tables that could have led to this release; for tiny ones.

    Returns
    -------
    Counts
        Tables × rows of the release. A number that all tables have in common is known to whoever
        knows how releases are made.
    """
    found = [
        counts
        for counts in _all_fitting(release, least_withheld)
        if _could_be_made(release, counts, protect, seeds)
    ]
    return np.array(found).reshape(len(found), len(release.n))


def fewest_values(release: Release, behind: Counts) -> int:
    """How many values the least hidden withheld cell has in all of those tables."""
    withheld = behind[:, ~release.is_published]
    return min((len(np.unique(column)) for column in withheld.T), default=0)


def values_left(
    release: Release, protect: Protect, seeds: Iterable[int], *, enough: int, most: int
) -> int | None:
    """The same, tried only until each withheld cell has `enough` values: no more are counted.

    None where more than `most` tables fit what is published.
    """
    fitting = list(islice(_all_fitting(release, 1), most + 1))
    if len(fitting) > most:
        return None
    withheld = np.flatnonzero(~release.is_published)
    seen: list[set[int]] = [set() for _ in withheld]
    for at in np.random.default_rng(1).permutation(len(fitting)):
        values = fitting[at][withheld].tolist()
        is_new = any(
            len(one) < enough and value not in one for one, value in zip(seen, values, strict=True)
        )
        if is_new and _could_be_made(release, fitting[at], protect, seeds):
            for one, value in zip(seen, values, strict=True):
                one.add(value)
    return min((min(len(one), enough) for one in seen), default=enough)


def _all_fitting(release: Release, least_withheld: int) -> Iterator[Counts]:
    """The counts of each table that fits what is published, by the rows of the release."""
    reading = read([release], Rule(least_withheld=least_withheld))
    cells = reading.cells.of_release[0]
    for values in _fitting(reading.told, reading.told.bounds):
        yield values[cells].astype(np.int64)


def _fitting(told: Told, bounds: Bounds) -> Iterator[Numbers]:
    """All values that fit, by fixing one quantity after another."""
    try:
        bounds = narrowed(told.rows, bounds, told.is_whole)
    except Impossible:
        return
    width = bounds.high - bounds.low
    if not width.any():
        yield bounds.low
        return
    one = int(np.argmin(np.where(width > 0, width, np.inf)))
    for value in np.arange(bounds.low[one], bounds.high[one] + 1):
        fixed = Bounds(bounds.low.copy(), bounds.high.copy())
        fixed.low[one] = fixed.high[one] = value
        yield from _fitting(told, fixed)


def _could_be_made(
    release: Release, counts: Counts, protect: Protect, seeds: Iterable[int]
) -> bool:
    table = _table(release, counts)
    return any(_withheld(protect(table, seed)) == _withheld(release) for seed in seeds)


def _table(release: Release, counts: Counts) -> Table:
    """Its leaves: cells that sum over no dimension."""
    finest = _finest_columns(release)
    leaves = np.flatnonzero((release.codes[:, finest] != TOTAL).all(axis=1))
    codes = tuple(release.codes[leaves, column] for column in finest)
    return Table(release.dimensions, codes, counts[leaves])


def _finest_columns(release: Release) -> Codes:
    sizes = [len(dimension.levels) for dimension in release.dimensions]
    return np.cumsum([0, *sizes[:-1]])


def _withheld(release: Release) -> set[tuple[int, ...]]:
    return {tuple(codes) for codes in release.codes[~release.is_published].tolist()}
