"""What a brief is made of: sections of lines, the same for the page and for the paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.safestring import SafeString

from convergent.learning.pictures.shapes import Picture
from convergent.learning.presenters.figures import markup


class Manner(StrEnum):
    """How the lines of a section stand."""

    MARKED = "marked"  # each behind a word of its own
    LISTED = "listed"
    NUMBERED = "numbered"


@dataclass(frozen=True)
class Line:
    """`mark` is said before it; `is_urgent` where somebody waits."""

    text: str
    mark: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class BriefFigure:
    """A finding with its pictures, `alt` of which says what they show."""

    title: str
    alt: str
    pictures: tuple[tuple[str, Picture], ...]
    foot: str

    @property
    def drawn(self) -> list[tuple[str, SafeString]]:
        """As a page shows them."""
        return [(title, markup(picture)) for title, picture in self.pictures]


@dataclass(frozen=True)
class Section:
    title: str
    manner: Manner
    lines: tuple[Line, ...]
    figure: BriefFigure | None = None

    @property
    def is_empty(self) -> bool:
        return not self.lines and self.figure is None


@dataclass(frozen=True, kw_only=True)
class Brief:
    """Two pages about a place or a priority, as one person may take them along."""

    kicker: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
