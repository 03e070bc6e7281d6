"""Pictures as they leave the page: in the colours of paper, with their caption, as SVG or PNG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from convergent.learning.pictures.look import NOT_XML

FONTS = Path(__file__).parent / "fonts"
INKS = {
    "ink": "#1D1B18",
    "ink-second": "#575249",
    "rule": "#E3DDD0",
    "edge": "#6B655B",
    "sunken": "#F2EEE5",
    "hatch": "#E3DDD0",
    "surface": "#FFFFFF",
    "accent": "#0E4B57",
    "attention": "#A8481F",
}
SANS, SERIF = "Public Sans, sans-serif", "'Source Serif 4', serif"
LETTER, LEADING = 0.53, 1.4
"""The width of a usual letter and the height of a line, in sizes of the type."""
MARGIN = 24
SHARP = 2.0
_INK = re.compile(r"var\(--([a-z-]+)\)")
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def on_paper(svg: str) -> str:
    """A picture of a page, in the colours of the paper."""
    named = _INK.sub(lambda found: INKS[found[1]], svg)
    return named.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


def as_png(svg: str) -> bytes:
    import vl_convert

    _know_fonts()
    return bytes(vl_convert.svg_to_png(svg, scale=SHARP))


@cache
def _know_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def lines_of(words: str, *, width: float, size: float) -> list[str]:
    return wrap(words, max(8, int(width / (size * LETTER)))) if words else []


class Sheet:
    """A drawing that grows downwards; `at` is how far it has come."""

    def __init__(self, width: float) -> None:
        self.width, self.at = width, float(MARGIN)
        self._drawn: list[str] = []

    @property
    def room(self) -> float:
        return self.width - 2 * MARGIN

    def words(
        self, words: str, *, size: float, ink: str = "ink", serif: bool = False, bold: bool = False
    ) -> None:
        """As wide as the sheet, below what is there."""
        for line in lines_of(words, width=self.room, size=size):
            self.at += size * LEADING
            self.put(line, x=MARGIN, y=self.at, size=size, ink=ink, serif=serif, bold=bold)

    def put(
        self,
        words: str,
        *,
        x: float,
        y: float,
        size: float,
        ink: str = "ink",
        anchor: str = "start",
        serif: bool = False,
        bold: bool = False,
    ) -> None:
        family, weight = (SERIF if serif else SANS), (600 if serif or bold else 400)
        text = escape(NOT_XML.sub("", words))
        self._drawn.append(
            f'<text x="{x:g}" y="{y:g}" font-family="{family}" font-size="{size:g}" '
            f'font-weight="{weight}" text-anchor="{anchor}" fill="{INKS[ink]}">{text}</text>'
        )

    def shape(self, element: str) -> None:
        """As it is written; in colours of the page, if it likes."""
        self._drawn.append(_INK.sub(lambda found: INKS[found[1]], element))

    def rule(self) -> None:
        self.shape(
            f'<path d="M{MARGIN},{self.at:g}H{self.width - MARGIN:g}" stroke="var(--rule)"/>'
        )

    def hatch(self, *, x: float, y: float, width: float, height: float, step: int = 8) -> None:
        """Where a number would be that may not be shown."""
        slants = "".join(
            f"M{x + at:g},{y + height:g}l{height:g},{-height:g}"
            for at in range(0, int(width - height), step)
        )
        self.shape(f'<path d="{slants}" stroke="var(--edge)" stroke-width="0.6"/>')

    def picture(self, svg: str, *, x: float, y: float, width: float) -> float:
        """One of a page's pictures within this one; how high it is."""
        box = _BOX.search(svg)
        height = width * float(box[2]) / float(box[1]) if box else width
        placed = f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
        self.shape(svg.replace("<svg", placed, 1))
        return height

    def beside(self, pictures: Sequence[tuple[str, str]], *, gap: float = 20) -> None:
        """Small ones in a row, each below its own title."""
        each = (self.room - gap * (len(pictures) - 1)) / max(len(pictures), 1)
        tallest = 0.0
        for number, (title, svg) in enumerate(pictures):
            x = MARGIN + number * (each + gap)
            if title:
                self.put(title, x=x, y=self.at + 14, size=12, bold=True)
            top = self.at + (22 if title else 0)
            tallest = max(tallest, top - self.at + self.picture(svg, x=x, y=top, width=each))
        self.at += tallest

    def svg(self, *, says: str) -> str:
        """The whole; `says` is its text for whoever cannot see it."""
        height = self.at + MARGIN
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:g}" '
            f'height="{height:g}" viewBox="0 0 {self.width:g} {height:g}" role="img" '
            f"aria-label={quoteattr(NOT_XML.sub('', says))}>"
            f'<rect width="100%" height="100%" fill="{INKS["surface"]}"/>'
            f"{''.join(self._drawn)}</svg>"
        )
