"""How far apart two groups are where only levels are known (V of Ho 2009)."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_NORMAL = NormalDist()


@dataclass(frozen=True)
class OrdinalGaps:
    """One for each pair of groups, in standard deviations; NaN where it cannot be told."""

    values: Floats
    standard_errors: Floats


# Long by its reference: what it does is ten lines.
def ordinal_gaps(first: Floats, second: Floats) -> OrdinalGaps:
    """V of each pair of groups, from how many students of each are at each level.

    V is the square root of two times the normal quantile of the chance that a student of the first
    group scores higher than one of the second. If both groups' true scores can be made normal by
    one stretching of the scale, it is their distance in standard deviations, wherever the lines
    between levels are drawn.

    Parameters
    ----------
    first, second
        Pairs × levels: how many students are at each level, the lowest level first.

    Returns
    -------
    OrdinalGaps
        NaN where no line between two levels has students of both groups on both of its sides.

    Notes
    -----
    The shares below each line are turned into normal quantiles, and a straight line is laid through
    those of the one group against the other's, weighted by their precision: if one stretching makes
    both groups normal, they lie on it. Precision grows with the students of either group, so the
    smaller one settles it. A share of none or of all counts as half a student's. With a single line
    between levels its slope is taken to be 1. The standard error is by the delta method from
    placement values (DeLong, DeLong and Clarke-Pearson 1988), as if ties were halves.

    References
    ----------
    A. D. Ho, A nonparametric framework for comparing trends and gaps across tests, Journal of
    Educational and Behavioral Statistics 34 (2009) 201-228. A. D. Ho and S. F. Reardon, Estimating
    achievement gaps from test scores reported in ordinal "proficiency" categories, the same journal
    37 (2012) 489-517.

    Examples
    --------
    >>> gaps = ordinal_gaps(np.array([[10.0, 20, 30, 40]]), np.array([[40.0, 30, 20, 10]]))
    >>> gaps.values.round(3)
    array([1.036])
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        below_first, below_second = _below_lines(first), _below_lines(second)
        # A line that has everybody on one side counts nothing.
        told = (below_first + below_second > 0) & (below_first + below_second < 2)
        x, of_x = _quantiles_of(below_second, second)
        y, of_y = _quantiles_of(below_first, first)
        values = _values(x, y, np.where(told, 1 / (of_x + of_y), 0.0))
        values[~_have_both_on_both_sides(below_first, below_second)] = np.nan
        errors = _standard_errors(first, second)
    return OrdinalGaps(values, np.where(np.isnan(values), np.nan, errors))


def _below_lines(counts: Floats) -> Floats:
    """The share of a group below each line between two levels."""
    shares: Floats = np.cumsum(counts, axis=1)[:, :-1] / counts.sum(1, keepdims=True)
    return shares


def _quantiles_of(shares: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """The normal quantiles of a group's shares, and their variances.

    None and all count as half a student: that tells something too, and of no infinite gap.
    """
    students = counts.sum(1, keepdims=True)
    shares = np.clip(shares, 0.5 / students, 1 - 0.5 / students)
    quantiles = _quantiles(shares)
    return quantiles, shares * (1 - shares) / _density(quantiles) ** 2 / students


def _have_both_on_both_sides(below_first: Floats, below_second: Floats) -> NDArray[np.bool_]:
    """Whether any line has students of both groups on both of its sides."""
    least, most = np.minimum(below_first, below_second), np.maximum(below_first, below_second)
    either: NDArray[np.bool_] = np.any((least > 0) & (most < 1), axis=1)
    return either


def _values(x: Floats, y: Floats, weights: Floats) -> Floats:
    """From the straight line that lies nearest to the points."""
    total = weights.sum(1)
    mean_x, mean_y = (weights * x).sum(1) / total, (weights * y).sum(1) / total
    slope = _slopes(weights, x - mean_x[:, None], y - mean_y[:, None])
    values: Floats = -np.sqrt(2) * (mean_y - slope * mean_x) / np.sqrt(1 + slope**2)
    return values


def _slopes(weights: Floats, x: Floats, y: Floats) -> Floats:
    """Of the line that lies nearest to the points, whichever of the groups is called the first."""
    of_x, of_y = (weights * x * x).sum(1), (weights * y * y).sum(1)
    both = (weights * x * y).sum(1)
    slope = (of_y - of_x + np.hypot(of_y - of_x, 2 * both)) / (2 * both)
    is_told = (both > 1e-9) & (slope > FLATTEST) & (slope < 1 / FLATTEST)
    slopes: Floats = np.where(is_told, slope, 1.0)
    return slopes


FLATTEST = 0.2
"""Slopes beyond it, or its inverse, are chance in few students: they are taken to be 1."""


def _standard_errors(first: Floats, second: Floats) -> Floats:
    of_first, of_second = first.sum(1), second.sum(1)
    above, below = _placed_above(second), _placed_above(first)
    chance = (first * above).sum(1) / of_first
    spread_first = (first * above**2).sum(1) / of_first - chance**2
    other = (second * (1 - below)).sum(1) / of_second
    spread_second = (second * (1 - below) ** 2).sum(1) / of_second - other**2
    error = np.sqrt(spread_first.clip(0) / (of_first - 1) + spread_second.clip(0) / (of_second - 1))
    errors: Floats = np.sqrt(2) * error / _density(_quantiles(chance))
    return errors


def _placed_above(counts: Floats) -> Floats:
    """For each level, the share of a group that a student at it is above, ties counting half."""
    placed: Floats = (np.cumsum(counts, axis=1) - counts / 2) / counts.sum(1, keepdims=True)
    return placed


def _density(quantiles: Floats) -> Floats:
    density: Floats = np.exp(-(quantiles**2) / 2) / np.sqrt(2 * np.pi)
    return density


def _quantiles(chances: Floats) -> Floats:
    """Of the normal distribution; NaN for 0, 1 and NaN."""
    flat = [_NORMAL.inv_cdf(one) if 0 < one < 1 else np.nan for one in chances.ravel()]
    return np.array(flat).reshape(chances.shape)
