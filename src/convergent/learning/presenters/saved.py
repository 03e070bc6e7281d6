"""A figure of evidence as a file, with its caption: as everybody sees it, since files travel."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convergent.learning.pictures.drawing import remembered
from convergent.learning.pictures.paper import MARGIN, Sheet
from convergent.learning.presenters.figures import AnyFigure, Figure, Multiples, SmallFigure, Strips

WIDTH, BESIDE = 680, 3
STUDENTS, VALUE, STRIP, STRIP_WIDTH, LINE = 350, 410, 430, 226, 28
"""Where the columns of the groups end, and where the strip begins."""


def saved_figure(figure: AnyFigure, *, place: str) -> str:
    """As SVG: whose it is, what it finds, what is drawn, and what that rests on."""
    sheet = Sheet(WIDTH)
    sheet.words(place, size=12, ink="ink-second")
    sheet.words(figure.title, size=19, serif=True)
    sheet.at += 4
    sheet.words(figure.measure, size=12, ink="ink-second")
    sheet.at += 12
    _draw(sheet, figure)
    sheet.at += 8
    foot = figure.foot
    told = (_key(figure), foot.n, foot.period, foot.source, foot.comparison)
    sheet.words(" · ".join(filter(None, told)), size=11, ink="ink-second")
    return sheet.svg(says=_spoken(figure))


def _draw(sheet: Sheet, figure: AnyFigure) -> None:
    if isinstance(figure, Figure):
        sheet.beside([("", remembered(figure.picture, narrow=False))])
    elif isinstance(figure, Multiples):
        for row in _rows(figure.panels):
            sheet.beside([(one.title, remembered(one.picture, narrow=False)) for one in row])
            sheet.at += 12
    else:
        _draw_strips(sheet, figure)


def _rows(panels: Sequence[SmallFigure]) -> list[Sequence[SmallFigure]]:
    return [panels[start : start + BESIDE] for start in range(0, len(panels), BESIDE)]


def _draw_strips(sheet: Sheet, figure: Strips) -> None:
    """Group, how many, their value, and where that lies; or why it is withheld."""
    for name, x in ((_("Students"), STUDENTS), (_("Median"), VALUE)):
        sheet.put(name, x=x, y=sheet.at + 4, size=11, ink="ink-second", anchor="end")
    sheet.at += 10
    for line in figure.lines:
        y = sheet.at + 17
        sheet.put(line.label, x=MARGIN, y=y, size=12)
        if line.withheld:
            sheet.put(line.withheld, x=VALUE, y=y, size=11, ink="ink-second", anchor="end")
            sheet.hatch(x=STRIP, y=sheet.at + 5, width=STRIP_WIDTH, height=16)
        else:
            sheet.put(line.students, x=STUDENTS, y=y, size=12, anchor="end")
            sheet.put(line.value, x=VALUE, y=y, size=12, anchor="end")
        if line.picture is not None:
            drawn = remembered(line.picture, narrow=False)
            sheet.picture(drawn, x=STRIP, y=sheet.at, width=STRIP_WIDTH)
        sheet.at += LINE
        sheet.rule()


def _key(figure: AnyFigure) -> str:
    return figure.key if isinstance(figure, Figure) else ""


def _spoken(figure: AnyFigure) -> str:
    """What it says for whoever cannot see it."""
    if isinstance(figure, Figure):
        return figure.alt
    parts = figure.panels if isinstance(figure, Multiples) else figure.lines
    return " ".join([figure.title, *(one.alt for one in parts)])
