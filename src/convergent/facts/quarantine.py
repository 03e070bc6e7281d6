"""Rows that were rejected, kept as their files have them, to be mended and loaded again.

The folder is an export itself: each file with its own heading, and a manifest that says that they
are changes, so that what they do not hold stays.
"""

import codecs
import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import duckdb

from convergent.facts.cells import marked
from convergent.facts.findings import ExportRefused
from convergent.facts.social_security import holds_social_security_number
from convergent.facts.sources.lines import Record, cells_of, records, without_secrets
from convergent.facts.sources.recognise import ExportFile
from convergent.facts.sources.text import LONGEST_VALUE, TextFile, open_text
from convergent.facts.staging import Part
from convergent.facts.tables import Check, Table
from convergent.facts.tombstones import Buried

MANIFEST = "manifest.csv"
MOST_ROWS = 200_000
MOST_BYTES = 200_000_000


class Quarantine:
    """Collects the rejected rows of one load, then writes them; none that names who was removed."""

    def __init__(self, folder: Path, buried: Buried) -> None:
        self.folder = folder
        self.buried = buried
        self.left = MOST_BYTES
        self._texts: dict[str, TextFile] = {}
        self._rows: dict[str, set[int]] = defaultdict(set)
        self._ragged: dict[str, set[int]] = defaultdict(set)

    def take_ragged(
        self, file: ExportFile, text: TextFile, connection: duckdb.DuckDBPyConnection
    ) -> None:
        """The rows of a file that are none."""
        found = connection.execute(
            f"""SELECT DISTINCT line_byte_position FROM ragged_{file.number}
            ORDER BY 1 LIMIT {MOST_ROWS}"""
        ).fetchall()
        if found:
            self._texts[file.name] = text
            self._ragged[file.name].update(byte for (byte,) in found)

    def take_rejected(
        self,
        table: Table,
        parts: list[Part],
        rules: list[Check],
        connection: duckdb.DuckDBPyConnection,
    ) -> None:
        """The rows of a table that broke a rule for which they go."""
        rejecting = ", ".join(str(n) for n, rule in enumerate(rules) if rule.rejects)
        for part in parts:
            row = f"f.row_number - {part.first}" if part.is_direct else "r.from_row"
            found = connection.execute(
                f"""SELECT DISTINCT {row} FROM found_{table.name} f
                JOIN read_{table.name} r USING (row_number) WHERE rule IN ({rejecting})
                AND f.row_number >= {part.first} AND f.row_number < {part.after}
                LIMIT {MOST_ROWS}"""
            ).fetchall()
            if found:
                self._texts[part.file.name] = part.text
                self._rows[part.file.name].update(at for (at,) in found)

    def write(self) -> bool:
        """Whether there was anything to keep."""
        if not self._texts:
            return False
        self.folder.mkdir()
        for name, text in self._texts.items():
            self._write_file(name, text)
        modes = "".join(f"file.{Path(name).stem},delta\n" for name in self._texts)
        versions = "manifest.version,1.0\noneroster.version,1.2\n"
        manifest = f"propertyName,value\n{versions}{modes}"
        (self.folder / MANIFEST).write_text(manifest, encoding="utf-8")
        return True

    def _write_file(self, name: str, text: TextFile) -> None:
        rows, ragged = self._rows[name], self._ragged[name]
        with (self.folder / Path(name).name).open("wb") as file:
            for record in records(text, ragged):
                is_left_out = record.row in rows or record.ragged is not None
                if record.row == -1 or (is_left_out and self._is_kept(text, record)):
                    self.left -= file.write(without_secrets(text, record) + b"\n")

    def _is_kept(self, text: TextFile, record: Record) -> bool:
        """Neither a row that nobody can mend for its length, nor more than a page can give out, nor
        one with a social-security number.
        """
        length = len(record.text)
        if length > min(LONGEST_VALUE, self.left):
            return False
        if holds_social_security_number(record.text.decode("utf-8", "replace")):
            return False
        return not self._names_removed(text, record)

    def _names_removed(self, text: TextFile, record: Record) -> bool:
        if not self.buried.hashes:
            return False
        return any(map(self.buried.are_in, cells_of(text, record)))


def kept_rows(file: Path) -> tuple[TextFile, Iterator[Record]]:
    """A file of rows that were left out, its heading first, as the load parted them."""
    try:
        delimiter = open_text(file).delimiter
    except ExportRefused:
        delimiter = ","
    text = TextFile(path=file, name=file.name, encoding="utf-8", delimiter=delimiter, heading=())
    return text, records(text, ())


def pack(folder: Path, into: IO[bytes]) -> None:
    """The folder as a zip for a spreadsheet program: cells that look like formulas are marked."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.glob("[!.]*")):
            with archive.open(file.name, "w") as packed:
                _write_marked(file, packed)


def _write_marked(file: Path, packed: IO[bytes]) -> None:
    text, rows = kept_rows(file)
    packed.write(codecs.BOM_UTF8)  # without it Excel takes letters for others
    for number, record in enumerate(rows):
        line = io.StringIO()
        cells = cells_of(text, record)
        if not number and cells:
            cells[0] = cells[0].removeprefix("\ufeff")
        csv.writer(line, delimiter=text.delimiter, lineterminator="\n").writerow(map(marked, cells))
        packed.write(line.getvalue().encode())
