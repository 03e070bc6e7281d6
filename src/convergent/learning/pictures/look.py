"""How every picture looks: the page's own colours, so that it follows light, dark and print.

Altair describes each kind of picture once, with names such as `$low` where values go; `filled`
puts them there. So that what is drawn for a thousand schools is described once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import altair as alt

from convergent.learning.pictures.shapes import Axis

INK, SECOND = "var(--ink)", "var(--ink-second)"
RULE, EDGE, BAND, HATCH = "var(--rule)", "var(--edge)", "var(--sunken)", "var(--hatch)"
SURFACE = "var(--surface)"
ACCENT, ATTENTION = "var(--accent)", "var(--attention)"
SANS = "Public Sans, system-ui, sans-serif"
TEXT = 12
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Description = dict[str, Any]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Room:
    """A drawing's width in pixels, with what lies around the plot."""

    width: int
    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0

    @property
    def plot(self) -> int:
        return self.width - self.left - self.right


def chart_of(name: str) -> alt.Chart:
    """A chart of the rows of this name, which `filled` brings along."""
    return alt.Chart(alt.NamedData(name=name))


def across(field: str, *, ticks: bool = True) -> alt.X:
    """A field along the horizontal axis. Every layer names the same ticks, else there are none."""
    return alt.X(field, type="quantitative", scale=_scale(), axis=_ticks() if ticks else None)


def upward(field: str) -> alt.Y:
    return alt.Y(field, type="quantitative", scale=_scale(), axis=_ticks())


def _scale() -> alt.Scale:
    return alt.Scale(domain=["$low", "$high"], nice=False, zero=False)


def _ticks() -> alt.Axis:
    return alt.Axis(
        title=None,
        values=["$ticks"],
        domain=False,
        ticks=False,
        gridColor=RULE,
        labelColor=SECOND,
        labelFontSize=TEXT,
        labelPadding=6,
        labelExpr="$tick_words",
    )


def described(layers: list[alt.Chart], room: Room) -> Description:
    """Without a frame, a role or a title: the page's figure says what it is."""
    padding = {"left": room.left, "right": room.right, "top": room.top, "bottom": room.bottom}
    chart = (
        alt.layer(*layers)
        .properties(width=room.plot, padding=padding, autosize="none", background="transparent")
        .configure(font=SANS, aria=False)
        .configure_view(stroke=None)
    )
    found: Description = chart.to_dict(validate=False)
    return found


def filled(
    description: Description, *, axis: Axis, height: int, rows: dict[str, Rows], names: list[str]
) -> Description:
    """The description of one picture: `names` are the rows or columns of its other axis."""
    values = {
        "$low": axis.low,
        "$high": axis.high,
        "$ticks": list(axis.ticks),
        "$tick_words": f"format(datum.value, '~g') + '{axis.suffix}'",
        "$names": _legible(names),
    }
    return {**_with(values, description), "height": height, "datasets": _legible(rows)}


def _legible(part: Any) -> Any:
    """Without letters that no XML may hold: the renderer would end the whole process."""
    if isinstance(part, dict):
        return {key: _legible(one) for key, one in part.items()}
    if isinstance(part, list):
        return [_legible(one) for one in part]
    return NOT_XML.sub("", part) if isinstance(part, str) else part


def _with(values: dict[str, Any], part: Any) -> Any:
    """A list of nothing but a name becomes the list that it stands for."""
    if isinstance(part, dict):
        return {key: _with(values, one) for key, one in part.items()}
    if isinstance(part, list):
        if len(part) == 1 and isinstance(values.get(_name(part[0])), list):
            return values[part[0]]
        return [_with(values, one) for one in part]
    return values.get(_name(part), part)


def _name(part: Any) -> str:
    return part if isinstance(part, str) else ""
