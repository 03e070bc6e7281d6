"""What a picture shows, as plain values: all that its drawing depends on.

Numbers are in the axis's own unit. What may not be shown has `withheld`, its reason in a few
words, and no numbers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Axis:
    """`reference` is a line with its meaning in words, such as typical growth."""

    low: float
    high: float
    ticks: tuple[float, ...]
    reference: float | None = None
    reference_words: str = ""
    suffix: str = ""


@dataclass(frozen=True, kw_only=True)
class DotRow:
    """A value with its interval, over the band in which similar schools lie. `stands_out`: it
    differs from them by more than chance."""

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    band_low: float | None = None
    band_high: float | None = None
    words: str = ""
    stands_out: bool = False
    withheld: str = ""


@dataclass(frozen=True)
class Dots:
    """Drawn twice, for a desk and for a phone: its labels stand within the drawing."""

    rows: tuple[DotRow, ...]
    axis: Axis


@dataclass(frozen=True, kw_only=True)
class YearPoint:
    """One year, by a short name such as “’26”."""

    year: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    words: str = ""
    withheld: str = ""


@dataclass(frozen=True)
class Panel:
    """One of several small pictures that share their years and their axis."""

    points: tuple[YearPoint, ...]
    axis: Axis


@dataclass(frozen=True)
class Strip:
    """Where one value lies among others of its kind, which are not named."""

    value: float | None
    others: tuple[float, ...]
    axis: Axis


Picture = Dots | Panel | Strip
