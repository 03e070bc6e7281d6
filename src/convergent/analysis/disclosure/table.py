"""The values that suppression and audit share: tables of counts, and releases of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOTAL = -1
"""The code of a cell on a level that it sums over."""

UNKNOWN = -1
"""The count of a withheld cell, in a release that somebody else made."""

Codes = NDArray[np.int64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Hierarchy:
    """A dimension: its levels from the finest to the widest; the total over it is always there.

    A code is a position on its level, from 0. `parents` has one array for each level but the last:
    the code on the next wider level of each of its codes. A flat dimension has one level.
    Dimensions of two tables are the same where their names are, and then so are their codes.
    """

    name: str
    levels: tuple[str, ...]
    parents: tuple[Codes, ...] = ()


@dataclass(frozen=True)
class Table:
    """Leaf counts: one row for each leaf cell that may hold students; zeros may be left out.

    `codes` has one array for each dimension: the cell's code on the finest level.
    """

    dimensions: tuple[Hierarchy, ...]
    codes: tuple[Codes, ...]
    n: Counts


@dataclass(frozen=True)
class Amount:
    """What a release tells of a sum over the students of some cells, beside their counts.

    A mean m of n students, rounded to r, tells that the sum of their scores lies in
    n (m - r/2) .. n (m + r/2); a share tells the same of a count, and “≤ 5 %” of 40 students is
    0 .. 2. `cells` are rows of the release; `low` and `high` are what is told of each. Nobody's own
    part is under `least` or over `most` (0 and 1 for a share). `is_whole`: so is the sum.
    """

    name: str
    cells: Codes
    low: Numbers
    high: Numbers
    least: float
    most: float
    is_whole: bool = False


@dataclass(frozen=True)
class Release:
    """Every cell of the cross of the dimensions with all their margins, and which are published.

    `codes` has one row for each cell, and one column for each level of each dimension, in order. A
    school's cell carries its network's code; a network's cell has TOTAL for the school, and the
    district's has TOTAL for both. `n` is the true count (UNKNOWN where withheld by others); cells
    of nobody are published as 0. `students` says whom it counts: two releases with the same word
    count the same students; with two words, those in one and not in the other are cells too. Where
    a share near its end tells of withheld cells, they hold so many at `least`, and at `most`.
    """

    dimensions: tuple[Hierarchy, ...]
    codes: Codes
    n: Counts
    is_published: Flags
    amounts: tuple[Amount, ...] = ()
    students: str = ""
    least: Counts | None = None
    most: Counts | None = None
