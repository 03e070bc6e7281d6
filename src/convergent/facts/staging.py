"""Reads recognised files: `staged_<table>`, all text, each row traceable to its line.

The rows are written as Parquet, which costs less than a table of DuckDB's own, and is as quick to
look at: columns of few values are dictionaries.

A file that gives each of its rows to one table is read straight into it. Any other is read into
`raw_<file>` first, and its rows carry the number of the row they came from.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from convergent.facts.cells import unmarked
from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.literals import literal
from convergent.facts.sources.forms import Selection, trimmed
from convergent.facts.sources.recognise import ExportFile
from convergent.facts.sources.text import TextFile, as_utf8, is_partly_utf8
from convergent.facts.tables import Column, Table, table_named

_PLAIN = re.compile(re.escape(trimmed(0)).replace("c0", r"(c\d+)"))
_LINE = re.compile(r"\bLine: (\d+)")
_POSITION = re.compile(r"\bc\d+\b")
IN_A_DICTIONARY = 10_000
LONGEST_LINE = 2_000_000
FALLBACK = "cp1252"


def staging_database(folder: Path, *, memory_megabytes: int) -> duckdb.DuckDBPyConnection:
    """On disk, so that memory stays bounded however large the district; there columns of few values
    become dictionaries too. It need not outlive a crash, so nothing is logged for one.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_megabytes}MB",
        "temp_directory": str(folder / "spilled"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(config=config)
    connection.execute(
        f"ATTACH {literal(str(folder / 'staged.duckdb'))} AS staged (RECOVERY_MODE no_wal_writes)"
    )
    connection.execute("USE staged")
    return connection


@dataclass(frozen=True)
class Part:
    """The rows of one table that came from one file: rowids from `first` up to, not with, `after`.

    `text` is the file as it was read. Where `is_direct`, the file's rows are the table's, in order;
    otherwise `from_row` numbers the file's row.
    """

    table: Table
    file: ExportFile
    text: TextFile
    selection: Selection
    first: int
    after: int
    is_direct: bool


class Staging:
    """The rows of one load, as text. `parts` says where they came from."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.parts: list[Part] = []
        self.notices: list[Finding] = []
        self._files: dict[str, list[tuple[int, Path]]] = {}

    @property
    def tables(self) -> frozenset[str]:
        """The names of the tables that got a file, with rows or without."""
        return frozenset(self._files)

    def parts_of(self, table: Table) -> list[Part]:
        return [part for part in self.parts if part.table is table]

    def tells(self, table: Table, column: Column) -> bool:
        """Whether some file gives the column, rather than a filling."""
        return any(column.stored in part.selection.values for part in self.parts_of(table))

    def read(self, file: ExportFile) -> TextFile:
        """Stages one file, and returns it as it was read; what is no row is in `ragged_<file>`.

        Raises ExportRefused where rows cannot be told from one another.
        """
        of_form = replace(file.text, has_heading=file.fit.fixed is None)
        try:
            return self._in_its_encoding(file, of_form)
        except duckdb.InvalidInputException:  # lines that end in several ways
            self._forget(file)
        try:
            return self._in_its_encoding(file, replace(of_form, has_returns=True))
        except duckdb.InvalidInputException as problem:
            raise ExportRefused(_unreadable(file, str(problem))) from problem

    def _in_its_encoding(self, file: ExportFile, of_form: TextFile) -> TextFile:
        text = as_utf8(of_form, self.folder / "rewritten")
        self._read(file, text)
        if self._is_badly_encoded(file) and not is_partly_utf8(text.path):
            self._forget(file)
            text = as_utf8(of_form, self.folder / "rewritten", encoding=FALLBACK)
            self._read(file, text)
            self.notices.append(_fell_back(file))
        return text

    def _read(self, file: ExportFile, text: TextFile) -> None:
        selections = file.fit.selections
        source = _scanned(file, text)
        if len(selections) == 1 and selections[0].is_row_for_row:
            rows = f"NULL::BIGINT AS from_row, {{}} FROM {source}"
            self._fill(file, text, selections[0], rows, is_direct=True)
            return
        raw = f"raw_{file.number}"
        used = used_columns(file, text)
        self.connection.execute(f"CREATE TABLE {raw} AS SELECT {', '.join(used)} FROM {source}")
        for selection in selections:
            rows = f"from_row, {{}} FROM {numbered(raw, selection, used)} ORDER BY from_row"
            self._fill(file, text, selection, rows, is_direct=False)
        self.connection.execute(f"DROP TABLE {raw}")

    def _fill(
        self, file: ExportFile, text: TextFile, selection: Selection, rows: str, *, is_direct: bool
    ) -> None:
        table = table_named(selection.table)
        first = max((part.after for part in self.parts_of(table)), default=0)
        selected = rows.replace("{}", _values(table, selection), 1)
        written, count = self._write(table, selected)
        self.parts.append(Part(table, file, text, selection, first, first + count, is_direct))
        self._files.setdefault(table.name, []).append((first, written))
        self._show(table)

    def replace(self, table: Table, selected: str) -> None:
        """Takes other rows in the place of a table's: as many, and in the order of those."""
        written, _ = self._write(table, selected)
        self._files[table.name] = [(0, written)]
        self._show(table)

    def _write(self, table: Table, selected: str) -> tuple[Path, int]:
        folder = self.folder / "staged"
        folder.mkdir(exist_ok=True)
        file = folder / f"{table.name}.{len(list(folder.iterdir()))}.parquet"
        counted = self.connection.execute(
            f"""COPY (SELECT {selected}) TO {literal(str(file))}
            (FORMAT parquet, DICTIONARY_SIZE_LIMIT {IN_A_DICTIONARY})"""
        ).fetchone()
        return file, int(counted[0]) if counted else 0

    def _show(self, table: Table) -> None:
        """Makes the view `staged_<table>`; its rowids count through the files."""
        none = ", ".join(f"NULL::VARCHAR AS {column.stored}" for column in table.columns)
        rows = " UNION ALL ".join(
            f"""SELECT {first} + file_row_number AS rowid, * EXCLUDE file_row_number
            FROM read_parquet({literal(str(file))}, file_row_number=true)"""
            for first, file in self._files[table.name]
        )
        none = f"SELECT 0 AS rowid, 0 AS from_row, {none} WHERE false"
        self.connection.execute(f"CREATE OR REPLACE VIEW staged_{table.name} AS {rows or none}")

    def _is_badly_encoded(self, file: ExportFile) -> bool:
        found = self.connection.execute(
            f"SELECT 1 FROM ragged_{file.number} WHERE error_type = 'INVALID ENCODING' LIMIT 1"
        )
        return found.fetchone() is not None

    def _forget(self, file: ExportFile) -> None:
        """Undoes the last reading of a file. What was deleted leaves no gap: it came last."""
        for part in [part for part in self.parts if part.file is file]:
            self._files[part.table.name].pop()
            self._show(part.table)
            self.parts.remove(part)
        self.connection.execute(f"DROP TABLE IF EXISTS ragged_{file.number}")
        self.connection.execute(f"DROP TABLE IF EXISTS scan_{file.number}")


def used_columns(file: ExportFile, text: TextFile) -> list[str]:
    """The file's columns that some selection reads; the others, such as passwords, stay out."""
    read = (
        sql
        for one in file.fit.selections
        for sql in (*one.values.values(), one.where, one.each, one.once)
    )
    used = {name for sql in read for name in _POSITION.findall(sql)}
    fixed = file.fit.fixed.columns if file.fit.fixed else ()
    there = (f"c{at}" for at in range(max(len(text.heading), len(fixed))))
    return [name for name in there if name in used] or ["c0"]


def numbered(raw: str, selection: Selection, used: list[str]) -> str:
    """The rows of a file that hold something, with their numbers, as many times as the selection
    says.
    """
    each = selection.each
    where = f"({selection.where}) AND trim(concat({', '.join(used)})) <> ''"
    items = f", unnest({each}) AS item, unnest(range(1, len({each}) + 1)) AS nth" if each else ""
    first = f"row_number() OVER (PARTITION BY {selection.once} ORDER BY rowid) = 1"
    once = f" QUALIFY {selection.once} IS NULL OR {first}" if selection.once else ""
    return f"(SELECT rowid AS from_row, *{items} FROM {raw} WHERE {where}{once})"


def _values(table: Table, selection: Selection) -> str:
    """Every column of the table, by the selection's SQL; empty where it names none."""
    return ", ".join(
        f"{value_of(selection, column.stored)} AS {column.stored}" for column in table.columns
    )


def value_of(selection: Selection, stored: str) -> str:
    """SQL for a column of the table, over a row of the file."""
    sql = selection.values.get(stored)
    if sql is None:
        return "NULL::VARCHAR"
    column = _PLAIN.fullmatch(sql)
    return _clean_or(column[1], unmarked(sql)) if column else unmarked(sql)


def _clean_or(value: str, cleaned: str) -> str:
    """Most values need no cleaning, and that is seen at less cost: they are ASCII, begin after
    space and apostrophe, and end with no space.
    """
    is_clean = (
        f"{value} >= '(' AND NOT ends_with({value}, ' ') AND strlen({value}) = length({value})"
    )
    return f"CASE WHEN {is_clean} THEN {value} ELSE {cleaned} END"


def _scanned(file: ExportFile, text: TextFile) -> str:
    """The file's rows as text, `c0`, `c1` and so on."""
    if file.fit.fixed is not None:
        return _scanned_fixed(file, text)
    positions = {f"c{i}": "VARCHAR" for i in range(len(text.heading))}
    return f"""read_csv({literal(str(text.path))}, columns={positions}, all_varchar=true,
        auto_detect=false, header=true, skip={text.skipped}, delim={literal(text.delimiter)},
        quote='"', escape='"', max_line_size={LONGEST_LINE}, {_padding(file)}{_rejects(file)})"""


def _padding(file: ExportFile) -> str:
    """For rows that lack their last columns; quoted line breaks then need a single thread."""
    return "null_padding=true, parallel=false, " if file.fit.pads else ""


def _scanned_fixed(file: ExportFile, text: TextFile) -> str:
    """A fixed-width file is one column, cut by position."""
    columns = ", ".join(
        f"substr(line, {begin + 1}, {width}) AS c{at}"
        for at, (begin, width) in enumerate(file.fit.fixed.columns if file.fit.fixed else ())
    )
    return f"""(SELECT {columns} FROM read_csv({literal(str(text.path))},
        columns={{'line': 'VARCHAR'}}, all_varchar=true, auto_detect=false, header=false,
        skip={text.skipped}, delim=chr(1), quote='', escape='', max_line_size={LONGEST_LINE},
        {_rejects(file)}))"""


def _rejects(file: ExportFile) -> str:
    return (
        f"store_rejects=true, rejects_table='ragged_{file.number}', "
        f"rejects_scan='scan_{file.number}'"
    )


def _unreadable(file: ExportFile, problem: str) -> Finding:
    line = _LINE.search(problem)
    return Finding(
        file=file.name,
        line=int(line[1]) if line else 0,
        rule="rows that end",
        fix="Save it anew as CSV in UTF-8: its line ends or its quotes contradict each other.",
    )


def _fell_back(file: ExportFile) -> Finding:
    return Finding(
        file=file.name,
        value=FALLBACK,
        rule="encoding",
        fix="Nothing: it was read as Windows text. UTF-8 is safer.",
    )
