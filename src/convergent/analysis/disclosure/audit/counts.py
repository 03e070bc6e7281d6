"""The counts of cells, and how they add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convergent.analysis.disclosure.audit.cells import Cells, sums_of
from convergent.analysis.disclosure.audit.faults import Fault, Kind, WrongReleases
from convergent.analysis.disclosure.audit.rows import Bounds, Rows
from convergent.analysis.disclosure.audit.told import MOST_STUDENTS, Asked, Goals, Rule, Told
from convergent.analysis.disclosure.table import UNKNOWN, Flags, Numbers, Release


def counts(releases: Sequence[Release], cells: Cells, rule: Rule) -> Told:
    """One quantity for each cell. Raises WrongReleases where one is told twice."""
    sums = [
        sums_of(release).of(own) for release, own in zip(releases, cells.of_release, strict=True)
    ]
    rows = Rows.joined(sums)
    published = _values(releases, cells, [one.is_published for one in releases])
    truth = _values(releases, cells, [one.n != UNKNOWN for one in releases])
    lowest = _lowest(rows, published, rule.least_withheld)
    return Told(
        rule.minimum,
        rows,
        _bounds(releases, cells, published, lowest),
        np.ones(cells.size, bool),
        truth,
        Goals.of_counts(truth, lowest, rule),
        np.arange(cells.size),
    )


def asked_counts(releases: Sequence[Release], cells: Cells, told: Told) -> list[Asked]:
    """Those that are withheld, and those that are published and must not be."""
    asked = []
    for number, (release, own) in enumerate(zip(releases, cells.of_release, strict=True)):
        rows = np.flatnonzero(~release.is_published | told.goals.is_wanted[own])
        asked.append(Asked(number, rows, own[rows]))
    return asked


def _bounds(
    releases: Sequence[Release], cells: Cells, published: Numbers, lowest: Numbers
) -> Bounds:
    """What is published, and what else is told of withheld cells."""
    low, high = lowest.copy(), np.full(cells.size, MOST_STUDENTS)
    for release, own in zip(releases, cells.of_release, strict=True):
        if release.least is not None and release.most is not None:
            np.maximum.at(low, own, release.least)
            np.minimum.at(high, own, release.most)
    is_published = ~np.isnan(published)
    return Bounds(np.where(is_published, published, low), np.where(is_published, published, high))


def _values(releases: Sequence[Release], cells: Cells, is_told: Sequence[Flags]) -> Numbers:
    """What the releases say of each cell, NaN where none does. Raises WrongReleases."""
    values = np.full(cells.size, np.nan)
    faults: list[Fault] = []
    for number, (release, own, told) in enumerate(
        zip(releases, cells.of_release, is_told, strict=True)
    ):
        before = values[own]
        values[own[told]] = release.n[told]
        is_other = told & ~np.isnan(before) & (before != release.n)
        faults += [
            Fault(Kind.OTHERWISE, number, row, release.n[row].item(), before[row], before[row])
            for row in np.flatnonzero(is_other).tolist()
        ]
    if faults:
        raise WrongReleases(faults)
    return values


def _lowest(rows: Rows, published: Numbers, least_withheld: int) -> Numbers:
    """The least that each cell can hold for whoever adds up its leaves, and looks no further."""
    is_whole = rows.coefficient < 0
    wholes = rows.column[is_whole]
    lowest = np.where(np.isnan(published), 0.0, published)
    is_withheld_leaf = np.isnan(published)
    is_withheld_leaf[wholes] = False
    lowest[is_withheld_leaf] = least_withheld
    while True:
        higher = lowest.copy()
        np.maximum.at(higher, wholes, rows.sums(np.where(is_whole, 0.0, lowest[rows.column])))
        higher = np.where(np.isnan(published), higher, published)
        if np.array_equal(higher, lowest):
            return lowest
        lowest = higher
