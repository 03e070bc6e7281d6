"""The parts of a workbook, unpacked no further than bytes and a clock allow."""

import time
from collections.abc import Callable
from typing import IO, Any, cast
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from convergent.facts.findings import ExportRefused, Finding

MOST_TEXTS = 3_000_000
MOST_AT_ONCE = 32_000_000
AS_CSV = "Save each sheet as CSV, and send these."
_CHUNK = 1 << 16


class Parts(ZipFile):
    """Refuses to go on where reading them takes too long, or where they hand out too much, in all
    or without a row or a text in between: several sheets may lead to one part.
    """

    def __init__(self, file: IO[bytes], *, name: str, most_bytes: int, most_seconds: int) -> None:
        super().__init__(file)
        self._name = name
        self._left = most_bytes
        self._at_once = 0
        self._seconds = most_seconds
        self._until = time.process_time() + most_seconds

    def open(self, *arguments: Any, **named: Any) -> IO[bytes]:
        self.go_on()
        return cast("IO[bytes]", _Watched(super().open(*arguments, **named), self._count))

    def go_on(self) -> None:
        """To be called when something came of what was handed out."""
        self._at_once = 0

    def _count(self, handed_out: int) -> None:
        self._left -= handed_out
        self._at_once += handed_out
        if self._left < 0:
            raise self.refusal("size of a workbook")
        if self._at_once > MOST_AT_ONCE:
            raise self.refusal("size of a workbook", "one row, text or part is too large")
        if time.process_time() > self._until:
            raise self.refusal("time of a workbook", f"more than {self._seconds} seconds")

    def refusal(self, rule: str, value: str = "") -> ExportRefused:
        return ExportRefused(Finding(file=self._name, value=value, rule=rule, fix=AS_CSV))


class _Watched:
    """A part that is being read, a piece at a time."""

    def __init__(self, part: IO[bytes], count: Callable[[int], None]) -> None:
        self._part = part
        self._count = count

    def __enter__(self) -> "_Watched":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._part.close()

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join(iter(lambda: self.read(_CHUNK), b""))
        piece = self._part.read(size)
        self._count(len(piece))
        return piece


class Reader(ExcelReader):
    """Reads no formatting of the texts that cells share, and builds no tree of them."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.fp, read_only=True, keep_links=False)
        self.archive = parts

    def read_strings(self) -> None:
        package: Manifest = self.package
        part = package.find(SHARED_STRINGS)
        if part is not None:
            texts = _SharedTexts(self.archive)
            with self.archive.open(part.PartName[1:]) as source:
                texts.read(source)
            self.shared_strings = texts.texts

    def read_worksheets(self) -> None:
        for sheet, relation in self.parser.find_sheets():
            is_there = relation.target in self.valid_files
            if is_there and "chartsheet" not in relation.Type:
                opened = _Sheet(self.wb, sheet.name, relation.target, self.shared_strings)
                opened.sheet_state = sheet.state
                self.wb._sheets.append(opened)


class _Sheet(ReadOnlyWorksheet):
    def _get_size(self) -> None:
        """Not looked for: where a sheet does not say it, that would read the whole of it."""


class _SharedTexts:
    """Each text put together of its plain or its formatted runs; how it is spoken is left out."""

    def __init__(self, parts: Parts) -> None:
        self.texts: list[str] = []
        self._parts = parts
        self._runs: list[str] = []
        self._within: list[str] = []

    def read(self, source: IO[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = lambda _: self._end()
        parser.CharacterDataHandler = self._hear
        while piece := source.read(_CHUNK):
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _begin(self, name: str, _: object) -> None:
        self._within.append(name.rpartition(" ")[2])

    def _end(self) -> None:
        if self._within.pop() == "si":
            self.texts.append("".join(self._runs).replace("x005F_", ""))
            self._runs.clear()
            self._parts.go_on()
            if len(self.texts) > MOST_TEXTS:
                raise self._parts.refusal("size of a workbook", f"more than {MOST_TEXTS:,} texts")

    def _hear(self, text: str) -> None:
        if self._within[-1] == "t" and "rPh" not in self._within:
            self._runs.append(text)
