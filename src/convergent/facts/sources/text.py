"""What a text file is: its encoding, its delimiter, its heading and its first rows.

DuckDB reads UTF-8 with rows of one length. What is written otherwise is rewritten beside it, line
by line, so that a row keeps its line number.
"""

import codecs
import csv
import hashlib
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.social_security import is_of_social_security
from convergent.facts.sources.secret_columns import is_secret

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_BYTES = 256 * 1024
SAMPLE_ROWS = 200
MOST_COLUMNS = 3_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


LONGEST_VALUE = 2_000_000
csv.field_size_limit(LONGEST_VALUE)  # Python's own is for the whole process, and too small
_SEVERAL_BYTES = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_CHUNK = 1 << 20
_RETURN = re.compile(r"\r(?!\n|$)")


@dataclass(frozen=True)
class TextFile:
    """A file of delimited text. `name` is what the district calls it; `path` is what is read.

    `heading` holds the names of the columns; trailing ones without a name are left out. `sample`
    holds the first rows, each as long as it is in the file. `skipped` lines stand above the
    heading. It `has_returns` where lines end as they did on old Macintoshes.
    """

    path: Path
    name: str
    encoding: str
    delimiter: str
    heading: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...] = ()
    unnamed: int = 0
    skipped: int = 0
    has_returns: bool = False
    has_heading: bool = True
    notices: tuple[Finding, ...] = field(default=())

    @property
    def heading_line(self) -> int:
        """Its number in the file, from 1."""
        return self.skipped + 1

    @property
    def secrets(self) -> tuple[int, ...]:
        return tuple(at for at, heading in enumerate(self.heading) if is_secret(heading))

    def column(self, at: int) -> list[str]:
        """The sampled values of one column, trimmed; rows that are too short have none."""
        return [row[at].strip() for row in self.sample if at < len(row)]


def open_text(path: Path, *, name: str = "") -> TextFile:
    """What the file's beginning shows; raises ExportRefused where it is no text of columns."""
    name = name or path.name
    with path.open("rb") as file:
        beginning = file.read(SAMPLE_BYTES)
    encoding = _encoding(beginning)
    text = _decoded(beginning, encoding, name)
    delimiter = _delimiter(text)
    rows = list(_rows(text, delimiter, whole=len(beginning) < SAMPLE_BYTES))
    if not rows and text.strip():
        raise ExportRefused(too_long(name, 1))
    skipped, heading = _heading(rows, name)
    has_returns = _RETURN.search(text) is not None
    named = len(heading)
    while named and not heading[named - 1]:
        named -= 1
    return TextFile(
        path=path,
        name=name,
        encoding=encoding,
        delimiter=delimiter,
        heading=tuple(heading[:named]),
        sample=tuple(map(tuple, rows[skipped + 1 : skipped + 1 + SAMPLE_ROWS])),
        unnamed=len(heading) - named,
        skipped=skipped,
        has_returns=has_returns,
        notices=(
            *_oddities(
                name, encoding, delimiter, unnamed=len(heading) - named, has_returns=has_returns
            ),
            *_passed_over(name, skipped + 1, heading[:named]),
        ),
    )


def digest_of(file: TextFile) -> str:
    """SHA-256 of the bytes; raises ExportRefused where one is nothing, which no text holds."""
    digest = hashlib.sha256()
    may_hold_nothing = file.encoding.startswith("utf-16")
    with file.path.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
            if not may_hold_nothing and b"\0" in chunk:
                fix = "Write the line anew: it holds a mark that is no letter."
                line = _line_of_nothing(file.path)
                raise ExportRefused(replace(not_text(file.name), line=line, fix=fix))
    return digest.hexdigest()


def _line_of_nothing(path: Path) -> int:
    line = 1
    with path.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            before, nothing, _ = chunk.partition(b"\0")
            line += before.count(b"\n")
            if nothing:
                break
    return line


def as_utf8(file: TextFile, folder: Path, *, encoding: str = "") -> TextFile:
    """The file as DuckDB can read it; rewritten into `folder` where it has to be."""
    encoding = encoding or file.encoding
    is_plain = encoding in {"utf-8", "utf-8-sig"} and not file.has_returns
    if is_plain and not file.unnamed:
        return replace(file, encoding=encoding)
    folder.mkdir(parents=True, exist_ok=True)
    rewritten = folder / f"{len(list(folder.iterdir()))}.csv"
    with (
        file.path.open("r", encoding=encoding, errors="replace", newline="") as read,
        rewritten.open("w", encoding="utf-8", newline="") as write,
    ):
        _rewrite(file, read, write)
        write.flush()
        os.fsync(write.fileno())
    return replace(file, path=rewritten, encoding="utf-8", unnamed=0, has_returns=False)


