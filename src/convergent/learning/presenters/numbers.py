"""Numbers of a measure as a page writes them, and axes that hold them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.values import Bound, MeasureValue
from convergent.facts.values import Suppressed
from convergent.learning.pictures.shapes import Axis
from convergent.learning.words import bound_words, percent, why_withheld

STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
MOST_TICKS = 5
SCALE = {"share": 100.0}
DECIMALS = {"standard deviations": 2}
NARROWEST = {"share": 20.0, "percentile": 40.0, "points": 20.0, "standard deviations": 0.4}
ENDS = {"share": (0.0, 100.0), "percentile": (0.0, 100.0)}


def unit_of(measure: str) -> str:
    return definitions()[measure].unit


def on_axis(amount: float, unit: str) -> float:
    """An amount in the unit of the axis, rounded: the same picture for what looks the same."""
    return round(amount * SCALE.get(unit, 1.0), 2)


def number_words(amount: float, unit: str) -> str:
    """“54%”, “41”, “0.41”."""
    if unit == "share":
        return percent(amount)
    places = DECIMALS.get(unit, 0)
    rounded = round(amount, places) + 0.0  # a small loss is 0, not -0
    return number_format(rounded, decimal_pos=places, force_grouping=True)


def value_words(one: MeasureValue) -> str:
    """The number, or why there is none; of a share near its end, on which side it lies."""
    if isinstance(one.value, Suppressed):
        return why_withheld(one.value.reason)
    if isinstance(one.value, Bound):
        return bound_words(one.value)
    return number_words(one.value, unit_of(one.measure))


def interval_words(one: MeasureValue) -> str:
    """“36 to 46”; a dash where there is none."""
    if one.interval is None:
        return "–"
    return range_words(*one.interval, unit_of(one.measure))


def range_words(low: float, high: float, unit: str) -> str:
    said = {"low": number_words(low, unit), "high": number_words(high, unit)}
    return _("%(low)s to %(high)s") % said


def ends_of(one: MeasureValue) -> tuple[float, float] | None:
    """Between what the value lies, on its axis: its interval, or all that a bound leaves open."""
    unit = unit_of(one.measure)
    if isinstance(one.value, Bound):
        low, high = (one.value.at, 1.0) if one.value.is_more else (0.0, one.value.at)
        return on_axis(low, unit), on_axis(high, unit)
    if one.interval is None:
        return None
    return on_axis(one.interval[0], unit), on_axis(one.interval[1], unit)


def axis_around(
    amounts: Iterable[float], unit: str, *, reference: float | None = None, words: str = ""
) -> Axis:
    """An axis that holds these amounts (already in its unit) with some room, and few ticks."""
    held = [*amounts, *([] if reference is None else [reference])] or [0.0]
    low, high = _widened(min(held), max(held), NARROWEST[unit])
    step = _step(high - low)
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    least, most = ENDS.get(unit, (low, high))
    low, high = round(max(low, least), 4), round(min(high, most), 4)
    ticks = tuple(round(low + step * at, 4) for at in range(round((high - low) / step) + 1))
    return Axis(
        low=low,
        high=high,
        ticks=ticks,
        reference=reference,
        reference_words=words,
        suffix="%" if unit == "share" else "",
    )


def _widened(low: float, high: float, narrowest: float) -> tuple[float, float]:
    missing = max(narrowest - (high - low), 0) / 2
    return low - missing, high + missing


def _step(span: float) -> float:
    """The smallest usual step that needs few ticks."""
    scale = 10.0 ** math.floor(math.log10(span / 100)) if span < 10 else 1.0
    return next(
        (step * scale for step in STEPS if span / (step * scale) <= MOST_TICKS), span / MOST_TICKS
    )
