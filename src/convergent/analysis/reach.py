"""Whether a visitor reaches one group of people less than the others, beyond chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, sqrt

Z_OF_95 = 1.959963984540054


@dataclass(frozen=True)
class Reach:
    """Of how many people in a group, and of how many others, how many were reached."""

    reached: int
    of: int
    others_reached: int
    others_of: int

    @property
    def is_lower(self) -> bool:
        """Whether the share of the group is below that of the others; exact, without a quotient."""
        return self.reached * self.others_of < self.others_reached * self.of


def chance_of_as_few(reach: Reach) -> float:
    """The probability that chance alone reaches so few of the group, or fewer.

    Those reached are thought of as drawn without regard to the group: the lower tail of the
    hypergeometric distribution, which is Fisher's exact test on one side.

    Parameters
    ----------
    reach : Reach
        The counts of the group and of the others.

    Returns
    -------
    float
        Between 0 and 1; 1 where there is nobody in the group.

    References
    ----------
    Fisher, R. A. (1935), *The Design of Experiments*, chapter II: the lady who tasted eight cups of
    tea and named all four would by chance do so once in 70 times.

    Examples
    --------
    >>> round(chance_of_as_few(Reach(reached=0, of=4, others_reached=4, others_of=4)) * 70)
    1
    >>> chance_of_as_few(Reach(reached=3, of=3, others_reached=5, others_of=9)) == 1.0
    True
    """
    people, reached = reach.of + reach.others_of, reach.reached + reach.others_reached
    ways = sum(
        comb(reach.of, few) * comb(reach.others_of, reached - few)
        for few in range(reach.reached + 1)
        if 0 <= reached - few <= reach.others_of
    )
    return ways / comb(people, reached)


@dataclass(frozen=True)
class Difference:
    """The share of the group less that of the others, and the limits of its 95 % interval."""

    share: float
    low: float
    high: float


def difference_of(reach: Reach) -> Difference:
    """How much less, or more, of the group is reached than of the others, with its uncertainty.

    The interval is Newcombe's method 10, made of the Wilson intervals of both shares. It does not
    leave -1 to 1, and says something of a few people and of 0 or all of them too.

    Parameters
    ----------
    reach : Reach
        The counts of the group and of the others, both of at least one person.

    Returns
    -------
    Difference
        Shares, between -1 and 1.

    References
    ----------
    Newcombe, R. G. (1998), Interval estimation for the difference between independent proportions:
    comparison of eleven methods. *Statistics in Medicine* 17, 873-890, table II, case (a).

    Examples
    --------
    >>> found = difference_of(Reach(reached=56, of=70, others_reached=48, others_of=80))
    >>> round(found.share, 4), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    one, other = reach.reached / reach.of, reach.others_reached / reach.others_of
    low, high = _wilson(one, reach.of)
    others_low, others_high = _wilson(other, reach.others_of)
    return Difference(
        one - other,
        max(-1.0, one - other - sqrt((one - low) ** 2 + (others_high - other) ** 2)),
        min(1.0, one - other + sqrt((high - one) ** 2 + (other - others_low) ** 2)),
    )


def _wilson(share: float, people: int) -> tuple[float, float]:
    """The limits of Wilson's score interval."""
    square = Z_OF_95**2
    middle = share + square / (2 * people)
    half = Z_OF_95 * sqrt(share * (1 - share) / people + square / (4 * people**2))
    return (middle - half) / (1 + square / people), (middle + half) / (1 + square / people)
