"""What releases tell together: quantities, what is known of each, and how wide that must stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from convergent.analysis.disclosure.audit.rows import NEAR, Bounds, Rows
from convergent.analysis.disclosure.table import Codes, Flags, Numbers

MOST_STUDENTS = 10_000_000.0
"""No cell counts more, for an attacker who knows nothing else of it."""


@dataclass(frozen=True)
class Rule:
    """From `minimum` students on a count may be known.

    `least_withheld` is the least that a withheld leaf can hold: 1 where zeros are published.
    """

    minimum: int = 10
    least_withheld: int = 1

    def is_small(self, counts: Numbers) -> Flags:
        """Whether they must not be known. One that we do not know ourselves may be small."""
        return np.isnan(counts) | ((counts >= 1) & (counts < self.minimum))


@dataclass(frozen=True)
class Goals:
    """What an attacker must not be able to exclude, for each quantity.

    Its interval must begin at `low` or under it, reach `high`, and be at least `width` wide. Where
    `is_wanted` is false it may be anything.
    """

    is_wanted: Flags
    low: Numbers
    high: Numbers
    width: Numbers

    @classmethod
    def of_counts(cls, truth: Numbers, lowest: Numbers, rule: Rule) -> Goals:
        """Of a small count, at least minimum - 1 values from the lowest on."""
        highest = lowest + max(rule.minimum - 2, 0)
        return cls(rule.is_small(truth), lowest, highest, np.zeros(len(lowest)))

    @classmethod
    def of_sums(cls, width: Numbers, *, is_wanted: Flags) -> Goals:
        endless = np.full(len(width), np.inf)
        return cls(is_wanted, endless, -endless, width)

    @classmethod
    def joined(cls, goals: Sequence[Goals]) -> Goals:
        return cls(
            np.concatenate([one.is_wanted for one in goals]),
            np.concatenate([one.low for one in goals]),
            np.concatenate([one.high for one in goals]),
            np.concatenate([one.width for one in goals]),
        )

    def at(self, quantities: Codes) -> Goals:
        return Goals(
            self.is_wanted[quantities],
            self.low[quantities],
            self.high[quantities],
            self.width[quantities],
        )

    def needs_low(self, seen: Bounds) -> Flags:
        """Where lower values have to be seen yet."""
        return self.is_wanted & ((seen.low > self.low) | self._is_thin(seen))

    def needs_high(self, seen: Bounds) -> Flags:
        return self.is_wanted & ((seen.high < self.high) | self._is_thin(seen))

    def caps(self, seen: Bounds) -> Numbers:
        """Beyond which nothing more is shown by higher values."""
        return np.where(np.isfinite(self.high), self.high, seen.low + self.width)

    def floors(self, seen: Bounds) -> Numbers:
        """The same of lower values."""
        return np.where(np.isfinite(self.low), self.low, seen.high - self.width)

    def missed(self, seen: Bounds) -> Flags:
        return self.needs_low(seen) | self.needs_high(seen)

    def _is_thin(self, seen: Bounds) -> Flags:
        return seen.high - seen.low < self.width - NEAR


@dataclass(frozen=True)
class Asked:
    """Quantities of which one thing is reported, at rows of a release.

    `name` is an amount's, and empty for counts. Where `without` is a word for other students, the
    quantities count those of the release who are not among these.
    """

    release: int
    rows: Codes
    quantities: Codes
    name: str = ""
    without: str | None = None


@dataclass(frozen=True)
class Told:
    """Quantities, the rows that tie them together, and their goals.

    From `minimum` students on a count may be known. `truth` is NaN where it is unknown. `counts`
    has for each quantity the one that says how many students it is of: itself, but for sums of
    amounts.
    """

    minimum: int
    rows: Rows
    bounds: Bounds
    is_whole: Flags
    truth: Numbers
    goals: Goals
    counts: Codes

    @property
    def size(self) -> int:
        return len(self.truth)

    def is_free(self, proved: Bounds, quantities: Codes) -> Flags:
        """Whether they are shown to be of so many students, or of nobody."""
        counts = proved.at(self.counts[quantities])
        return (counts.low >= self.minimum) | (counts.high <= 0)

    @classmethod
    def joined(cls, parts: Sequence[Told]) -> Told:
        return cls(
            parts[0].minimum,
            Rows.joined([part.rows for part in parts]),
            Bounds(
                np.concatenate([part.bounds.low for part in parts]),
                np.concatenate([part.bounds.high for part in parts]),
            ),
            np.concatenate([part.is_whole for part in parts]),
            np.concatenate([part.truth for part in parts]),
            Goals.joined([part.goals for part in parts]),
            np.concatenate([part.counts for part in parts]),
        )
