"""Dots with their intervals, over the bands in which similar schools lie."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from convergent.learning.pictures.hatching import hatched, hatching_rows
from convergent.learning.pictures.look import (
    ACCENT,
    ATTENTION,
    BAND,
    EDGE,
    INK,
    SECOND,
    SURFACE,
    TEXT,
    Description,
    Room,
    across,
    chart_of,
    described,
    filled,
)
from convergent.learning.pictures.shapes import DotRow, Dots

END = 34  # for the number beside the last interval
WIDE = Room(width=600, left=172, right=END, top=24, bottom=26)
NARROW = Room(width=296, left=10, right=END, top=24, bottom=26)
STEP, NARROW_STEP = 37, 56
ABOVE = 20  # on a phone a label stands above its dot
NUMBER: dict[str, Any] = {"align": "left", "dx": 8, "fontSize": TEXT + 1, "fontWeight": 600}


def describe_dots(picture: Dots, *, narrow: bool) -> Description:
    axis, room = picture.axis, NARROW if narrow else WIDE
    withheld = [(row.label, row.withheld) for row in picture.rows if row.withheld]
    step = NARROW_STEP if narrow else STEP
    return filled(
        _described(narrow, axis.reference is not None, bool(withheld)),
        axis=axis,
        height=step * len(picture.rows),
        rows={
            "rows": [_fields(row, narrow=narrow) for row in picture.rows],
            "reference": [{"at": axis.reference, "words": axis.reference_words}],
            **hatching_rows(withheld, axis, room.plot),
        },
        names=[row.label for row in picture.rows],
    )


@cache
def _described(narrow: bool, has_reference: bool, is_withheld: bool) -> Description:
    y = alt.Y("label:N", sort=["$names"], scale=alt.Scale(domain=["$names"]), axis=None)
    layers = [
        *(_reference() if has_reference else ()),
        _band(y),
        *(hatched(y) if is_withheld else ()),
        *_values(y),
        _labels(y, narrow=narrow),
    ]
    return described(layers, NARROW if narrow else WIDE)


def _fields(row: DotRow, *, narrow: bool) -> dict[str, Any]:
    """On a phone a long label has the whole width, so it needs no second line."""
    return {
        **vars(row),
        "title": row.label.replace("\n", " ") if narrow else row.label,
        "colour": ATTENTION if row.stands_out else ACCENT,
        "end": row.value if row.high is None else row.high,
    }


def _reference() -> list[alt.Chart]:
    base, x = chart_of("reference"), across("at")
    words = base.mark_text(color=SECOND, fontSize=TEXT, y=-6, baseline="bottom")
    line = base.mark_rule(color=SECOND, strokeWidth=1)
    return [line.encode(x=x), words.encode(x=x, text="words:N")]


def _band(y: alt.Y) -> alt.Chart:
    known = chart_of("rows").transform_filter("isValid(datum.band_low)")
    band = known.mark_bar(height=16, cornerRadius=3, color=BAND, stroke=EDGE, strokeWidth=1)
    return band.encode(x=across("band_low"), x2="band_high:Q", y=y)


def _values(y: alt.Y) -> list[alt.Chart]:
    known = chart_of("rows").transform_filter("isValid(datum.value)")
    colour = alt.Color("colour:N", scale=None, legend=None)
    interval = known.transform_filter("isValid(datum.low)").mark_rule(
        strokeWidth=2.5, strokeCap="round"
    )
    dot = known.mark_point(filled=True, size=120, opacity=1)
    beside = {"x": across("end"), "y": y, "text": "words:N"}
    return [
        interval.encode(x=across("low"), x2="high:Q", y=y, color=colour),
        dot.encode(x=across("value"), y=y, color=colour),
        known.mark_text(**NUMBER, color=SURFACE, stroke=SURFACE, strokeWidth=4).encode(**beside),
        known.mark_text(**NUMBER).encode(**beside, color=colour),
    ]


def _labels(y: alt.Y, *, narrow: bool) -> alt.Chart:
    label = chart_of("rows").mark_text(
        align="left",
        x=-(NARROW.left if narrow else WIDE.left),
        dy=-ABOVE if narrow else 0,
        fontSize=TEXT,
        fontWeight=600,
        color=INK,
        limit=NARROW.width if narrow else WIDE.left - 8,
        lineBreak="\n",
    )
    return label.encode(y=y, text="title:N")
