"""Finds the lines of a CSV file that its rows stand on; needed only where something is wrong."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LineNumbers:
    """Line numbers, from 1, by row (from 0, heading not counted) and by byte of a ragged row."""

    of_row: dict[int, int]
    of_byte: dict[int, int]


def find_lines(path: Path, *, rows: Collection[int], ragged_bytes: Collection[int]) -> LineNumbers:
    of_row: dict[int, int] = {}
    of_byte: dict[int, int] = {}
    row = -1
    for line, ragged in _records(path, sorted(ragged_bytes, reverse=True)):
        if ragged is not None:
            of_byte[ragged] = line
            continue
        if row in rows:
            of_row[row] = line
        row += 1
    return LineNumbers(of_row, of_byte)


def _records(path: Path, ragged_bytes: list[int]) -> Iterator[tuple[int, int | None]]:
    """The first line of each record, and the byte by which DuckDB named it where it is ragged."""
    begun, end, in_quotes = 1, 0, False
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            end += len(line)
            if not in_quotes:
                begun = number
                if not line.strip(b"\r\n"):
                    continue
            if ragged_bytes and ragged_bytes[-1] < end:
                in_quotes = False
                yield begun, ragged_bytes.pop()
                continue
            in_quotes ^= line.count(b'"') % 2 == 1
            if not in_quotes:
                yield begun, None
