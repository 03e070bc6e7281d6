"""Finds the exact solution of one quantile regression over a band of rows.

The objective is the sum over the band's rows of `tau · r` above the line and `(tau - 1) · r` below
it, less `rest · coefficients`, where `rest` stands for all rows outside the band. Its minimum lies
at a vertex: as many rows as there are coefficients are met exactly.

Three steps: Newton on the smoothed objective (`smooth`) comes close; the closest independent rows
make a vertex (`close_vertex`); a simplex with long steps (`walk`, after Barrodale and Roberts 1973)
goes from there to the optimum.
"""

import numpy as np

from convergent.analysis.growth.compiling import compiled, compiled_fast
from convergent.analysis.growth.splines import Booleans, Floats, Integers

STAYS = 1e-9
"""Multipliers this far outside their bounds still count as inside."""
RIDGE = 1e-6
"""Share of the curvature of all rows that is added to that of the rounded kinks."""
INDEPENDENT = 1e-14
"""Share of a square length that makes a row independent of others."""
NO_OPTIMUM = -1


@compiled_fast
def smooth(
    rows: Floats,
    residuals: Floats,
    steady: Floats,
    rest: Floats,
    tau: float,
    width: float,
    steps: int,
) -> None:
    """Moves residuals towards the minimum, with each kink rounded over `width / steady`."""
    columns = rows.shape[1]
    scale = np.zeros(columns)
    for i in range(len(rows)):
        for a in range(columns):
            scale[a] += steady[i] * rows[i, a] * rows[i, a]
    curvature, slope = np.empty((columns, columns)), np.empty(columns)
    change = np.empty(len(rows))
    for _ in range(steps):
        _bend(rows, residuals, steady, rest, tau, width, curvature, slope)
        for a in range(columns):
            curvature[a, a] += RIDGE * scale[a]
        step: Floats = np.linalg.solve(curvature / (2.0 * width), slope).astype(np.float64)
        _along(rows, step, change)
        largest = 0.0
        for i in range(len(rows)):
            largest = max(largest, abs(change[i]) * steady[i])
        residuals -= min(1.0, 5.0 * width / (largest + 1e-300)) * change
        if largest < 0.05 * width:
            break


@compiled_fast
def _bend(
    rows: Floats,
    residuals: Floats,
    steady: Floats,
    rest: Floats,
    tau: float,
    width: float,
    curvature: Floats,
    slope: Floats,
) -> None:
    """The slope of the rounded objective, downwards, and its curvature times twice the width."""
    columns = rows.shape[1]
    curvature[:] = 0.0
    slope[:] = rest
    for i in range(len(rows)):
        distance = residuals[i] * steady[i]
        weight = tau if distance > 0.0 else tau - 1.0
        if abs(distance) < width:
            weight = tau - 0.5 + distance / (2.0 * width)
            for a in range(columns):
                part = steady[i] * rows[i, a]
                if part != 0.0:
                    for b in range(columns):
                        curvature[a, b] += part * rows[i, b]
        for a in range(columns):
            slope[a] += weight * rows[i, a]


@compiled
def close_vertex(rows: Floats) -> Integers:
    """The first independent rows, as many as columns; fewer where there are no more."""
    count, columns = rows.shape
    chosen = np.empty(columns, np.int64)
    is_chosen = np.zeros(count, np.bool_)
    directions = np.zeros((columns, columns))
    got = 0
    for least in (1e-3, 1e-7):
        for i in range(count):
            if got == columns:
                break
            if is_chosen[i]:
                continue
            rest = rows[i].copy()
            for _ in range(2):
                for q in range(got):
                    rest -= np.dot(directions[q], rest) * directions[q]
            length = np.sqrt(np.dot(rest, rest))
            if length > least * np.sqrt(np.dot(rows[i], rows[i])):
                directions[got] = rest / length
                chosen[got] = i
                is_chosen[i] = True
                got += 1
    return chosen[:got]


def most_different(rows: Floats) -> Integers:
    """As many independent rows as there are, each the one that is farthest from those before."""
    left, chosen = rows.copy(), []
    least = INDEPENDENT * np.square(rows).sum(axis=1).max(initial=0.0)
    for _ in range(rows.shape[1]):
        lengths = np.square(left).sum(axis=1)
        farthest = int(lengths.argmax())
        if lengths[farthest] <= least:
            break
        left -= np.outer(left @ left[farthest] / lengths[farthest], left[farthest])
        chosen.append(farthest)
    return np.array(chosen, np.int64)


@compiled_fast
def walk(
    rows: Floats, scores: Floats, rest: Floats, tau: float, vertex: Integers, most: int
) -> int:
    """Moves `vertex` to the optimum, and returns the number of steps; NO_OPTIMUM where the rows of
    the band alone cannot hold the objective.
    """
    count = len(rows)
    inverse: Floats = np.linalg.inv(rows[vertex]).astype(np.float64)
    coefficients = inverse @ scores[vertex]
    is_met = np.zeros(count, np.bool_)
    is_met[vertex] = True
    residuals, sign, balance = _sides(rows, scores, rest, tau, coefficients, is_met)
    times, slopes, which = np.empty(count), np.empty(count), np.empty(count, np.int64)
    change = np.empty(count)
    soon = np.inf
    for steps in range(most):
        leaving, side, slope = _worst(-(balance @ inverse), tau)
        if leaving < 0:
            return steps
        _along(rows, side * np.ascontiguousarray(inverse[:, leaving]), change)
        found = _kinks(change, residuals, sign, is_met, slope, soon, times, slopes, which)
        last = _select(times, slopes, which, found, slope)
        if last < 0:
            return NO_OPTIMUM
        time, entering, gone = times[last], which[last], vertex[leaving]
        soon = 4.0 * time + STAYS
        for at in range(last):
            balance -= sign[which[at]] * rows[which[at]]
            sign[which[at]] *= -1.0
        sign[gone] = -side
        balance += _weight(sign[gone], tau) * rows[gone]
        balance -= _weight(sign[entering], tau) * rows[entering]
        residuals -= time * change
        residuals[entering] = 0.0
        is_met[gone], is_met[entering] = False, True
        vertex[leaving] = entering
        _exchange(inverse, rows[entering], leaving)
    return NO_OPTIMUM


