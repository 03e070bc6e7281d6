"""Tables for the tests of suppression, and an attacker of their own that tries every table."""

from itertools import product

import numpy as np

from convergent.analysis.disclosure.table import Hierarchy, Table


def table_of(counts, regions=None):
    """A table of an array of counts, whose first dimension may lie in regions."""
    counts = np.asarray(counts)
    parents = () if regions is None else (np.asarray(regions),)
    levels = ("school",) if regions is None else ("school", "network")
    names = ["group", "level", "grade"][: counts.ndim - 1]
    flat = tuple(Hierarchy(name, (name,)) for name in names)
    codes = tuple(one.ravel() for one in np.indices(counts.shape))
    return Table((Hierarchy("school", levels, parents), *flat), codes, counts.ravel())


def values_possible(release, *, most):
    """For each withheld cell the counts that it has in some table with the same published cells.

    It tries every table whose leaf cells hold at most so many, by nothing but counting.
    """
    is_leaf = (release.codes >= 0).all(axis=1)
    leaves = release.codes[is_leaf]
    inside = [
        np.flatnonzero(((codes < 0) | (leaves == codes)).all(axis=1)) for codes in release.codes
    ]
    hidden = np.flatnonzero(~release.is_published[is_leaf])
    found = {int(cell): set() for cell in np.flatnonzero(~release.is_published)}
    known = np.where(release.is_published[is_leaf], release.n[is_leaf], 0)
    for values in product(range(1, most + 1), repeat=len(hidden)):
        known[hidden] = values
        sums = np.array([known[rows].sum() for rows in inside])
        if (sums == release.n)[release.is_published].all():
            for cell, seen in found.items():
                seen.add(int(sums[cell]))
    return found
