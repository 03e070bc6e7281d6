"""A workbook for whoever calculates on: real numbers and days, a note on every column, and a last
sheet that says what everything is. No cell is a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from convergent.facts.cells import marked

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_TITLE = 31
NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
WRITER = "Convergent"

Value = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """`note` is what a reader sees who points at its name."""

    name: str
    note: str
    width: int = 16


@dataclass(frozen=True)
class Cell:
    """A value with how it is written, such as `0%`."""

    value: Value
    written: str = ""


@dataclass(frozen=True)
class Grid:
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


def workbook_of(grid: Grid, notes: Sequence[tuple[str, str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _write(book.create_sheet(_titled(grid.title)), grid)
    _note(book.create_sheet(_titled(_("Notes"))), notes)
    book.properties.creator = WRITER
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _titled(words: str) -> str:
    return words.translate(NOT_IN_TITLES)[:LONGEST_TITLE]


def _write(sheet: Worksheet, grid: Grid) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    sheet.append([_plain(column.name) for column in grid.columns])
    sheet.freeze_panes = "A2"
    for cell, column in zip(sheet[1], grid.columns, strict=True):
        cell.font = Font(bold=True)
        cell.comment = Comment(column.note, WRITER, height=120, width=260)
        sheet.column_dimensions[cell.column_letter].width = column.width
    for at, row in enumerate(grid.rows, start=2):
        for number, one in enumerate(row, start=1):
            cell = sheet.cell(at, number, _plain(one.value))
            if one.written:
                cell.number_format = one.written
    sheet.auto_filter.ref = sheet.dimensions


def _note(sheet: Worksheet, notes: Sequence[tuple[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    for at, (name, says) in enumerate(notes, start=1):
        sheet.cell(at, 1, _plain(name)).font = Font(bold=True)
        sheet.cell(at, 2, _plain(says)).alignment = Alignment(wrap_text=True, vertical="top")


def _plain(value: Value) -> Any:
    """Words that a spreadsheet would take for a formula stay words."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return marked(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
