"""Passes over all students: residuals, and sums of rows, of a design."""

import numpy as np

from convergent.analysis.growth.compiling import compiled
from convergent.analysis.growth.splines import Booleans, Floats, Integers, Levels

BINS = 2048


@compiled
def predicted_parts(
    starts: Integers, first: Integers, values: Floats, one: Floats, other: Floats
) -> Floats:
    """What each level adds to the predictions (levels × 2) of two coefficient vectors."""
    parts = np.zeros((len(first), 2))
    for t in range(len(starts) - 1):
        for level in range(starts[t], starts[t + 1]):
            for j in range(4):
                at = first[level] + j
                if at > 0:
                    parts[level, 0] += values[level, j] * one[7 * t + at]
                    parts[level, 1] += values[level, j] * other[7 * t + at]
    return parts


@compiled
def two_residuals(
    scores: Floats, levels: Levels, parts: Floats, one: float, other: float
) -> tuple[Floats, Floats]:
    """Score minus prediction of two coefficient vectors, whose intercepts are `one` and `other`."""
    students, priors = levels.shape
    of_one, of_other = np.empty(students), np.empty(students)
    for i in range(students):
        p, q = one, other
        for t in range(priors):
            p += parts[levels[i, t], 0]
            q += parts[levels[i, t], 1]
        of_one[i] = scores[i] - p
        of_other[i] = scores[i] - q
    return of_one, of_other


@compiled
def add_row(
    levels: Levels, first: Integers, values: Floats, i: int, weight: float, total: Floats
) -> None:
    """Adds one student's row, times a weight, to a sum of rows."""
    total[0] += weight
    for t in range(levels.shape[1]):
        level = levels[i, t]
        for j in range(4):
            if first[level] + j > 0:
                total[7 * t + first[level] + j] += weight * values[level, j]


@compiled
def weighted_sum(
    levels: Levels, first: Integers, values: Floats, weights: Floats, columns: int
) -> Floats:
    """The sum of all rows, each times its weight."""
    total = np.zeros(columns)
    for i in range(len(weights)):
        add_row(levels, first, values, i, weights[i], total)
    return total


@compiled
def gram(levels: Levels, first: Integers, values: Floats, columns: int) -> Floats:
    """The rows' crossproduct (columns × columns)."""
    product = np.zeros((columns, columns))
    row = np.zeros(columns)
    for i in range(levels.shape[0]):
        row[:] = 0.0
        add_row(levels, first, values, i, 1.0, row)
        for a in range(columns):
            if row[a] != 0.0:
                for b in range(columns):
                    product[a, b] += row[a] * row[b]
    return product


@compiled
def steadiness(levels: Levels, first: Integers, values: Floats, inverse: Floats) -> Floats:
    """For each student one over the root of the leverage: large where a prediction hardly moves
    when the coefficients do.
    """
    students, columns = levels.shape[0], inverse.shape[0]
    steady = np.empty(students)
    row = np.zeros(columns)
    for i in range(students):
        row[:] = 0.0
        add_row(levels, first, values, i, 1.0, row)
        leverage = 0.0
        for a in range(columns):
            if row[a] != 0.0:
                for b in range(columns):
                    leverage += row[a] * inverse[a, b] * row[b]
        steady[i] = 1.0 / np.sqrt(max(leverage, 1e-12))
    relative: Floats = steady / steady.max()
    return relative


@compiled
def part(residuals: Floats, steady: Floats, most: float, always: Integers) -> Integers:
    """Students whose residual may change its sign; last those who are always among them."""
    is_always = np.zeros(len(residuals), np.bool_)
    is_always[always] = True
    near = np.empty(len(residuals) + len(always), np.int64)
    count = 0
    for i in range(len(residuals)):
        near[count] = i
        count += abs(residuals[i]) * steady[i] <= most and not is_always[i]
    near[count : count + len(always)] = always
    return near[: count + len(always)].copy()


@compiled
def bring_below(
    residuals: Floats,
    levels: Levels,
    first: Integers,
    values: Floats,
    is_below: Booleans,
    total: Floats,
) -> None:
    """Brings up to date who is below the line, and the sum of their rows."""
    for i in range(len(residuals)):
        if (residuals[i] < 0.0) != is_below[i]:
            is_below[i] = not is_below[i]
            add_row(levels, first, values, i, 1.0 if is_below[i] else -1.0, total)


@compiled
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


@compiled
def crossed(residuals: Floats, expected: Floats, near: Integers) -> Integers:
    """Students outside the band whose residual has another sign than was expected."""
    is_near = np.zeros(len(residuals), np.bool_)
    is_near[near] = True
    found = np.empty(len(residuals), np.int64)
    count = 0
    for i in range(len(residuals)):
        if (residuals[i] < 0.0) != (expected[i] < 0.0) and not is_near[i]:
            found[count] = i
            count += 1
    return found[:count].copy()
