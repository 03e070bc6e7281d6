"""What an attacker makes of releases, in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from convergent.analysis.disclosure.audit.attack import Outcome, attack, measure
from convergent.analysis.disclosure.audit.faults import Fault, Kind, WrongReleases, refuse_faults
from convergent.analysis.disclosure.audit.reading import Reading, read
from convergent.analysis.disclosure.audit.rows import Impossible
from convergent.analysis.disclosure.audit.told import Asked, Rule
from convergent.analysis.disclosure.table import Codes, Flags, Numbers, Release


@dataclass(frozen=True)
class Learned:
    """What an attacker learns of one thing at some rows of a release.

    Of counts, where `name` and `without` are empty; of the sums of the amount `name`; or of how
    many students of the release are not among those that the word `without` stands for. Where
    `is_exact`, the attacker learns `low` .. `high` and no more. Elsewhere a number that
    `is_too_narrow` lies within them, and of any other both of them are possible, and more may be.
    """

    release: int
    rows: Codes
    low: Numbers
    high: Numbers
    is_exact: Flags
    is_protected: Flags
    is_too_narrow: Flags
    name: str = ""
    without: str | None = None


@dataclass(frozen=True)
class Findings:
    """Of all releases together: what is learned of each."""

    learned: tuple[Learned, ...]

    @property
    def violations(self) -> int:
        return sum(int(one.is_too_narrow.sum()) for one in self.learned)

    def too_narrow(self, release: int) -> Codes:
        """The rows of a release of which too much is learned, of whatever kind."""
        found = [one.rows[one.is_too_narrow] for one in self.learned if one.release == release]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    @property
    def narrowest(self) -> int | None:
        """The fewest values that any protected count can have; None where none is protected."""
        widths = [
            one.high[one.is_protected] - one.low[one.is_protected] + 1
            for one in self.learned
            if not one.name
        ]
        every = np.concatenate(widths) if widths else np.empty(0)
        return int(every.min()) if len(every) else None


# Long by its reference: what it does is ten lines.
def audit(
    releases: Sequence[Release],
    *,
    minimum: int = 10,
    least_withheld: int = 1,
    exact: bool = False,
    processes: int = 1,
) -> Findings:
    """What an attacker who has all of the releases learns of what is withheld in any of them.

    The attacker knows every published number, how cells add up, that counts are whole, and what a
    withheld one holds at least. A count of 1 .. minimum - 1 is safe where the interval that it
    must lie in begins at its number of non-zero leaves, and holds minimum - 1 numbers or more.

    Parameters
    ----------
    releases
        All that is or will be out at once. Of cells whose counts are unknown to us too, all that
        may be small are held to the rule.
    minimum
        From so many students on a count may be known: 10 of students, 8 of staff.
    least_withheld
        What a withheld leaf holds at least: 1 where zeros are published, else 0.
    exact
        Works out every interval to its ends; for small tables.
    processes
        How many share the work where there is much of it.

    Raises
    ------
    WrongReleases
        Where nobody's students can have led to them: it says where, and what would fit.

    Notes
    -----
    Interval propagation first; then integer programs among a few quantities at a time, with random
    objectives, show what cannot be excluded, and linear ones what can; then programs over
    everything that rows tie together. What stays open after their time counts as too narrow.
    Releases of different dimensions are tied by the cells that they share. For two of them that is
    all that an attacker has; three whose dimensions go round in a ring could tell a little more.

    Examples
    --------
    Of three schools the two small ones are withheld. They sum up to 15, so each has 1 to 14.

    >>> from convergent.analysis.disclosure.table import TOTAL, Hierarchy
    >>> school = Hierarchy("school", ("school",))
    >>> codes, n = np.array([[0], [1], [2], [TOTAL]]), np.array([3, 12, 50, 65])
    >>> made = Release((school,), codes, n, np.array([False, False, True, True]))
    >>> audit([made]).violations
    0
    >>> audit([made], exact=True).learned[0].high
    array([14., 14.])
    """
    refuse_faults(releases)
    rule = Rule(minimum, least_withheld)
    reading = read(releases, rule)
    try:
        outcome = measure(reading.told) if exact else attack(reading.told, processes=processes)
    except Impossible as impossible:
        raise WrongReleases(_faults(reading, impossible)) from None
    return Findings(tuple(_learned(reading, one, outcome) for one in reading.asked))


def _faults(reading: Reading, impossible: Impossible) -> list[Fault]:
    """In the order of the releases and their rows."""
    faults = [
        Fault(
            Kind.MISFIT,
            *_place(reading, one.quantity),
            found=reading.told.truth[one.quantity].item(),
            low=one.low,
            high=one.high,
        )
        for one in impossible.misfits
    ]
    return sorted(faults, key=lambda one: (one.release, one.row))


def _place(reading: Reading, quantity: int) -> tuple[int, int]:
    """A release and a row of it that a quantity is about."""
    cell = reading.told.counts[quantity]
    if cell < reading.cells.size:
        release, row = (int(one[cell]) for one in reading.cells.first_rows())
        return release, row
    asked = next(one for one in reading.asked if quantity in one.quantities)
    return asked.release, int(asked.rows[asked.quantities == quantity][0])


def _learned(reading: Reading, asked: Asked, outcome: Outcome) -> Learned:
    told, at = reading.told, asked.quantities
    goals, proved, seen = told.goals.at(at), outcome.proved.at(at), outcome.seen.at(at)
    is_protected = goals.is_wanted & ~told.is_free(outcome.proved, at)
    is_too_narrow = is_protected & goals.missed(seen)
    return Learned(
        asked.release,
        asked.rows,
        np.where(is_too_narrow, proved.low, seen.low),
        np.where(is_too_narrow, proved.high, seen.high),
        (proved.low == seen.low) & (proved.high == seen.high),
        is_protected,
        is_too_narrow,
        asked.name,
        asked.without,
    )
