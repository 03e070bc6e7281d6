"""Many comparisons at once: which differences are told apart without being fooled by chance."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@njit(cache=True)
def two_sided_p(z: Floats) -> Floats:
    """The chance of a difference this large or larger where there is none.

    Parameters
    ----------
    z
        Differences in standard errors; NaN where there is nothing to compare.

    Returns
    -------
    p
        Of the normal distribution, both sides; NaN where `z` is.

    Examples
    --------
    >>> two_sided_p(np.array([0.0, 1.959963984540054])).round(6)
    array([1.  , 0.05])
    """
    p = np.empty(len(z))
    for i in range(len(z)):
        p[i] = math.erfc(abs(z[i]) / math.sqrt(2.0))
    return p


def adjusted_p(p: Floats, families: Integers) -> Floats:
    """Benjamini and Hochberg's adjusted p of each comparison among those of its family.

    Calling a difference told apart where its adjusted p is at most 0.10 lets at most a tenth of the
    differences so called be chance, on average.

    Parameters
    ----------
    p
        One for each comparison; NaN where none was made.
    families
        Which comparisons were made together.

    Returns
    -------
    q
        At least `p`, and in the same order within a family; NaN where `p` is.

    References
    ----------
    Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, Journal of the Royal
    Statistical Society B 57 (1995) 289-300; the example is theirs.

    Examples
    --------
    >>> p = np.array([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    ...               0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000])
    >>> int((adjusted_p(p, np.zeros(15, np.int64)) <= 0.05).sum())
    4
    """
    q = np.full(len(p), np.nan)
    made = np.flatnonzero(~np.isnan(p))
    order = made[np.lexsort([p[made], families[made]])]
    for members in np.split(order, np.flatnonzero(np.diff(families[order])) + 1):
        count = len(members)
        scaled = p[members] * count / np.arange(1, count + 1)
        q[members] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
