"""Pictures as SVG, kept on disk by their content: the same values are drawn once.

<home>/pictures/<two letters>/<hash>.svg   one drawing, in one language, for every theme

Only the job that draws beforehand keeps any. What a page needs besides, such as earlier years and
other languages, is drawn while it is asked for and remembered for a while, never written: nobody
can fill the disk by asking, and nothing comes back that was removed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from convergent.learning.pictures.shapes import Dots, Panel, Picture

DRAWN_BY = "3"  # counted up whenever the same values come to look otherwise
NOT_OURS = re.compile(
    r' (?:xmlns(?::xlink)?|version|class|stroke-miterlimit|pointer-events|role|aria-[a-z]+)="[^"]*"'
)
SIZE = re.compile(r'(?<=<svg)(.*?) width="\d+" height="\d+"')
EMPTY = re.compile(r'<path d=""[^>]*/>|<path d="M0,0h0v0h0Z"[^>]*/>|<path[^>]* display="none"/>')


MOST_REMEMBERED = 500  # of about ten kilobytes, in each process
PATIENCE = 5.0  # seconds until a page is shown without the picture
_drawing = Lock()


class BeingDrawn(Exception):
    """Others are drawing, and this one was not drawn in time."""


@dataclass(frozen=True)
class Drawing:
    """A picture for a desk and for a phone; the same where it has no words of its own."""

    wide: SafeString
    narrow: SafeString | None = None


def picture_folder(home: Path) -> Path:
    return home.resolve() / "pictures"


def drawing_of(picture: Picture, home: Path) -> Drawing:
    """Read from where it is kept; else drawn, one at a time. Raises BeingDrawn."""
    drawings = [_kept_or_drawn(picture, home, narrow=narrow) for narrow in widths_of(picture)]
    return Drawing(*drawings)


def keep_drawing(picture: Picture, home: Path) -> None:
    """Draws it, and keeps it for every page that will show it."""
    for narrow in widths_of(picture):
        _keep(_file(picture, home, narrow=narrow), drawn(picture, narrow=narrow), home)


def files_of(picture: Picture, home: Path) -> list[Path]:
    """Where its drawings are kept, drawn or not."""
    return [_file(picture, home, narrow=narrow) for narrow in widths_of(picture)]


def widths_of(picture: Picture) -> tuple[bool, ...]:
    """For a desk, and narrow for a phone where it has words of its own."""
    return (False, True) if isinstance(picture, Dots) else (False,)


def forget_others(home: Path, *, keep: set[Path]) -> int:
    """Removes every drawing that is not among these, and what a killed one left; says how many."""
    others = [file for file in picture_folder(home).glob("*/*") if file not in keep]
    for file in others:
        file.unlink(missing_ok=True)
    return len(others)


def _kept_or_drawn(picture: Picture, home: Path, *, narrow: bool) -> SafeString:
    """Safe to put into a page: Vega escapes the words that it writes."""
    try:
        kept = _file(picture, home, narrow=narrow).read_text(encoding="utf-8")
    except FileNotFoundError:
        kept = _drawn_in_turn(picture, narrow=narrow)
    return mark_safe(kept)  # noqa: S308


def _drawn_in_turn(picture: Picture, *, narrow: bool) -> str:
    if not _drawing.acquire(timeout=PATIENCE):
        raise BeingDrawn
    try:
        return remembered(picture, narrow=narrow)
    finally:
        _drawing.release()


def _file(picture: Picture, home: Path, *, narrow: bool) -> Path:
    content = f"{DRAWN_BY} {narrow} {picture!r}"
    key = hashlib.sha256(content.encode(errors="backslashreplace")).hexdigest()[:32]
    return picture_folder(home) / key[:2] / f"{key[2:]}.svg"


def _keep(file: Path, svg: str, home: Path) -> None:
    """Whole or not at all, and for the own account alone."""
    for folder in (picture_folder(home), file.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as beside:
        beside.write(svg)
    Path(beside.name).replace(file)


def drawn(picture: Picture, *, narrow: bool) -> str:
    """Altair and the renderer are imported by the first drawing: most requests need neither."""
    import vl_convert

    svg = str(vl_convert.vegalite_to_svg(_described(picture, narrow=narrow)))
    return SIZE.sub(r"\1", NOT_OURS.sub("", EMPTY.sub("", svg)), count=1)


remembered = lru_cache(MOST_REMEMBERED)(drawn)


def _described(picture: Picture, *, narrow: bool) -> dict[str, Any]:
    from convergent.learning.pictures.dots import describe_dots
    from convergent.learning.pictures.panels import describe_panel
    from convergent.learning.pictures.strips import describe_strip

    if isinstance(picture, Dots):
        return describe_dots(picture, narrow=narrow)
    return describe_panel(picture) if isinstance(picture, Panel) else describe_strip(picture)
