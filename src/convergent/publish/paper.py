"""A brief as tagged PDF, which screen readers can follow (PDF/UA-1)."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category, name, normalize

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from convergent.learning.pictures.drawing import BeingDrawn, drawing_of, remembered
from convergent.learning.pictures.paper import FONTS, on_paper
from convergent.learning.pictures.shapes import Picture
from convergent.publish.presenters.parts import Brief, BriefFigure, Section

HERE = Path(__file__).parent
LAYOUT = HERE / "brief.typ"
ASCII, UNSHOWN = "\x7f", "?"
MOST_SCRIPTS = 5
_POINTED = re.compile("[\u0591-\u05c7\u0610-\u065f\u0670]")
"""Vowels of Hebrew and Arabic."""
_UNKNOWN = re.compile(r'the text `"(.)"` could not be displayed')


def pdf_of(brief: Brief) -> bytes:
    """Letters that no font here has stand as question marks: the standard lets none be left out."""
    import typst

    language = (translation.get_language() or "en").split("-")[0]
    data = {**asdict(brief), "language": language, "notes": _("Notes")}
    data["sections"] = [_section(one) for one in brief.sections]
    text = json.dumps(_printable(data), ensure_ascii=False)
    for _try in range(MOST_SCRIPTS):
        try:
            return _set(text)
        except typst.TypstError as problem:
            found = _UNKNOWN.search(str(problem))
            if found is None or found[1] <= ASCII:
                break
            text = _without(text, kin_of(found[1]))
    return _set("".join(one if one <= ASCII or one in _letters() else UNSHOWN for one in text))


def _set(text: str) -> bytes:
    import typst

    found = typst.compile(
        LAYOUT,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"brief": text},
        format="pdf",
        pdf_standards=["ua-1"],
    )
    return bytes(found)


@cache
def _letters() -> frozenset[str]:
    """What every font of ours shows."""
    return frozenset((FONTS / "letters.txt").read_text(encoding="utf-8"))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(map(_kept, normalize("NFC", value)))
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list | tuple) else value


def _kept(character: str) -> str:
    """Signs that only steer, and marks upon letters of which no font here knows, are dropped."""
    kind = category(character)
    if kind == "Cc":
        return " "
    if kind.startswith("C"):
        return ""
    is_mark = kind.startswith("M") and character not in _letters()
    return "" if is_mark and not _POINTED.match(character) else character


def kin_of(character: str) -> str:
    """What a font has or lacks together: a script, else what stands in the same part of Unicode."""
    script = name(character, "").split(" ")[0]
    return script if category(character).startswith("L") else f"{ord(character) >> 8:x}"


def _without(text: str, kin: str) -> str:
    return "".join(UNSHOWN if one > ASCII and kin_of(one) == kin else one for one in text)


def _section(section: Section) -> dict[str, Any]:
    figure = section.figure
    return {
        "title": section.title,
        "manner": section.manner.value,
        "lines": [asdict(one) for one in section.lines],
        "figure": _figure(figure) if figure else None,
    }


def _figure(figure: BriefFigure) -> dict[str, Any]:
    drawings = [
        {"title": title, "svg": on_paper(as_drawn(picture))} for title, picture in figure.pictures
    ]
    return {"title": figure.title, "alt": figure.alt, "foot": figure.foot, "drawings": drawings}


def as_drawn(picture: Picture) -> str:
    """The narrow drawing: the one that is kept, else drawn now."""
    try:
        kept = drawing_of(picture, settings.HOME)
    except BeingDrawn:
        return remembered(picture, narrow=True)
    return kept.narrow or kept.wide
