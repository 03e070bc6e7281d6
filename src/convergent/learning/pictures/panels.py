"""One small picture of several: a value over the years, with its intervals."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from convergent.learning.pictures.hatching import SLANT, steps_along
from convergent.learning.pictures.look import (
    ACCENT,
    HATCH,
    INK,
    SECOND,
    TEXT,
    Description,
    Room,
    Rows,
    chart_of,
    described,
    filled,
    upward,
)
from convergent.learning.pictures.shapes import Panel, YearPoint

ROOM = Room(width=200, left=42, right=12, top=14, bottom=24)
HEIGHT = 94


def describe_panel(picture: Panel) -> Description:
    points = [_fields(point) for point in picture.points]
    points[-1]["last"] = True
    return filled(
        _described(),
        axis=picture.axis,
        height=HEIGHT,
        rows={"points": points, "slants": _slants(picture)},
        names=[point.year for point in picture.points],
    )


@cache
def _described() -> Description:
    x, y = _years(), upward("value")
    every = chart_of("points")
    known = every.transform_filter("isValid(datum.value)")
    newest = every.transform_filter("datum.last && isValid(datum.top)")  # others: in the table
    slants = chart_of("slants").mark_point(shape=SLANT, size=160, stroke=HATCH, opacity=1)
    layers = [
        every.mark_line(color=ACCENT, strokeWidth=1.5).encode(x=x, y=y),
        every.transform_filter("isValid(datum.low)")
        .mark_rule(color=ACCENT, strokeWidth=1.5, opacity=0.55)
        .encode(x=x, y=upward("low"), y2="high:Q"),
        known.mark_point(filled=True, size=55, color=ACCENT, opacity=1).encode(x=x, y=y),
        newest.mark_text(dy=-8, fontSize=TEXT, fontWeight=600, color=INK).encode(
            x=x, y=upward("top"), text="words:N"
        ),
        slants.encode(x=x, y=upward("at")),
    ]
    return described(layers, ROOM)


def _years() -> alt.X:
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        grid=False,
        labelAngle=0,
        labelColor=SECOND,
        labelFontSize=TEXT,
    )
    scale = alt.Scale(domain=["$names"], type="point", padding=0.5)
    return alt.X("year:N", sort=["$names"], scale=scale, axis=axis)


def _fields(point: YearPoint) -> dict[str, Any]:
    return {**vars(point), "top": point.value if point.high is None else point.high, "last": False}


def _slants(picture: Panel) -> Rows:
    """A hatched column for each year that may not be shown."""
    return [
        {"year": point.year, "at": at}
        for point in picture.points
        if point.withheld
        for at in steps_along(picture.axis, HEIGHT)
    ]
