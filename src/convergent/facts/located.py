"""Turns what the checks found into findings with file, line, column, value, rule and fix."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.reading_rows import is_blank
from convergent.facts.sources.lines import find_lines
from convergent.facts.sources.recognise import ExportFile
from convergent.facts.sources.text import MOST_COLUMNS, TextFile
from convergent.facts.staging import Part
from convergent.facts.tables import Check, Table

KEPT_OF_EACH_RULE = 1_000
REPEATED = frozenset({"duplicate", "contradiction"})
LONGEST_VALUE = 200

_RAGGED = {
    "MISSING COLUMNS": ("too few values", "Give the row a value, or nothing, for every column."),
    "TOO MANY COLUMNS": ("too many values", "Put values that hold a comma in double quotes."),
    "UNQUOTED VALUE": ("quotes", "Write a double quote inside a value twice."),
    "INVALID ENCODING": ("encoding", "Save the file as CSV in UTF-8."),
    "LINE SIZE OVER MAXIMUM": ("row length", "Shorten the row; it is over 2 million bytes long."),
}
_COUNTED_FROM_ONE = frozenset({"UNQUOTED VALUE", "INVALID ENCODING"})
_UNREADABLE = ("readable row", "Write the row anew.")


@dataclass(frozen=True)
class Found:
    """One row that broke a rule. `row` counts the rows of its file, from 0. `first` is the row that
    has the same key, where there is one.
    """

    rule: int
    part: Part
    row: int
    value: str
    first: "Found | None" = None


def refuse_open_quote(
    file: ExportFile, text: TextFile, connection: duckdb.DuckDBPyConnection
) -> None:
    """Raises ExportRefused where a ragged row runs over several lines: a quote is open."""
    open_quote = connection.execute(
        f"""SELECT line_byte_position FROM ragged_{file.number}
        WHERE contains(trim(csv_line, chr(13) || chr(10)), chr(10))
        ORDER BY 1 LIMIT 1"""
    ).fetchone()
    if open_quote:
        lines = find_lines(text, rows=(), ragged_bytes=[open_quote[0]])
        raise ExportRefused(
            Finding(
                file=file.name,
                line=lines.of_byte[open_quote[0]],
                rule="open quote",
                fix="Close the double quote that is opened on this line.",
            )
        )


def found_rows(
    table: Table, parts: Sequence[Part], connection: duckdb.DuckDBPyConnection
) -> list[Found]:
    """At most a thousand of each rule, in the order of the rows."""
    rows = connection.execute(
        f"""SELECT rule, row_number, from_row, coalesce(value, ''),
            (first_row, first_from_row) FROM (
            SELECT * FROM found_{table.name} QUALIFY
            row_number() OVER (PARTITION BY rule ORDER BY row_number) <= {KEPT_OF_EACH_RULE})
        JOIN (SELECT row_number, from_row FROM read_{table.name}) USING (row_number)
        LEFT JOIN repeated_{table.name} USING (row_number)
        ORDER BY row_number, rule"""
    ).fetchall()
    return [_with_first(parts, found_in(parts, *row), *first) for *row, first in rows]


def _with_first(parts: Sequence[Part], found: Found, row: int | None, at: int | None) -> Found:
    return found if row is None else replace(found, first=found_in(parts, 0, row, at, ""))


def found_in(parts: Sequence[Part], rule: int, row: int, from_row: int | None, value: str) -> Found:
    """A row of a table, in the file that it came from."""
    part = next(part for part in parts if part.first <= row < part.after)
    at = row - part.first if from_row is None else from_row
    return Found(rule, part, at, value[:LONGEST_VALUE])


def line_of(found: Found) -> int:
    lines = find_lines(found.part.text, rows={found.row}, ragged_bytes=())
    return lines.of_row.get(found.row, 0)


def blank_rows(
    table: Table, parts: Sequence[Part], connection: duckdb.DuckDBPyConnection, *, rows: int
) -> Finding:
    """Where the first row stands that holds nothing but commas."""
    first = connection.execute(
        f"SELECT rowid, from_row FROM staged_{table.name} WHERE {is_blank(table)} LIMIT 1"
    ).fetchone() or (0, None)
    found = found_in(parts, 0, first[0], first[1], "")
    return Finding(
        file=found.part.file.name,
        line=line_of(found),
        rule="rows",
        fix="Nothing: what holds no value is no row.",
        rows=rows,
    )


def locate(found: Sequence[Found], rules: Sequence[Check]) -> Iterator[Finding]:
    """The findings, file by file."""
    firsts = [one.first for one in found if one.first]
    lines = _lines_of([*found, *firsts])
    for one in sorted(found, key=lambda one: one.part.file.number):
        yield _finding(one, rules[one.rule], lines)


def locate_noticed(
    found: Sequence[Found], rules: Sequence[Check], *, rows: Mapping[int, int]
) -> Iterator[Finding]:
    """Of each rule the first, and how many `rows` have it; of one that is listed, every row."""
    yield from locate([one for one in found if rules[one.rule].listed], rules)
    first: dict[int, Found] = {}
    for one in found:
        if not rules[one.rule].listed:
            first.setdefault(one.rule, one)
    for number, one in first.items():
        yield replace(next(locate([one], rules)), rows=rows[number])


def _lines_of(found: Iterable[Found]) -> dict[tuple[int, int], int]:
    """By the number of the file and the row in it."""
    texts: dict[int, TextFile] = {}
    rows: dict[int, set[int]] = {}
    for one in found:
        texts[one.part.file.number] = one.part.text
        rows.setdefault(one.part.file.number, set()).add(one.row)
    return {
        (file, row): line
        for file, text in texts.items()
        for row, line in find_lines(text, rows=rows[file], ragged_bytes=()).of_row.items()
    }


def _finding(found: Found, rule: Check, lines: Mapping[tuple[int, int], int]) -> Finding:
    part, first = found.part, found.first if rule.rule in REPEATED else None
    return Finding(
        file=part.file.name,
        line=_line(found, lines),
        column=_heading(part, rule.column),
        value=found.value,
        rule=rule.rule,
        fix=_fix(rule, part),
        first=f"{first.part.file.name}:{_line(first, lines)}" if first else "",
    )


def _line(found: Found, lines: Mapping[tuple[int, int], int]) -> int:
    return lines.get((found.part.file.number, found.row), 0)


def _heading(part: Part, stored: str) -> str:
    return part.selection.columns.get(stored) or part.table.column(stored).name


def _fix(rule: Check, part: Part) -> str:
    """In the words of the file's own form, and by the headings that the file has."""
    fix = part.selection.fixes.get((rule.rule, rule.column), rule.fix)
    key = " and ".join(_heading(part, one) for one in part.table.key)
    return fix.replace("{column}", _heading(part, rule.column)).replace("{key}", key)


