"""Reads layout files, and refuses one that is wrong: with file, line, key and what to do."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.assessments.layout import Layout
from convergent.facts.sources.assessments.parsing import WrongLayout, parsed

LAYOUTS = Path(__file__).parent / "layouts"
MARK = "results"
"""A file in a district's folder of mappings is a layout of results if it has this key."""


@cache
def known_layouts() -> tuple[Layout, ...]:
    """Those that come with Convergent, in the order of their names."""
    return tuple(read_layout(path, is_own=False) for path in sorted(LAYOUTS.glob("*.toml")))


def own_layouts(mappings: Path | None) -> Iterator[Layout]:
    """A district's own; raises ExportRefused for one that is wrong."""
    if mappings is None or not mappings.is_dir():
        return
    for path in sorted(mappings.glob("*.toml")):
        if MARK in _toml(path):
            yield read_layout(path, is_own=True)


def read_layout(path: Path, *, is_own: bool) -> Layout:
    """Raises ExportRefused where the file is wrong."""
    said = _toml(path)
    try:
        return parsed(said, name=path.stem, is_own=is_own)
    except WrongLayout as wrong:
        raise ExportRefused(
            Finding(
                file=path.name,
                line=_line(path, wrong.keys),
                column=".".join(wrong.keys),
                value=wrong.value,
                rule="layout",
                fix=wrong.fix,
            )
        ) from None


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExportRefused(_no_toml(path, str(error))) from None


def _no_toml(path: Path, error: str) -> Finding:
    line = re.search(r"line (\d+)", error)
    return Finding(
        file=path.name,
        line=int(line[1]) if line else 0,
        value=error.split(" (at")[0],
        rule="layout",
        fix="Mend this line: the file is not TOML.",
    )


def _line(path: Path, keys: Sequence[str]) -> int:
    """The first line that names the last key, behind the lines that name those before it."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    at = 0
    for key in (key for key in keys if not key.isdigit()):
        named = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
        found = next((n for n in range(at, len(lines)) if named.search(lines[n])), None)
        if found is None:
            return at + 1 if at else 0
        at = found
    return at + 1
