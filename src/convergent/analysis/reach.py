"""Whether a visitor reaches one group of people less than the others, beyond chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb


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
