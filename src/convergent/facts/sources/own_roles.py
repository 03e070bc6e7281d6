"""A district's own words for roles, and what each means: `[roles]` in a file of its mappings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.own_files import OwnFile, own_files
from convergent.facts.tables.rostering import ROLES

BETWEEN = "[ \\t_.-]+"
_PAGE = "See the page “Map your own columns”."


@dataclass(frozen=True)
class RoleWord:
    """A word as it is compared, what it means, and the file that says so."""

    key: str
    meaning: str
    file: str


def own_roles(folder: Path | None) -> tuple[RoleWord, ...]:
    """Those of `<home>/mappings`. Raises ExportRefused, located, for one that cannot be used."""
    words: dict[str, RoleWord] = {}
    for file in own_files(folder):
        if not file.is_of_roles:
            continue
        for word, meaning, line in _lines(file):
            known = words.setdefault(compared(word), RoleWord(compared(word), meaning, file.name))
            if known.meaning != meaning:
                fix = f"{known.file} says that it means {known.meaning}: say one of both."
                raise _refused(file, line, word, meaning, fix)
    return tuple(words.values())


def compared(word: str) -> str:
    """A word without what tells spellings alone apart: `Campus Dean` is `campus_dean`."""
    return re.sub(BETWEEN, "", word.strip()).lower()


def _lines(file: OwnFile) -> Iterator[tuple[str, str, int]]:
    said = file.said["roles"]
    if not isinstance(said, Mapping) or file.said.keys() - {"roles", "name"}:
        fix = 'Write [roles], and below it lines such as "Dean" = "ext:assistantPrincipal".'
        raise _refused(file, 1, "roles", "", fix)
    for word, meaning in said.items():
        line = _line_of(file, word)
        if not isinstance(meaning, str) or not _is_role(meaning):
            known = ", ".join(sorted(ROLES))
            fix = f"Use one of {known}, or a value that begins with ext:."
            raise _refused(file, line, word, str(meaning), fix)
        if not compared(word):
            raise _refused(file, line, word, meaning, "Write the word of the export before it.")
        yield word, meaning, line


def _is_role(meaning: str) -> bool:
    return meaning in ROLES or re.fullmatch(r"ext:\S.*", meaning) is not None


def _line_of(file: OwnFile, word: str) -> int:
    lines = enumerate(file.text.splitlines(), 1)
    return next((n for n, line in lines if line.lstrip(" \"'").startswith(word.strip())), 1)


def _refused(file: OwnFile, line: int, word: str, value: str, fix: str) -> ExportRefused:
    return ExportRefused(
        Finding(
            file=file.name,
            line=line,
            column=word[:200],
            value=value[:200],
            rule="mapping",
            fix=f"{fix} {_PAGE}",
        )
    )
