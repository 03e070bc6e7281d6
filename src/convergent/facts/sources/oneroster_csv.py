"""OneRoster 1.2 CSV, bulk: finds the files and stages their rows, as text, in DuckDB."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.archive import unpack
from convergent.facts.tables import TABLES, Column, Table

MANIFEST = "manifest.csv"
_LONGEST_HEADING = 100_000
_NAMES = frozenset(table.file for table in TABLES) | {MANIFEST}


@dataclass(frozen=True)
class ExportFile:
    """One CSV of the export, with its heading."""

    table: Table
    path: Path
    heading: tuple[str, ...]

    def position_of(self, column: Column) -> int | None:
        return self.heading.index(column.name) if column.name in self.heading else None


@dataclass(frozen=True)
class Export:
    """The files of one export, in the order of checking, and what was odd about them."""

    files: tuple[ExportFile, ...]
    notices: tuple[Finding, ...]


def find_export(paths: Sequence[Path], *, staging: Path) -> Export:
    """Recognises the files by name; raises ExportRefused where one is missing or unreadable."""
    found, ignored = _found_files(paths, staging)
    missing = [table for table in TABLES if table.file not in found]
    refusals = [_missing_file(table) for table in missing if table.needed]
    if refusals:
        raise ExportRefused(*refusals)
    files = tuple(_opened(table, found[table.file]) for table in TABLES if table.file in found)
    notices = tuple(map(_ignored_file, ignored)) + tuple(map(_missing_file, missing))
    return Export(files, notices)


def stage(file: ExportFile, connection: duckdb.DuckDBPyConnection) -> None:
    """Reads a file into `staged_<table>`; rows that are no rows go to `ragged_<table>`.

    Columns are read by position, so that no heading can reach the SQL.
    """
    name = file.table.name
    positions = {f"c{i}": "VARCHAR" for i in range(len(file.heading))}
    connection.execute(
        f"""CREATE TABLE staged_{name} AS SELECT {_selection(file)} FROM read_csv(
            $path, columns={positions}, all_varchar=true, auto_detect=false, header=true,
            delim=',', quote='"', escape='"', store_rejects=true,
            rejects_table='ragged_{name}', rejects_scan='scan_{name}')""",
        {"path": str(file.path)},
    )


def _selection(file: ExportFile) -> str:
    """Every declared column, trimmed; empty where the file has none."""
    positions = [(column, file.position_of(column)) for column in file.table.columns]
    return ", ".join(
        f"nullif(trim(c{at}), '') AS {column.stored}"
        if at is not None
        else f"NULL::VARCHAR AS {column.stored}"
        for column, at in positions
    )


def _found_files(paths: Sequence[Path], staging: Path) -> tuple[dict[str, Path], list[Path]]:
    found: dict[str, Path] = {}
    ignored: list[Path] = []
    for number, path in enumerate(paths):
        for file in _files_at(path, staging / f"inbox-{number}"):
            if file.name in found:
                raise ExportRefused(_twice(file))
            if file.name in _NAMES:
                found[file.name] = file
            else:
                ignored.append(file)
    return found, ignored


def _files_at(path: Path, inbox: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.iterdir() if file.is_file())
    elif not path.is_file():
        raise ExportRefused(_absent(path))
    elif path.suffix == ".csv":
        yield path
    else:
        yield from unpack(path, inbox, wanted=_NAMES.__contains__)


def _opened(table: Table, path: Path) -> ExportFile:
    file = ExportFile(table, path, _heading(path))
    missing = [c for c in table.columns if c.is_needed and c.name not in file.heading]
    if missing:
        raise ExportRefused(*(_missing_column(path, column) for column in missing))
    return file


def _heading(path: Path) -> tuple[str, ...]:
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_HEADING).decode("utf-8-sig")
        row = next(csv.reader([line]), [])
    except (UnicodeDecodeError, csv.Error) as unreadable:
        raise ExportRefused(_not_text(path)) from unreadable
    return tuple(name.strip() for name in row)


def _absent(path: Path) -> Finding:
    return Finding(file=path.name, rule="file exists", fix="Give a folder, a zip or CSV files.")


def _twice(path: Path) -> Finding:
    return Finding(file=path.name, rule="one file of a name", fix="Load one export at a time.")


def _not_text(path: Path) -> Finding:
    return Finding(file=path.name, line=1, rule="encoding", fix="Save the file as CSV in UTF-8.")


def _ignored_file(path: Path) -> Finding:
    return Finding(
        file=path.name, rule="file known", fix="Nothing: it is not a roster file, and was left out."
    )


def _missing_file(table: Table) -> Finding:
    return Finding(
        file=table.file, rule="file present", fix=f"Add {table.file} to the export, if you have it."
    )


def _missing_column(path: Path, column: Column) -> Finding:
    return Finding(
        file=path.name,
        line=1,
        column=column.name,
        rule="column present",
        fix=f"Add the column {column.name} to the export.",
    )
