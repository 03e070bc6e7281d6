"""Which schools are most alike in what their students need."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def nearest(
    shares: Floats, kinds: Integers, *, most: int, fewest: int
) -> list[tuple[int, int, float]]:
    """For each school the nearest of its own kind, by standardised shares.

    Parameters
    ----------
    shares
        Schools × kinds of need; a school with a NaN is compared with none.
    kinds
        Only schools of the same kind are compared.
    most, fewest
        How many are wanted, and with how many it is not worth it.

    Returns
    -------
    list of (school, other school, distance)
        The nearest first; of schools at the same distance the one that comes first.

    Notes
    -----
    Each share is divided by its standard deviation among the schools of the kind, so that all needs
    weigh the same; one in which they do not differ weighs nothing. The distance is Euclidean.

    Examples
    --------
    >>> shares = np.array([[0.9], [0.8], [0.1], [0.2]])
    >>> found = nearest(shares, np.zeros(4, np.int64), most=1, fewest=1)
    >>> [(school, other) for school, other, _ in found]
    [(0, 1), (1, 0), (2, 3), (3, 2)]
    """
    found: list[tuple[int, int, float]] = []
    for kind in np.unique(kinds):
        members = np.flatnonzero((kinds == kind) & ~np.isnan(shares).any(1))
        if len(members) > fewest:
            found += _nearest_among(shares[members], members, most)
    return found


def _nearest_among(shares: Floats, members: Integers, most: int) -> list[tuple[int, int, float]]:
    spread = shares.std(axis=0)
    scaled = shares / np.where(spread > 0, spread, np.inf)
    found: list[tuple[int, int, float]] = []
    for at, own in enumerate(scaled):
        distances = np.sqrt(((scaled - own) ** 2).sum(1))
        distances[at] = np.inf
        nearest_first = np.argsort(distances, kind="stable")[: min(most, len(members) - 1)]
        found += [
            (int(members[at]), int(members[other]), float(distances[other]))
            for other in nearest_first
        ]
    return found
