"""Takes a student out of the rows that were left out, and out of what was found wrong."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from convergent.facts.kept_findings import findings_folder
from convergent.facts.one_student import Student
from convergent.facts.quarantine import MANIFEST, kept_rows
from convergent.facts.snapshot import quarantine_folder, write_whole
from convergent.facts.sources.text import DELIMITERS

SURE = 4
_MARKS = r"\s,;|:{}\[\]\"'"


def speak_of(home: Path, student: Student) -> bool:
    """Whether a row that was left out names the student."""
    names = _naming(student)
    return any(map(names, (row for file in _files(home) for row in _rows(file))))


def leave_left_out(home: Path, student: Student) -> int:
    """How many rows went. One that may be the student's goes too: it is in the export still."""
    names, gone = _naming(student), 0
    for file in _files(home):
        rows = list(_rows(file))
        kept = [row for row in rows if not names(row)]
        if len(kept) < len(rows):
            gone += len(rows) - len(kept)
            write_whole(file, b"".join(kept))
    return gone


def leave_findings(home: Path) -> int:
    """How many were told with a value, which all go: nothing says whose each one is. File, line,
    column and rule stay.
    """
    told = 0
    for file in sorted(findings_folder(home).glob("*.json")):
        result = json.loads(file.read_text(encoding="utf-8"))
        found = [one for kind in ("errors", "notices") for one in result.get(kind, ())]
        valued = [one for one in found if one["value"]]
        for one in valued:
            one["value"] = ""
        if valued:
            told += len(valued)
            write_whole(file, json.dumps(result, indent=1))
    return told


def _files(home: Path) -> list[Path]:
    found = sorted(quarantine_folder(home).glob("*/[!.]*"))
    return [file for file in found if file.name != MANIFEST]


def _rows(file: Path) -> Iterator[bytes]:
    return (record.text for record in kept_rows(file)[1])


def _naming(student: Student) -> Callable[[bytes], bool]:
    """Whether a row names the student: by a word of theirs, or by both names. In a row of columns
    without marks between them, words may touch.
    """
    signs = [[word] for word in student.words if word.strip()] + [list(p) for p in student.names]
    apart, touching = _any_of(signs, apart=True), _any_of(signs, apart=False)

    def names(row: bytes) -> bool:
        text = row.decode("utf-8", errors="replace").casefold()
        return apart(text) if any(mark in text for mark in DELIMITERS) else touching(text)

    return names


def _any_of(signs: Sequence[Sequence[str]], *, apart: bool) -> Callable[[str], bool]:
    """Whether all words of one of the signs stand in a text."""
    compiled = [[_pattern(word, apart=apart) for word in sign] for sign in signs]
    return lambda text: any(all(word.search(text) for word in sign) for sign in compiled)


def _pattern(word: str, *, apart: bool) -> re.Pattern[str]:
    """Zeros may fill a word up. A short one has to be a whole value: else it is anywhere."""
    said = re.escape(word.casefold())
    if len(word) < SURE:
        return re.compile(rf"(?<![^{_MARKS}])0*{said}(?![^{_MARKS}])")
    return re.compile(rf"(?<![^\W_])0*{said}(?![^\W_])" if apart else said)
