"""The interval of a share in a small group of which some were heard."""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma

from convergent.analysis.intervals import INTERVAL


@lru_cache(maxsize=4096)
def interval_of_share(
    count: int, heard: int, group: int, *, level: float = INTERVAL
) -> tuple[float, float]:
    """The shares of a whole group that agree with what those who were heard said.

    Those heard are thought of as drawn by chance from the group, without anybody twice. A share
    lies in the interval if neither as few as `count` nor as many would be rarer than half of what
    the level leaves: both tails of the hypergeometric distribution, inverted. It is exact: it holds
    the true share at least as often as the level says, in groups of any size. Where everybody was
    heard, it is a single point.

    Parameters
    ----------
    count : int
        How many of those heard say so.
    heard : int
        How many were heard, at least one.
    group : int
        How many there are in all, at least `heard`.
    level : float
        How often the interval holds the true share, at least.

    Returns
    -------
    tuple of float
        The lowest and the highest share, between 0 and 1.

    References
    ----------
    Buonaccorsi, J. P. (1987), “A note on confidence intervals for proportions in finite
    populations”, *The American Statistician* 41(3), 215-218. In a group without end it is the
    interval of Clopper and Pearson (1934), *Biometrika* 26(4), 404-413.

    Examples
    --------
    >>> interval_of_share(6, 10, 10)
    (0.6, 0.6)
    >>> low, high = interval_of_share(6, 10, 20)
    >>> round(20 * low), round(20 * high)
    (8, 15)
    """
    rare = (1 - level) / 2
    others = heard - count
    least = _fewest(count, heard, group, rare=rare)
    return least / group, (group - _fewest(others, heard, group, rare=rare)) / group


def _fewest(count: int, heard: int, group: int, *, rare: float) -> int:
    """How many there must be in the group, so that hearing as many is not rarer than that."""
    low, high = count, group - (heard - count)
    while low < high:
        middle = (low + high) // 2
        if _chance_of_as_many(count, heard, middle, group) > rare:
            high = middle
        else:
            low = middle + 1
    return low


def _chance_of_as_many(count: int, heard: int, there: int, group: int) -> float:
    """The upper tail of the hypergeometric distribution."""
    whole = _log_ways(group, heard)
    return sum(
        exp(_log_ways(there, many) + _log_ways(group - there, heard - many) - whole)
        for many in range(count, min(heard, there) + 1)
        if heard - many <= group - there
    )


def _log_ways(of: int, chosen: int) -> float:
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)
