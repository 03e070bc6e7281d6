"""Releases for tests, and what can be learned of them by trying out every table.

Nothing here is shared with the audit: tables are arrays with one axis for each dimension, and a
table is tried by adding it up anew.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from convergent.analysis.disclosure.table import TOTAL, UNKNOWN, Hierarchy, Release


@dataclass(frozen=True)
class Axis:
    """A dimension; `networks` has for each school its network, where there are any."""

    name: str
    size: int
    networks: tuple[int, ...] = ()

    @property
    def groups(self):
        """The codes of each node on the dimension's levels, and which leaves it holds."""
        leaves = range(self.size)
        if not self.networks:
            return [((leaf,), [leaf]) for leaf in leaves] + [((TOTAL,), list(leaves))]
        nodes = [((leaf, self.networks[leaf]), [leaf]) for leaf in leaves]
        for network in sorted(set(self.networks)):
            held = [leaf for leaf in leaves if self.networks[leaf] == network]
            nodes.append(((TOTAL, network), held))
        return [*nodes, ((TOTAL, TOTAL), list(leaves))]

    @property
    def hierarchy(self):
        if not self.networks:
            return Hierarchy(self.name, (self.name,))
        return Hierarchy(self.name, (self.name, "network"), (np.array(self.networks),))


def axes_of(leaves, networks=()):
    names = ("school", "group", "level")
    return [
        Axis(name, size, networks if name == "school" else ())
        for name, size in zip(names, np.shape(leaves), strict=False)
    ]


def all_sums(leaves, axes):
    """Every cell of the cross: its codes, and the sum of its leaves."""
    leaves = np.asarray(leaves)
    return [
        (
            sum((codes for codes, _ in nodes), ()),
            int(leaves[np.ix_(*(held for _, held in nodes))].sum()),
        )
        for nodes in product(*(axis.groups for axis in axes))
    ]


def release(leaves, *, withheld=(), networks=(), axes=None, **more):
    """A release of a table with all its margins; `withheld` are positions of `all_sums`."""
    axes = axes or axes_of(leaves, networks)
    cells = all_sums(leaves, axes)
    is_published = np.ones(len(cells), bool)
    is_published[list(withheld)] = False
    return Release(
        tuple(axis.hierarchy for axis in axes),
        np.array([codes for codes, _ in cells]),
        np.array([n for _, n in cells]),
        is_published,
        **more,
    )


def as_others_made_it(made):
    """The same, without what is withheld."""
    return Release(
        made.dimensions,
        made.codes,
        np.where(made.is_published, made.n, UNKNOWN),
        made.is_published,
        made.amounts,
        made.students,
    )


def small(leaves, *, minimum=10, networks=()):
    """The positions of the cells that have to be withheld."""
    cells = all_sums(leaves, axes_of(leaves, networks))
    return [at for at, (_, n) in enumerate(cells) if 0 < n < minimum]


def fitting_tables(leaves, made, *, networks=(), most=40):
    """All tables with the same zeros that lead to the same published counts."""
    axes = axes_of(leaves, networks)
    leaves = np.asarray(leaves)
    held = np.flatnonzero(leaves.ravel())
    parts = _parts(leaves.shape, axes)[:, held]
    published = made.is_published
    yield from _filled(parts[published], made.n[published], np.zeros(len(held), int), 0, most)


def intervals(leaves, made, **more):
    """For each cell the least and the most that it holds in any fitting table."""
    axes = axes_of(leaves, more.get("networks", ()))
    parts = _parts(np.shape(leaves), axes)[:, np.flatnonzero(np.ravel(leaves))]
    values = np.array([parts @ table for table in fitting_tables(leaves, made, **more)])
    return values.min(0), values.max(0)


def _parts(shape, axes):
    """Cells × leaves: whether the leaf is part of the cell."""
    size = int(np.prod(shape))
    rows = []
    for leaf in range(size):
        alone = np.zeros(size, int)
        alone[leaf] = 1
        rows.append([n for _, n in all_sums(alone.reshape(shape), axes)])
    return np.array(rows).T


def _filled(parts, told, table, at, most):
    """Fills in the leaves one after another, as long as nothing exceeds what is told."""
    left = told - parts @ table
    after = parts[:, at:].sum(1)
    if (left < after).any():
        return
    if at == len(table):
        if not left.any():
            yield table.copy()
        return
    is_in = parts[:, at] > 0
    for value in range(1, 1 + min(most, 1 + int((left - after)[is_in].min(initial=most)))):
        table[at] = value
        yield from _filled(parts, told, table, at + 1, most)
    table[at] = 0
