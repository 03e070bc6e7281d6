"""Hatching where a number would be that may not be shown."""

from __future__ import annotations

import altair as alt

from convergent.learning.pictures.look import HATCH, SECOND, TEXT, Rows, across, chart_of
from convergent.learning.pictures.shapes import Axis

SLANT = "M-.5,.5L.5,-.5"
GAP, SIZE = 8, 400
LETTER = 6.4  # how wide one is, about: the lines begin after the words


def hatched(y: alt.Y) -> list[alt.Chart]:
    """Of the rows `slants` and `reasons`: slanted lines, and left of them the reason in words."""
    lines = chart_of("slants").mark_point(
        shape=SLANT, size=SIZE, stroke=HATCH, strokeWidth=1, opacity=1
    )
    words = chart_of("reasons").mark_text(align="left", x=0, fontSize=TEXT, color=SECOND)
    return [lines.encode(x=across("at"), y=y), words.encode(y=y, text="reason:N")]


def hatching_rows(withheld: list[tuple[str, str]], axis: Axis, plot: int) -> dict[str, Rows]:
    """The rows of the hatching: of each label with its reason, over the whole plot."""
    slants = [
        {"label": label, "at": at}
        for label, reason in withheld
        for at in steps_along(axis, plot, begin=int(LETTER * len(reason)) + GAP)
    ]
    reasons = [{"label": label, "reason": reason} for label, reason in withheld]
    return {"slants": slants, "reasons": reasons}


def steps_along(axis: Axis, plot: int, *, begin: int = GAP) -> list[float]:
    """Where the lines cross the axis: one every few pixels of the plot."""
    return [axis.low + (axis.high - axis.low) * at / plot for at in range(begin, plot, GAP)]
