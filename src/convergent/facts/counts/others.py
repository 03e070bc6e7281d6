"""Reads tables that others made: cells with their dimensions and their n, some of it withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from convergent.analysis.disclosure.audit import Fault, Kind
from convergent.analysis.disclosure.table import TOTAL, UNKNOWN, Codes, Counts, Hierarchy, Release
from convergent.facts.counts.dimensions import Dimension, columns_of
from convergent.facts.counts.reading import TOTAL_LABEL, refuse_missing
from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.plain_files import headings, identifier, reading_text

WITHHELD = ("", "*", "withheld", "suppressed", "n/a", "na", "-")
"""What stands for a count that is not told; so does one that begins with “<” or “≤”."""
MOST = 10_000_000


@dataclass(frozen=True)
class Sheet:
    """A table as it stands there: its levels, and for each row their labels and the count."""

    name: str
    dimensions: tuple[Dimension, ...]
    rows: list[tuple[str, ...]]

    @property
    def levels(self) -> list[str]:
        return columns_of(self.dimensions)

    def line(self, row: int) -> int:
        return row + 2


@dataclass(frozen=True)
class Tables:
    """Releases whose codes are the same in all of them, and the sheets that they were read from."""

    sheets: tuple[Sheet, ...]
    releases: tuple[Release, ...]

    def cell(self, release: int, row: int) -> str:
        """Where it stands, and of what it tells: table.csv:12 (north, *, grade 3)."""
        sheet = self.sheets[release]
        return f"{sheet.name}:{sheet.line(row)} ({', '.join(sheet.rows[row][:-1])})"

    def says_small(self, release: int, row: int) -> bool:
        """Whether the cell itself says that it is small, such as “<10”."""
        return _is_end(self.sheets[release].rows[row][-1])

    def finding(self, fault: Fault) -> Finding:
        """What is wrong with them, said with its line."""
        sheet = self.sheets[fault.release]
        rule, fix = _told(fault)
        *labels, count = sheet.rows[fault.row]
        is_place = fault.kind == Kind.TWO_PARENTS
        return Finding(
            file=sheet.name,
            line=sheet.line(fault.row),
            column="" if is_place else "n",
            value=", ".join(labels) if is_place else count,
            rule=rule,
            fix=fix,
        )


def read_tables(
    paths: Sequence[Path], dimensions: tuple[Dimension, ...], *, count: str = "n"
) -> Tables:
    """Tables by some or all of the dimensions, with * for a total. Raises ExportRefused."""
    sheets = tuple(_sheet(path, dimensions, count) for path in paths)
    found = [*_absent(sheets, dimensions), *(one for sheet in sheets for one in _faults(sheet))]
    if found:
        raise ExportRefused(*found[:SHOWN])
    labels = {level: _labels(sheets, level) for level in columns_of(dimensions)}
    return Tables(sheets, tuple(_release(sheet, labels) for sheet in sheets))


SHOWN = 20


def _absent(sheets: Sequence[Sheet], dimensions: tuple[Dimension, ...]) -> Iterator[Finding]:
    """The dimensions that no table has."""
    held = {level for sheet in sheets for level in sheet.levels}
    for one in dimensions:
        if held.isdisjoint(one.columns):
            fix = "No table has it: leave it out of --dimensions."
            yield Finding(file=sheets[0].name, line=1, rule=f"a column {one.name}", fix=fix)


def _sheet(path: Path, dimensions: tuple[Dimension, ...], count: str) -> Sheet:
    if not path.is_file():
        raise ExportRefused(Finding(file=path.name, rule="such file", fix="Name a table."))
    with reading_text(path) as connection:
        held = headings(connection)
        kept = tuple(one for one in (_kept(one, held) for one in dimensions) if one is not None)
        refuse_missing(held, [*columns_of(kept or dimensions), count], path)
        columns = ", ".join(
            f"coalesce(trim({identifier(one)}), '')" for one in [*columns_of(kept), count]
        )
        rows = connection.execute(f'SELECT {columns} FROM file ORDER BY "line of file"').fetchall()
    return Sheet(path.name, kept, rows)


def _kept(dimension: Dimension, held: Sequence[str]) -> Dimension | None:
    """From the finest of its levels that a file has; the wider ones have to be there too."""
    first = next((at for at, one in enumerate(dimension.columns) if one in held), None)
    return None if first is None else Dimension(dimension.columns[first:])


def _faults(sheet: Sheet) -> Iterator[Finding]:
    levels = sheet.levels
    for row, (*labels, count) in enumerate(sheet.rows):
        line = sheet.line(row)
        if not _is_count(count):
            rule = "a whole number of at least 0, or withheld"
            fix = "Leave a withheld one empty."
            yield Finding(file=sheet.name, line=line, column="n", value=count, rule=rule, fix=fix)
        for level in _unnamed(sheet, labels):
            fix = f"Write {TOTAL_LABEL} for a total; a school's row carries its network."
            yield Finding(
                file=sheet.name,
                line=line,
                column=level,
                value=labels[levels.index(level)],
                rule=f"a {level}",
                fix=fix,
            )


def _unnamed(sheet: Sheet, labels: Sequence[str]) -> Iterator[str]:
    """Levels without a label, and wider ones that are totals though a finer one is none."""
    at = dict(zip(sheet.levels, labels, strict=True))
    for dimension in sheet.dimensions:
        is_below = False
        for level in dimension.columns:
            if not at[level] or (is_below and at[level] == TOTAL_LABEL):
                yield level
            is_below = is_below or at[level] != TOTAL_LABEL


def _is_count(text: str) -> bool:
    if _is_withheld(text):
        return True
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return False
    return 0 <= value <= MOST and value == int(value)


def _is_withheld(text: str) -> bool:
    return text.lower() in WITHHELD or _is_end(text)


def _is_end(text: str) -> bool:
    return text[:1] in {"<", "≤"}


def _labels(sheets: Sequence[Sheet], level: str) -> dict[str, int]:
    """The code of each label, in all tables; that of the total among them."""
    held = {
        row[sheet.levels.index(level)]
        for sheet in sheets
        if level in sheet.levels
        for row in sheet.rows
    }
    named = enumerate(sorted(held - {TOTAL_LABEL}))
    return {TOTAL_LABEL: TOTAL} | {label: code for code, label in named}


def _release(sheet: Sheet, labels: dict[str, dict[str, int]]) -> Release:
    codes: Codes = np.array(
        [[labels[level][row[at]] for at, level in enumerate(sheet.levels)] for row in sheet.rows],
        np.int64,
    ).reshape(len(sheet.rows), len(sheet.levels))
    n: Counts = np.array([_count(row[-1]) for row in sheet.rows], np.int64)
    # The rows tell what lies in what; a dimension goes by its widest level, as all tables have it.
    hierarchies = tuple(Hierarchy(one.columns[-1], one.columns) for one in sheet.dimensions)
    return Release(hierarchies, codes, n, n != UNKNOWN)


def _count(text: str) -> int:
    return UNKNOWN if _is_withheld(text) else int(float(text.replace(",", "")))


def _told(fault: Fault) -> tuple[str, str]:
    fits = f"{fault.low:,.0f}"
    if fault.high > fault.low:
        fits += f" or more, up to {fault.high:,.0f}" if fault.high < MOST else " or more"
    both_fix = "Tables of the same students cannot both be right: leave one out, or correct it."
    rules = {
        Kind.TWICE: ("a cell that is there once", "Leave one of them out."),
        Kind.OTHERWISE: (f"{fits}, as in another table", both_fix),
        Kind.TWO_PARENTS: ("where it lies elsewhere", "Each belongs to one wider unit alone."),
        Kind.MISFIT: (f"what its parts add up to, {fits}", "Correct it, or its parts."),
        Kind.NEGATIVE: ("a whole number of at least 0", "Correct it."),
    }
    return rules[fault.kind]
