"""A strip: a short line for each other place, a tall one for this."""

from __future__ import annotations

from functools import cache

from convergent.learning.pictures.look import (
    ACCENT,
    SECOND,
    Description,
    Room,
    across,
    chart_of,
    described,
    filled,
)
from convergent.learning.pictures.shapes import Strip

ROOM, HEIGHT = Room(width=260), 26


def describe_strip(picture: Strip) -> Description:
    rows = {
        "others": [{"at": at} for at in picture.others],
        "own": [] if picture.value is None else [{"at": picture.value}],
    }
    return filled(_described(), axis=picture.axis, height=HEIGHT, rows=rows, names=[])


@cache
def _described() -> Description:
    x = across("at", ticks=False)
    others = chart_of("others").mark_tick(color=SECOND, opacity=0.45, thickness=1.25, height=16)
    own = chart_of("own").mark_tick(color=ACCENT, opacity=1, thickness=3.5, height=HEIGHT)
    return described([others.encode(x=x), own.encode(x=x)], ROOM)
