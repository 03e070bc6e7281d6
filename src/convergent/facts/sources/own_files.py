"""TOML files that say how others are read: mappings of columns and roles, layouts of results."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from convergent.facts.findings import ExportRefused, Finding

LARGEST = 1_000_000


@dataclass(frozen=True)
class OwnFile:
    """A file by its name, as it is written and what it says."""

    name: str
    text: str
    said: Mapping[str, Any]

    @property
    def is_layout(self) -> bool:
        """Whether it says what `results` a row gives; a mapping says what `rows`."""
        return "results" in self.said and "rows" not in self.said

    @property
    def is_of_roles(self) -> bool:
        """Whether it says what a district's own words for `roles` mean."""
        return "roles" in self.said and not self.said.keys() & {"rows", "results"}


def own_files(folder: Path | None) -> list[OwnFile]:
    """Those of `<home>/mappings`. Raises ExportRefused, located, where one is no TOML."""
    return toml_files(folder) if folder is not None and folder.is_dir() else []


def toml_files(folder: Traversable) -> list[OwnFile]:
    """In the order of their names."""
    files = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return [_read(file) for file in sorted(files, key=lambda file: file.name)]


def _read(file: Traversable) -> OwnFile:
    content = file.read_bytes()
    if len(content) > LARGEST:
        raise ExportRefused(Finding(file=file.name, rule="size", fix="Send a smaller file."))
    try:
        text = content.decode("utf-8-sig")
        return OwnFile(file.name, text, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ExportRefused(_no_toml(file.name, str(wrong))) from None


def _no_toml(name: str, wrong: str) -> Finding:
    line = re.search(r"line (\d+)", wrong)
    return Finding(
        file=name,
        line=int(line[1]) if line else 0,
        rule="TOML",
        fix=f"Mend what is written there: {wrong}.",
    )
