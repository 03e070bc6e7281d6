"""Pictures as SVG, kept on disk by their content: the same values are drawn once.

<home>/pictures/<two letters>/<hash>.svg   one drawing, in one language, for every theme
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from convergent.learning.pictures.shapes import Dots, Panel, Picture

DRAWN_BY = "2"  # counted up whenever the same values come to look otherwise
NOT_OURS = re.compile(
    r' (?:xmlns(?::xlink)?|version|class|stroke-miterlimit|pointer-events|role|aria-[a-z]+)="[^"]*"'
)
SIZE = re.compile(r'(?<=<svg)(.*?) width="\d+" height="\d+"')
EMPTY = re.compile(r'<path d=""[^>]*/>|<path d="M0,0h0v0h0Z"[^>]*/>|<path[^>]* display="none"/>')


@dataclass(frozen=True)
class Drawing:
    """A picture for a desk and for a phone; the same where it has no words of its own."""

    wide: SafeString
    narrow: SafeString | None = None


def picture_folder(home: Path) -> Path:
    return home.resolve() / "pictures"


def drawing_of(picture: Picture, home: Path) -> Drawing:
    """Read from where it is kept; drawn, and kept, if it is not."""
    wide = _kept_or_drawn(picture, home)
    if isinstance(picture, Dots):
        return Drawing(wide, _kept_or_drawn(picture, home, narrow=True))
    return Drawing(wide)


def files_of(picture: Picture, home: Path) -> list[Path]:
    """Where its drawings are kept, drawn or not."""
    widths = (False, True) if isinstance(picture, Dots) else (False,)
    return [_file(picture, home, narrow=narrow) for narrow in widths]


def forget_others(home: Path, *, keep: set[Path]) -> int:
    """Removes every drawing that is not among these, and says how many there were."""
    others = [file for file in picture_folder(home).glob("*/*.svg") if file not in keep]
    for file in others:
        file.unlink(missing_ok=True)
    return len(others)


def _kept_or_drawn(picture: Picture, home: Path, *, narrow: bool = False) -> SafeString:
    """Safe to put into a page: Vega escapes the words that it writes."""
    file = _file(picture, home, narrow=narrow)
    try:
        return mark_safe(file.read_text(encoding="utf-8"))  # noqa: S308
    except FileNotFoundError:
        return mark_safe(_keep(file, _drawn(picture, narrow=narrow)))  # noqa: S308


def _file(picture: Picture, home: Path, *, narrow: bool) -> Path:
    content = f"{DRAWN_BY} {narrow} {picture!r}"
    key = hashlib.sha256(content.encode()).hexdigest()[:32]
    return picture_folder(home) / key[:2] / f"{key[2:]}.svg"


def _keep(file: Path, svg: str) -> str:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    beside.write_text(svg, encoding="utf-8")
    beside.replace(file)
    return svg


def _drawn(picture: Picture, *, narrow: bool) -> str:
    """Altair and the renderer are imported by the first drawing: most requests need neither."""
    import vl_convert

    svg = str(vl_convert.vegalite_to_svg(_described(picture, narrow=narrow)))
    return SIZE.sub(r"\1", NOT_OURS.sub("", EMPTY.sub("", svg)), count=1)


def _described(picture: Picture, *, narrow: bool) -> dict[str, Any]:
    from convergent.learning.pictures.dots import describe_dots
    from convergent.learning.pictures.panels import describe_panel
    from convergent.learning.pictures.strips import describe_strip

    if isinstance(picture, Dots):
        return describe_dots(picture, narrow=narrow)
    return describe_panel(picture) if isinstance(picture, Panel) else describe_strip(picture)