@compiled
def _weight(sign: float, tau: float) -> float:
    """A row's slope in the objective."""
    return tau if sign > 0.0 else tau - 1.0


@compiled
def _sides(
    rows: Floats,
    scores: Floats,
    rest: Floats,
    tau: float,
    coefficients: Floats,
    is_met: Booleans,
) -> tuple[Floats, Floats, Floats]:
    """Residuals, their signs, and the sum of all rows that are not met, by their weights."""
    residuals, sign, balance = np.zeros(len(rows)), np.empty(len(rows)), rest.copy()
    for i in range(len(rows)):
        if not is_met[i]:
            residuals[i] = scores[i] - np.dot(rows[i], coefficients)
        sign[i] = 1.0 if residuals[i] > 0.0 else -1.0
        if not is_met[i]:
            balance += _weight(sign[i], tau) * rows[i]
    return residuals, sign, balance


@compiled_fast
def _along(rows: Floats, step: Floats, change: Floats) -> None:
    """How fast each row's prediction moves."""
    for i in range(rows.shape[0]):
        change[i] = 0.0
        for a in range(rows.shape[1]):
            change[i] += rows[i, a] * step[a]


@compiled
def _worst(multipliers: Floats, tau: float) -> tuple[int, float, float]:
    """The row that should be met no longer, to which side it goes, and how steep that is."""
    leaving, side, slope = -1, 1.0, STAYS
    for q in range(len(multipliers)):
        if multipliers[q] - tau > slope:
            leaving, side, slope = q, -1.0, multipliers[q] - tau
        elif tau - 1.0 - multipliers[q] > slope:
            leaving, side, slope = q, 1.0, tau - 1.0 - multipliers[q]
    return leaving, side, slope


@compiled_fast
def _kinks(
    change: Floats,
    residuals: Floats,
    sign: Floats,
    is_met: Booleans,
    slope: float,
    soon: float,
    times: Floats,
    slopes: Floats,
    which: Integers,
) -> int:
    """Where, along a step, rows change sides: only the soonest, if they outweigh the slope."""
    while True:
        found, weight = 0, 0.0
        for i in range(len(change)):
            speed = change[i] * sign[i]
            if speed > 1e-12 and not is_met[i]:
                distance = residuals[i] * sign[i]
                if distance < soon * speed:
                    times[found] = max(distance / speed, 0.0)
                    slopes[found] = speed
                    which[found] = i
                    found += 1
                    weight += speed
        if weight >= slope or soon > 1e200:
            return found
        soon *= 16.0


@compiled
def _select(times: Floats, slopes: Floats, which: Integers, found: int, slope: float) -> int:
    """Brings the kinks that are passed to the front, in any order, and after them the one at which
    the objective rises again; its place, or -1.
    """
    low, high, passed = 0, found, 0.0
    while high - low > 24:
        middle, weight = _part(times, slopes, which, low, high)
        if passed + weight < slope:
            passed, low = passed + weight, middle
        elif middle < high:
            high = middle
        else:
            break
    _sort(times, slopes, which, low, high)
    for i in range(low, high):
        passed += slopes[i]
        if passed >= slope:
            return i
    return -1


@compiled
def _part(times: Floats, slopes: Floats, which: Integers, low: int, high: int) -> tuple[int, float]:
    """Brings the sooner kinks before the later; where these begin, and the slopes before them."""
    pivot = times[(low + high) // 2]
    i, j, weight = low, high - 1, 0.0
    while i <= j:
        while times[i] < pivot:
            weight += slopes[i]
            i += 1
        while times[j] > pivot:
            j -= 1
        if i <= j:
            _swap(times, slopes, which, i, j)
            weight += slopes[i]
            i += 1
            j -= 1
    return i, weight


@compiled
def _sort(times: Floats, slopes: Floats, which: Integers, low: int, high: int) -> None:
    for i in range(low + 1, high):
        j = i
        while j > low and times[j - 1] > times[j]:
            _swap(times, slopes, which, j - 1, j)
            j -= 1


@compiled
def _swap(times: Floats, slopes: Floats, which: Integers, i: int, j: int) -> None:
    times[i], times[j] = times[j], times[i]
    slopes[i], slopes[j] = slopes[j], slopes[i]
    which[i], which[j] = which[j], which[i]


@compiled
def _exchange(inverse: Floats, row: Floats, leaving: int) -> None:
    """The inverse of the vertex's rows after one of them was exchanged."""
    weights = row @ inverse
    column = inverse[:, leaving] / weights[leaving]
    for q in range(len(weights)):
        if q != leaving:
            inverse[:, q] -= weights[q] * column
    inverse[:, leaving] = column