def _rewrite(file: TextFile, read: io.TextIOBase, write: io.TextIOBase) -> None:
    """Empty values of columns without a name go; any other row keeps its length, right or wrong."""
    named, full = len(file.heading), len(file.heading) + file.unnamed
    first = read.read(1)
    if first != "\ufeff":
        read.seek(0)
    rows = csv.reader(read, delimiter=file.delimiter)
    writer = csv.writer(write, delimiter=file.delimiter, lineterminator="\n")
    for number, row in enumerate(_rows_or_refusal(rows, file.name)):
        if number < file.skipped or not row:
            write.write("\n")
        elif named < len(row) <= full and not any(row[named:]):
            writer.writerow(row[:named])
        else:
            writer.writerow(row)


def _rows_or_refusal(rows: Any, name: str) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error as error:
        raise ExportRefused(too_long(name, rows.line_num)) from error


def _encoding(beginning: bytes) -> str:
    for mark, encoding in _BOMS:
        if beginning.startswith(mark):
            return encoding
    if beginning[1:200:2].count(0) > len(beginning[1:200:2]) * 0.7:
        return "utf-16-le"
    if beginning[0:200:2].count(0) > len(beginning[0:200:2]) * 0.7:
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return "utf-8" if _SEVERAL_BYTES.search(beginning) else "cp1252"
    return "utf-8"


def is_partly_utf8(path: Path) -> bool:
    """Whether some letters are written as UTF-8 has them; then Windows text it is not."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if _SEVERAL_BYTES.search(chunk):
                return True
    return False


def _decoded(beginning: bytes, encoding: str, name: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(beginning).removeprefix("\ufeff")
    if "\0" in text:
        raise ExportRefused(not_text(name))
    return text


def _delimiter(text: str) -> str:
    """The one that parts the first lines into the most columns."""
    beginning = text[:65_536].splitlines()[:1]
    line = beginning[0] if beginning else ""
    return max(DELIMITERS, key=lambda one: len(next(csv.reader([line], delimiter=one), [])))


def _rows(text: str, delimiter: str, *, whole: bool) -> Iterator[list[str]]:
    """The rows of the sample; the last one is left out where the file goes on."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > SAMPLE_ROWS + 20:
                break
    except csv.Error:
        whole = True
    yield from rows if whole or len(rows) < 2 else rows[:-1]


def _heading(rows: list[list[str]], name: str) -> tuple[int, list[str]]:
    for skipped, row in enumerate(rows):
        heading = [value.strip().strip("\ufeff").strip() for value in row]
        if any(heading):
            if len(heading) > MOST_COLUMNS:
                raise ExportRefused(not_text(name))
            return skipped, heading
    raise ExportRefused(
        Finding(file=name, line=1, rule="empty file", fix="Export it again: it has no heading.")
    )


def _oddities(
    name: str, encoding: str, delimiter: str, *, unnamed: int, has_returns: bool
) -> Iterator[Finding]:
    if encoding not in {"utf-8", "utf-8-sig"}:
        yield Finding(
            file=name,
            line=1,
            value=encoding,
            rule="encoding",
            fix="Nothing: it was read. UTF-8 is safer.",
        )
    if delimiter != ",":
        shown = {"\t": "tab", ";": "semicolon", "|": "bar"}[delimiter]
        yield Finding(
            file=name,
            line=1,
            value=shown,
            rule="delimiter",
            fix="Nothing: it was read. Commas are the rule.",
        )
    if has_returns:
        yield Finding(
            file=name,
            line=1,
            value="CR",
            rule="line ends",
            fix="Nothing: it was read. End lines with CR and LF, or LF.",
        )
    if unnamed:
        yield Finding(
            file=name,
            line=1,
            value=str(unnamed),
            rule="column without a name",
            fix="Nothing: what is empty was left out. Remove the commas at the heading's end.",
        )


def _passed_over(name: str, line: int, heading: list[str]) -> Iterator[Finding]:
    fix = "Do not export social-security numbers. The column was not read."
    for column in filter(is_of_social_security, heading):
        yield Finding(file=name, line=line, column=column, rule="social-security number", fix=fix)


def too_long(name: str, line: int) -> Finding:
    return Finding(
        file=name, line=line, rule="length of a value", fix="Shorten what stands in this row."
    )


def not_text(name: str) -> Finding:
    return Finding(
        file=name,
        line=1,
        rule="text of columns",
        fix="It is no text. Send the export itself: CSV files in UTF-8, a zip, or an Excel workbook"
        " (.xlsx).",
    )
