"""A picture as a file: the same claims, marks and sentences as its page shows this reader. What was
noted beside it stays on the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.evidence.presenters.picture import PicturePage, Row, Title
from convergent.facts.cells import marked
from convergent.learning.pictures.paper import MARGIN, Sheet, lines_of
from convergent.learning.presenters.workbook import Cell, Column, Grid, workbook_of
from convergent.people.viewer import Viewer

CLAIM, EACH, VERDICT, SMALL, USUAL, LINE = 300, 78, 110, 11, 13, 17
"""Widths of the columns, sizes of the type, and the height of a line."""
MARKS = {
    "filled": '<circle cx="{x:g}" cy="{y:g}" r="6" fill="var(--accent)"/>',
    "half": '<circle cx="{x:g}" cy="{y:g}" r="6.4" fill="none" stroke="var(--accent)" '
    'stroke-width="1.5"/><path d="M{x:g} {top:g}a6.4 6.4 0 0 0 0 12.8z" fill="var(--accent)"/>',
    "diamond": '<path d="M{x:g} {above:g}l7.2 7.2l-7.2 7.2l-7.2 -7.2z" fill="var(--attention)"/>',
    "ring": '<circle cx="{x:g}" cy="{y:g}" r="6.2" fill="none" stroke="var(--edge)" '
    'stroke-width="1.2" stroke-dasharray="2.2 2.13"/>',
    "dash": '<path d="M{left:g} {y:g}h5.6" stroke="var(--edge)" stroke-width="1.2"/>',
}


def columns_of(page: PicturePage) -> list[str]:
    return [_("What we claim"), *map(named, page.columns), _("What follows"), _("Why")]


def named(column: Title) -> str:
    """“Teachers (11)”, as on the page."""
    return f"{column.words} ({column.people})" if column.people else column.words


def rows_of(page: PicturePage) -> list[list[str]]:
    """In words; where nothing is to be seen yet, it says so."""
    words = dict(page.key)
    return [
        [row.statement, *_said(row, page.columns, words), row.verdict, _why(row)]
        for row in page.rows
    ]


def _said(row: Row, columns: Sequence[Title], words: dict[str, str]) -> list[str]:
    if row.awaited:
        return [_("not yet to be seen")] * len(columns)
    return [words[one.state] for one in row.marks]


def _why(row: Row) -> str:
    return ". ".join(filter(None, (row.line, row.spread, row.before)))


def picture_csv(page: PicturePage) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (columns_of(page), *rows_of(page)):
        writer.writerow([marked(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")  # Excel takes other text for Windows letters


def picture_book(page: PicturePage, viewer: Viewer) -> bytes:
    seen = _("What is seen from there: agrees, partly, contradicts, should be asked, or no source.")
    columns = (
        Column(_("What we claim"), _("A sentence that can be true or not."), 48),
        *(Column(named(one), seen) for one in page.columns),
        Column(_("What follows"), rule_words(), 18),
        Column(_("Why"), _("Who says what, and who was not heard."), 60),
    )
    grid = Grid(page.place.name, columns, [[Cell(one) for one in row] for row in rows_of(page)])
    return workbook_of(
        grid,
        [
            (_("Picture of"), f"{page.place.name}, {page.year}"),
            (_("In one sentence"), page.headline),
            (_("Saved on"), date_format(viewer.today, "DATE_FORMAT")),
            (_("Saved by"), viewer.person.name),
            (_("How it is decided"), rule_words()),
            (_("Few people"), few_words()),
        ],
    )


def rule_words() -> str:
    return _(
        "A claim stands when three independent sources of at least two types are for it and none "
        "is against it. The same observer or the same event counts once."
    )


def few_words() -> str:
    return _("What fewer than eight people could have said is shown of all staff, or not at all.")


def picture_svg(page: PicturePage, viewer: Viewer) -> str:
    sheet = Sheet(2 * MARGIN + CLAIM + EACH * len(page.columns) + VERDICT)
    sheet.words(f"{page.place.name} · {page.year}", size=12, ink="ink-second")
    sheet.words(page.headline, size=19, serif=True)
    sheet.at += 16
    _head(sheet, page.columns)
    for row in page.rows:
        _line(sheet, row)
    _key(sheet, page.key)
    for words in (rule_words(), few_words(), date_format(viewer.today, "DATE_FORMAT")):
        sheet.words(words, size=SMALL, ink="ink-second")
    said = [f"{row.statement}: {_why(row)}" for row in page.rows]
    return sheet.svg(says=". ".join([page.headline, *said]))


def _middle(number: int) -> float:
    return MARGIN + CLAIM + EACH * (number + 0.5)


def _head(sheet: Sheet, columns: Sequence[Title]) -> None:
    titles = [lines_of(named(one), width=EACH, size=SMALL) for one in columns]
    tallest = max((len(one) for one in titles), default=1)
    for number, lines in enumerate(titles):
        for at, words in enumerate(lines, start=tallest - len(lines)):
            y = sheet.at + (at + 1) * 14
            sheet.put(words, x=_middle(number), y=y, size=SMALL, ink="ink-second", anchor="middle")
    sheet.at += tallest * 14 + 8
    sheet.rule()


def _line(sheet: Sheet, row: Row) -> None:
    room = CLAIM - 16
    claim = lines_of(row.statement, width=room, size=USUAL)
    why = lines_of(_why(row), width=room, size=SMALL)
    for at, words in enumerate(claim):
        sheet.put(words, x=MARGIN, y=sheet.at + 10 + (at + 0.7) * LINE, size=USUAL, bold=True)
    below = sheet.at + 10 + len(claim) * LINE
    for at, words in enumerate(why):
        sheet.put(words, x=MARGIN, y=below + (at + 0.8) * 15, size=SMALL, ink="ink-second")
    bottom = below + len(why) * 15 + 10
    middle = (sheet.at + bottom) / 2
    for number, one in enumerate(row.marks):
        sheet.shape(mark_at(one.state, x=_middle(number), y=middle))
    ink = "attention" if row.is_urgent else "ink"
    x = MARGIN + CLAIM + EACH * len(row.marks) + 8
    sheet.put(row.verdict, x=x, y=middle + 4, size=12, ink=ink, bold=True)
    sheet.at = bottom
    sheet.rule()


def mark_at(state: str, *, x: float, y: float) -> str:
    return MARKS[state].format(x=x, y=y, top=y - 6.4, above=y - 7.2, left=x - 2.8)


def _key(sheet: Sheet, key: Sequence[tuple[str, str]]) -> None:
    x, y = float(MARGIN + 8), sheet.at + 20
    for state, words in key:
        sheet.shape(mark_at(state, x=x, y=y))
        sheet.put(words, x=x + 14, y=y + 4, size=SMALL, ink="ink-second")
        x += 14 + 7 * len(words) + 24
    sheet.at = y + 14
