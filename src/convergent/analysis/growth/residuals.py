"""Passes over all students: residuals, and sums of rows, of a sparse design."""

import numpy as np
from numba import njit

from convergent.analysis.growth.splines import Floats, Integers

_FAST = {"reassoc", "contract", "nsz"}
BINS = 2048


@njit(cache=True)
def whole_basis(coefficients: Floats, priors: int) -> Floats:
    """The coefficients of the full bases (priors × 8), the first of each nought."""
    basis = np.zeros((priors, 8))
    for t in range(priors):
        basis[t, 1:] = coefficients[1 + 7 * t : 8 + 7 * t]
    return basis


@njit(cache=True, fastmath=_FAST)
def two_residuals(
    scores: Floats, first: Integers, values: Floats, one: Floats, other: Floats
) -> tuple[Floats, Floats]:
    """Score minus prediction of two coefficient vectors, in one pass over the students."""
    students, priors = first.shape
    a, b = whole_basis(one, priors), whole_basis(other, priors)
    of_one, of_other = np.empty(students), np.empty(students)
    for i in range(students):
        p, q = one[0], other[0]
        for t in range(priors):
            at = first[i, t]
            for j in range(4):
                value = values[i, t, j]
                p += value * a[t, at + j]
                q += value * b[t, at + j]
        of_one[i] = scores[i] - p
        of_other[i] = scores[i] - q
    return of_one, of_other


@njit(cache=True)
def add_row(first: Integers, values: Floats, i: int, weight: float, total: Floats) -> None:
    """Adds one student's row, times a weight, to a sum of rows."""
    total[0] += weight
    for t in range(first.shape[1]):
        for j in range(4):
            if first[i, t] + j > 0:
                total[7 * t + first[i, t] + j] += weight * values[i, t, j]


@njit(cache=True)
def weighted_sum(first: Integers, values: Floats, weights: Floats, columns: int) -> Floats:
    """The sum of all rows, each times its weight."""
    total = np.zeros(columns)
    for i in range(len(weights)):
        add_row(first, values, i, weights[i], total)
    return total


@njit(cache=True)
def gram(first: Integers, values: Floats, columns: int) -> Floats:
    """The rows' crossproduct (columns × columns)."""
    product = np.zeros((columns, columns))
    row = np.zeros(columns)
    for i in range(first.shape[0]):
        row[:] = 0.0
        add_row(first, values, i, 1.0, row)
        for a in range(columns):
            if row[a] != 0.0:
                for b in range(columns):
                    product[a, b] += row[a] * row[b]
    return product


@njit(cache=True)
def steadiness(first: Integers, values: Floats, inverse: Floats) -> Floats:
    """For each student one over the root of the leverage: large where a prediction hardly moves
    when the coefficients do.
    """
    students, columns = first.shape[0], inverse.shape[0]
    steady = np.empty(students)
    row = np.zeros(columns)
    for i in range(students):
        row[:] = 0.0
        add_row(first, values, i, 1.0, row)
        leverage = 0.0
        for a in range(columns):
            if row[a] != 0.0:
                for b in range(columns):
                    leverage += row[a] * inverse[a, b] * row[b]
        steady[i] = 1.0 / np.sqrt(max(leverage, 1e-12))
    relative: Floats = steady / steady.max()
    return relative


@njit(cache=True)
def part(
    residuals: Floats,
    steady: Floats,
    first: Integers,
    values: Floats,
    most: float,
    columns: int,
) -> tuple[Integers, Floats, Floats]:
    """Students whose residual may change its sign, then the sum of their rows, and the sum of the
    rows of the others below the line.
    """
    band, below = np.zeros(columns), np.zeros(columns)
    near = np.empty(len(residuals), np.int64)
    count = 0
    for i in range(len(residuals)):
        if abs(residuals[i]) * steady[i] <= most:
            near[count] = i
            count += 1
            add_row(first, values, i, 1.0, band)
        elif residuals[i] < 0.0:
            add_row(first, values, i, 1.0, below)
    return near[:count].copy(), band, below


@njit(cache=True)
def nearest(residuals: Floats, steady: Floats, wanted: int, beyond: float) -> float:
    """A bound of residual times steadiness under which about `wanted` students lie."""
    counts = np.zeros(BINS, np.int64)
    scale = BINS / beyond
    for i in range(len(residuals)):
        at = abs(residuals[i]) * steady[i] * scale
        if at < BINS:
            counts[int(at)] += 1
    seen = 0
    for bin_ in range(BINS):
        seen += counts[bin_]
        if seen >= wanted:
            return (bin_ + 1) / scale
    return np.inf


@njit(cache=True)
def crossed(residuals: Floats, expected: Floats, near: Integers) -> Integers:
    """Students outside the band whose residual has another sign than was expected."""
    is_near = np.zeros(len(residuals), np.bool_)
    is_near[near] = True
    found = np.empty(len(residuals), np.int64)
    count = 0
    for i in range(len(residuals)):
        if not is_near[i] and (residuals[i] < 0.0) != (expected[i] < 0.0):
            found[count] = i
            count += 1
    return found[:count].copy()