def ragged_count(file: ExportFile, connection: duckdb.DuckDBPyConnection) -> int:
    counted = connection.execute(
        f"SELECT count(DISTINCT line_byte_position) FROM ragged_{file.number}"
    ).fetchone()
    return int(counted[0]) if counted else 0


def locate_ragged(
    file: ExportFile, text: TextFile, connection: duckdb.DuckDBPyConnection
) -> list[Finding]:
    """One for each row that is none, at most a thousand: the first of its faults."""
    rows = connection.execute(
        f"""SELECT line_byte_position, coalesce(min(column_idx), {MOST_COLUMNS}),
        coalesce(arg_min(error_type, column_idx), any_value(error_type))::VARCHAR
        FROM ragged_{file.number} GROUP BY 1 ORDER BY 1 LIMIT {KEPT_OF_EACH_RULE}"""
    ).fetchall()
    lines = find_lines(text, rows=(), ragged_bytes={row[0] for row in rows}) if rows else None
    return [_ragged(file, text, lines.of_byte[byte], at, kind) for byte, at, kind in rows if lines]


def _ragged(file: ExportFile, text: TextFile, line: int, at: int, kind: str) -> Finding:
    rule, fix = _RAGGED.get(kind, _UNREADABLE)
    at -= kind in _COUNTED_FROM_ONE
    column = text.heading[at] if at < len(text.heading) else ""
    return Finding(file=file.name, line=line, column=column, rule=rule, fix=fix)
