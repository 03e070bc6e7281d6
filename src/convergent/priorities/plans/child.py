"""The confined process that opens documents from outside: reads goals, or fills a template."""

from __future__ import annotations

from functools import reduce
from operator import add
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from openpyxl import load_workbook

from convergent.facts.confined import Answering, answer
from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.archive import refuse_more_than
from convergent.priorities.plans.goals import Read, goals_in_table, left_of_table
from convergent.priorities.plans.word import fill_document, goals_in_document

MOST_ROWS, MOST_COLUMNS = 2_000, 60
MOST_BYTES = 60_000_000


def work(asked: dict[str, Any], _answering: Answering) -> dict[str, Any]:
    path = Path(asked["path"]) if asked["path"] else None
    if path is None:
        return _done(asked, None)
    if not is_zipfile(path):
        raise _no_document(path)
    refuse_more_than(MOST_BYTES, path)  # both kinds are zips
    try:
        return _done(asked, path)
    except (ExportRefused, MemoryError):
        raise
    except Exception as broken:  # those who made the parsers did not think of such a file
        if isinstance(broken, OSError) and broken.errno is not None:
            raise  # of the disk
        raise _no_document(path) from broken


def _done(asked: dict[str, Any], path: Path | None) -> dict[str, Any]:
    if asked["deed"] == "read" and path is not None:
        return _goals(path).as_rows()
    fill_document(path, Path(asked["out"]), values=asked["values"], priorities=asked["priorities"])
    return {"filled": True}


def _no_document(path: Path) -> ExportRefused:
    fix = "Send a Word document (.docx) or an Excel workbook (.xlsx)."
    return ExportRefused(Finding(file=path.name, rule="document", fix=fix))


def _goals(path: Path) -> Read:
    return goals_in_workbook(path) if path.suffix == ".xlsx" else goals_in_document(path)


def goals_in_workbook(path: Path) -> Read:
    book = load_workbook(path, read_only=True, data_only=True)
    return reduce(add, (_of_sheet(sheet) for sheet in book.worksheets), Read([], []))


def _of_sheet(sheet: Any) -> Read:
    rows = _rows(sheet)
    read = goals_in_table(rows[:MOST_ROWS], where=f"sheet {sheet.title}, row")
    beyond = left_of_table(rows[MOST_ROWS:], where=f"sheet {sheet.title}, row {MOST_ROWS + 1}")
    return read + Read([], beyond)


def _rows(sheet: Any) -> list[list[str]]:
    cells = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in cells]


if __name__ == "__main__":
    answer(work)
