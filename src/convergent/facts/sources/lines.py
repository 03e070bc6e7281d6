"""Finds the records of a CSV file by their number; needed only where something is wrong."""

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from convergent.facts.sources.text import TextFile


@dataclass(frozen=True)
class Record:
    """One record, as it stands in the file, and the line on which it begins (from 1).

    `row` counts records from 0, heading and ragged ones not counted; the heading is -1. `ragged` is
    the byte by which DuckDB named a record that is no row.
    """

    line: int
    text: bytes
    row: int | None
    ragged: int | None = None


@dataclass(frozen=True)
class LineNumbers:
    """Line numbers, from 1, by row (from 0, heading not counted) and by byte of a ragged row."""

    of_row: dict[int, int]
    of_byte: dict[int, int]


def find_lines(
    text: TextFile, *, rows: Collection[int], ragged_bytes: Collection[int]
) -> LineNumbers:
    of_row: dict[int, int] = {}
    of_byte: dict[int, int] = {}
    for record in records(text, ragged_bytes):
        if record.ragged is not None:
            of_byte[record.ragged] = record.line
        elif record.row in rows and record.row is not None:
            of_row[record.row] = record.line
    return LineNumbers(of_row, of_byte)


def records(text: TextFile, ragged_bytes: Collection[int]) -> Iterator[Record]:
    """Every record of the file, the heading first where it has one."""
    row = -1 if text.has_heading else 0
    for line, record, ragged in _parted(text, sorted(ragged_bytes, reverse=True)):
        yield Record(line, record, None if ragged is not None else row, ragged)
        row += ragged is None


def without_secrets(text: TextFile, record: Record) -> bytes:
    """The record without its line's end, and without passwords. In a row that is none nobody knows
    which value is one: of it nothing stays.
    """
    line = record.text.rstrip(b"\r\n")
    if not text.secrets or record.row == -1:
        return line
    if record.row is None:
        return b""
    written = io.StringIO()
    values = cells_of(text, record)
    kept = ["" if at in text.secrets else value for at, value in enumerate(values)]
    csv.writer(written, delimiter=text.delimiter, lineterminator="").writerow(kept)
    return written.getvalue().encode()


def cells_of(text: TextFile, record: Record) -> list[str]:
    """The record's values, as far as they can be told apart."""
    line = record.text.rstrip(b"\r\n").decode("utf-8", "replace")
    try:
        return next(csv.reader([line], delimiter=text.delimiter), [])
    except csv.Error:
        return line.split(text.delimiter)


def _parted(text: TextFile, ragged_bytes: list[int]) -> Iterator[tuple[int, bytes, int | None]]:
    begun, in_quotes, record = 1, False, b""
    delimiter = text.delimiter.encode()
    for number, end, line in _lines(text):
        if not in_quotes:
            begun, record = number, b""
            if not line.strip(b"\r\n"):
                continue
        record += line
        if ragged_bytes and ragged_bytes[-1] < end:
            in_quotes = False
            yield begun, record, ragged_bytes.pop()
            continue
        in_quotes = text.has_heading and _is_open_after(line, delimiter, is_open=in_quotes)
        if not in_quotes:
            yield begun, record, None
    if in_quotes:
        yield begun, record, None
    while ragged_bytes:
        yield begun, b"", ragged_bytes.pop()


def _lines(text: TextFile) -> Iterator[tuple[int, int, bytes]]:
    """Each line's number, the byte after it, and its text; those above the heading left out."""
    end = 0
    with text.path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            end += len(line)
            if number > text.skipped:
                yield number, end, line


def _is_open_after(line: bytes, delimiter: bytes, *, is_open: bool) -> bool:
    """Whether a quoted value goes on in the next line. A quote opens at a value's beginning alone;
    elsewhere it is a letter.
    """
    at = 0
    if not is_open:
        line = line.removeprefix(codecs.BOM_UTF8)
        is_open = line.startswith(b'"')
        at = int(is_open)
    while at < len(line):
        if is_open:
            at = line.find(b'"', at) + 1
            if not at:
                return True
            is_open = line[at : at + 1] == b'"'
            at += is_open
        else:
            at = line.find(delimiter + b'"', at) + 2
            is_open = at > 1
            at = at if is_open else len(line)
    return is_open
