"""Reads layout files, and refuses one that is wrong: with file, line, key and what to do."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.assessments.layout import Layout
from convergent.facts.sources.assessments.parsing import WrongLayout, parsed
from convergent.facts.sources.own_files import OwnFile, own_files, toml_files

LAYOUTS = Path(__file__).parent / "layouts"


@cache
def known_layouts() -> tuple[Layout, ...]:
    """Those that come with Convergent, in the order of their names."""
    return tuple(read_layout(file, is_own=False) for file in toml_files(LAYOUTS))


def own_layouts(mappings: Path | None) -> Iterator[Layout]:
    """A district's own; raises ExportRefused for one that is wrong."""
    for file in own_files(mappings):
        if file.is_layout:
            yield read_layout(file, is_own=True)


def read_layout(file: OwnFile, *, is_own: bool) -> Layout:
    """Raises ExportRefused where the file is wrong."""
    try:
        return parsed(file.said, name=file.name.removesuffix(".toml"), is_own=is_own)
    except WrongLayout as wrong:
        raise ExportRefused(
            Finding(
                file=file.name,
                line=_line(file.text, wrong.keys),
                column=".".join(wrong.keys),
                value=wrong.value,
                rule="layout",
                fix=wrong.fix,
            )
        ) from None


def _line(text: str, keys: Sequence[str]) -> int:
    """The first line that names the last key, behind the lines that name those before it."""
    lines = text.splitlines()
    at = 0
    for key in (key for key in keys if not key.isdigit()):
        named = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
        found = next((n for n in range(at, len(lines)) if named.search(lines[n])), None)
        if found is None:
            return at + 1 if at else 0
        at = found
    return at + 1
