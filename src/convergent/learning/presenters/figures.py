"""Figures of evidence: each a finding, a picture, what it rests on, and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from convergent.learning.pictures.drawing import BeingDrawn, drawing_of
from convergent.learning.pictures.shapes import Panel, Picture, Strip


@dataclass(frozen=True)
class Header:
    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table: words, or the reason why there are none. A row whose first cell
    `is_for_school_only` is marked, and never printed.
    """

    text: str = ""
    suppressed: str = ""
    url: str = ""
    is_number: bool = False
    is_for_school_only: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Table:
    caption: str
    headers: tuple[Header, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def is_for_school_only(self) -> bool:
        return any(row[0].is_for_school_only for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Foot:
    """What stands under every figure."""

    n: str
    period: str
    source: str
    comparison: str = ""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One picture, as the template of figures draws it; `alt` says the finding and the numbers.

    What `is_for_school_only`, here and in the other figures, is marked, and never printed.
    """

    id: str
    title: str
    measure: str
    picture: Picture
    alt: str
    foot: Foot
    table: Table
    why_url: str
    key: str = ""
    is_for_school_only: bool = False
    template: ClassVar = "learning/figure.html"

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return (self.picture,)

    @cached_property
    def svg(self) -> SafeString:
        return markup(self.picture)


@dataclass(frozen=True, kw_only=True)
class SmallFigure:
    """One of several small pictures, with its own heading and text alternative."""

    title: str
    picture: Panel
    alt: str
    is_for_school_only: bool = False

    @cached_property
    def svg(self) -> SafeString:
        return markup(self.picture)


@dataclass(frozen=True, kw_only=True)
class Multiples:
    id: str
    title: str
    measure: str
    panels: tuple[SmallFigure, ...]
    foot: Foot
    table: Table
    why_url: str
    template: ClassVar = "learning/multiples.html"

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(panel.picture for panel in self.panels)

    @property
    def is_for_school_only(self) -> bool:
        return any(panel.is_for_school_only for panel in self.panels)


@dataclass(frozen=True, kw_only=True)
class StripLine:
    """A row of the table of groups; `withheld` stands where its strip would be."""

    label: str
    students: str
    value: str
    picture: Strip | None
    alt: str
    withheld: str = ""
    is_for_school_only: bool = False

    @cached_property
    def svg(self) -> SafeString | str:
        return markup(self.picture) if self.picture else ""


@dataclass(frozen=True, kw_only=True)
class Strips:
    id: str
    title: str
    measure: str
    first: str
    heading: str
    lines: tuple[StripLine, ...]
    foot: Foot
    why_url: str
    template: ClassVar = "learning/strips.html"

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(line.picture for line in self.lines if line.picture)

    @property
    def is_for_school_only(self) -> bool:
        return any(line.is_for_school_only for line in self.lines)


AnyFigure = Figure | Multiples | Strips


def markup(picture: Picture) -> SafeString:
    """The drawing for a desk, and beside it the one for a phone where they differ."""
    try:
        drawing = drawing_of(picture, settings.HOME)
    except BeingDrawn:
        words = _("The picture is being drawn. Open the page again; the table has its numbers.")
        return format_html('<p class="small second">{}</p>', words)
    if drawing.narrow is None:
        return drawing.wide
    return format_html(
        '<div class="only-wide">{}</div><div class="only-narrow">{}</div>',
        drawing.wide,
        drawing.narrow,
    )


def number_cell(text: Any) -> Cell:
    return Cell(str(text), is_number=True)


def withheld_cell(reason: str) -> Cell:
    return Cell(suppressed=reason, is_number=True)
