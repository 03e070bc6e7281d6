"""Rows that were rejected, kept as their files have them, to be mended and loaded again.

The folder is an export itself: each file with its own heading, and a manifest that says that they
are changes, so that what they do not hold stays.
"""

import csv
import io
import zipfile
from collections import defaultdict
from pathlib import Path

import duckdb

from convergent.facts.cells import marked
from convergent.facts.checks import Rule
from convergent.facts.sources.lines import records, without_secrets
from convergent.facts.sources.recognise import ExportFile
from convergent.facts.sources.text import TextFile, open_text
from convergent.facts.staging import Part
from convergent.facts.tables import Table

MOST_ROWS = 200_000


class Quarantine:
    """Collects the rejected rows of one load, then writes them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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
        rules: list[Rule],
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
        manifest = f"propertyName,value\nmanifest.version,1.0\n{modes}"
        (self.folder / "manifest.csv").write_text(manifest, encoding="utf-8")
        return True

    def _write_file(self, name: str, text: TextFile) -> None:
        rows, ragged = self._rows[name], self._ragged[name]
        with (self.folder / Path(name).name).open("wb") as file:
            for record in records(text, ragged):
                if record.row == -1 or record.row in rows or record.ragged is not None:
                    file.write(without_secrets(text, record) + b"\n")


def pack(folder: Path) -> bytes:
    """The folder as a zip for a spreadsheet program: cells that look like formulas are marked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.writestr(file.name, _marked_text(file))
    return packed.getvalue()


def _marked_text(file: Path) -> str:
    text = open_text(file)
    content = file.read_text(encoding=text.encoding, errors="replace")
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=text.delimiter, lineterminator="\n")
    for row in csv.reader(io.StringIO(content, newline=""), delimiter=text.delimiter):
        writer.writerow(marked(cell) for cell in row)
    return out.getvalue()
