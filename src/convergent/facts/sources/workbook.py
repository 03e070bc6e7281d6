"""Opens an Excel workbook that nobody vouches for: each sheet becomes a CSV file.

Only values are taken. No formula is run, and none is believed: what Excel once computed may be old.
A row of the file is the row of the sheet, so that a finding's line is the one that Excel shows.
"""

import csv
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.parsers.expat import ExpatError

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.archive import HIGHEST_RATIO, LONGEST_NAME, MOST_MEMBERS, SMALL_ENOUGH

if TYPE_CHECKING:
    from convergent.facts.sources.workbook_parts import Parts

SUFFIX = ".xlsx"
MOST_BYTES = 300_000_000
MOST_SECONDS = 120
MOST_SHEETS = 30
MOST_ROWS = 300_000
MOST_COLUMNS = 300
ABOUT = "Read me"
_DECIMALS = 12
_UNREADABLE = (
    *(SyntaxError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, LookupError, ValueError, TypeError, AttributeError, OverflowError),
)
"""What zipfile and openpyxl run into where a part is not what it says it is."""


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX


def sheets_of(workbook: Path, into: Path) -> Iterator[Path]:
    """A CSV file in the folder `into`, which is made, for each sheet that shows and holds rows.

    The sheet that our template explains itself on is passed over.
    """
    _refuse_bomb(workbook)
    into.mkdir(parents=True)
    with workbook.open("rb") as file, _unpacked(workbook, file) as parts:
        _refuse_declarations(workbook, parts)
        sheets = [one for one in _open(workbook, parts) if one.sheet_state == "visible"]
        sheets = [one for one in sheets if one.title != ABOUT]
        if len(sheets) > MOST_SHEETS:
            raise _refused(workbook, "sheets", f"Keep at most {MOST_SHEETS} sheets.")
        for sheet in sheets:
            yield from _write(workbook, parts, sheet, into)


def _refuse_bomb(workbook: Path) -> None:
    """The sizes that the archive states are what its reader hands out at most."""
    try:
        with zipfile.ZipFile(workbook) as archive:
            members = archive.infolist()
    except _UNREADABLE as broken:
        fix = "Save it in Excel as .xlsx, without a password, and send that."
        raise _refused(workbook, "workbook", fix) from broken
    size = sum(member.file_size for member in members)
    most = min(MOST_BYTES, max(SMALL_ENOUGH, workbook.stat().st_size * HIGHEST_RATIO))
    if len(members) > MOST_MEMBERS or size > most:
        raise _refused(workbook, "size of a workbook", "Save each sheet as CSV, and send these.")


def _unpacked(workbook: Path, file: BinaryIO) -> "Parts":
    from convergent.facts.sources.workbook_parts import Parts

    most = 2 * MOST_BYTES  # the beginning of each part is looked at before
    return Parts(file, name=workbook.name, most_bytes=most, most_seconds=MOST_SECONDS)


def _refuse_declarations(workbook: Path, parts: "Parts") -> None:
    """No part declares entities, or anything else: Excel never does."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    for name in parts.namelist():
        if name.endswith((".xml", ".rels")):
            try:
                with parts.open(name) as part:
                    next(iterparse(part, events=("start",), forbid_dtd=True), None)
            except (DefusedXmlException, *_UNREADABLE) as why:
                raise _damaged(workbook) from why


def _open(workbook: Path, parts: "Parts") -> list[Any]:
    """Its sheets. What openpyxl and defusedxml refuse to read, we refuse."""
    from openpyxl.utils.exceptions import InvalidFileException

    from convergent.facts.sources.workbook_parts import Reader

    try:
        reader = Reader(parts)
        reader.read()
        return list(reader.wb.worksheets)
    except (InvalidFileException, ExpatError, *_UNREADABLE) as why:
        raise _damaged(workbook) from why


def _write(workbook: Path, parts: "Parts", sheet: Any, into: Path) -> Iterator[Path]:
    rows = _Rows(workbook, parts, sheet)
    path = _free(into, re.sub(r"[^\w -]+", " ", f"{workbook.stem} {sheet.title}").strip())
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in rows.written():
            if row:
                writer.writerow(row)
            else:
                file.write("\n")
    if rows.heading:
        yield path


def _free(into: Path, name: str) -> Path:
    """Where no other sheet stands; what a disk takes of a name is counted in bytes."""
    short = name.encode()[:LONGEST_NAME].decode(errors="ignore")
    numbered = (f"{short} ({number}).csv" for number in range(2, MOST_SHEETS + 2))
    names = (f"{short}.csv", *numbered)
    return next(into / one for one in names if not (into / one).exists())


class _Rows:
    """The rows of one sheet, as text; the first with a value is the heading."""

    def __init__(self, workbook: Path, parts: "Parts", sheet: Any) -> None:
        self.workbook = workbook
        self.parts = parts
        self.sheet = sheet
        self.heading: list[str] = []

    def written(self) -> Iterator[list[str]]:
        """Each as long as the heading, or longer where it holds more; one without a value empty."""
        for number, cells in enumerate(self._cells(), 1):
            self.parts.go_on()
            if number > MOST_ROWS:
                raise self._refused(number, "", "", "rows of a sheet", "Save it as CSV.")
            row = _without_tail([self._text(cell, number, at) for at, cell in enumerate(cells)])
            if row and not self.heading:
                self.heading = row
            yield row + [""] * (len(self.heading) - len(row)) if row else []

    def _cells(self) -> Iterator[Sequence[Any]]:
        self.sheet.reset_dimensions()
        try:
            yield from self.sheet.iter_rows(max_col=MOST_COLUMNS)
        except _UNREADABLE as why:
            raise _damaged(self.workbook) from why

    def _text(self, cell: Any, row: int, at: int) -> str:
        column = self.heading[at] if at < len(self.heading) else ""
        if cell.data_type == "f":
            fix = "Put the value there instead: copy the cells, and paste them as values."
            raise self._refused(row, column, str(cell.value), "formula", fix)
        if cell.data_type == "e":
            raise self._refused(row, column, str(cell.value), "error value", "Write the value.")
        return written(cell.value)

    def _refused(self, row: int, column: str, value: str, rule: str, fix: str) -> ExportRefused:
        return ExportRefused(
            Finding(
                file=f"{self.workbook.name} {self.sheet.title}",
                line=row,
                column=column,
                value=value[:200],
                rule=rule,
                fix=fix,
            )
        )


def written(value: object) -> str:
    """A cell's value as our forms write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(round(value, _DECIMALS))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return " ".join(str(value).split())


def _without_tail(row: Iterable[str]) -> list[str]:
    values = list(row)
    while values and not values[-1]:
        values.pop()
    return values


def _damaged(workbook: Path) -> ExportRefused:
    return _refused(workbook, "workbook", "Open it in Excel, save it anew as .xlsx, and send that.")


def _refused(workbook: Path, rule: str, fix: str) -> ExportRefused:
    return ExportRefused(Finding(file=workbook.name, rule=rule, fix=fix))
