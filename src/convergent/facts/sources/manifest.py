"""OneRoster's manifest: which files an export holds, and whether each is whole or a change."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from convergent.facts.findings import Finding
from convergent.facts.sources.forms import Fit, Mode
from convergent.facts.sources.text import TextFile

_HEADING = ["propertyname", "value"]
VERSIONS = frozenset({"1.0", "1.1", "1.2"})
MODES = frozenset({"absent", "bulk", "delta"})


@dataclass(frozen=True)
class Said:
    """What a line of the manifest says of a file: its mode, in small letters."""

    name: str
    mode: str
    line: int


@dataclass(frozen=True)
class Manifest:
    """`files` is by file name without its ending, in small letters."""

    name: str = ""
    version: str = ""
    version_line: int = 0
    files: Mapping[str, Said] = field(default_factory=dict)

    def mode_of(self, name: str, fit: Fit) -> Mode | None:
        """What the manifest says of a file, by its own name or the usual one of its form."""
        said = self.files.get(stem(name)) or self.files.get(stem(fit.form.file))
        if said is not None and said.mode == "delta":
            return "delta"
        return "bulk" if said is not None and said.mode == "bulk" else None

    def notices(self, found: Collection[str]) -> Iterator[Finding]:
        """Where it says what is not so; `found` are the names of the files that are there."""
        if not self.name:
            return
        if self.version not in VERSIONS:
            yield self._notice(
                self.version_line, "oneroster.version", self.version, "Say 1.1 or 1.2."
            )
        there = set(map(stem, found))
        for said in self.files.values():
            fix = _at_odds(said, is_there=stem(said.name) in there)
            if fix:
                yield self._notice(said.line, f"file.{said.name}", said.mode, fix)

    def _notice(self, line: int, column: str, value: str, fix: str) -> Finding:
        return Finding(
            file=self.name, line=line, column=column, value=value, rule="manifest", fix=fix
        )


def _at_odds(said: Said, *, is_there: bool) -> str:
    if said.mode not in MODES:
        return "Say bulk, delta or absent."
    if said.mode == "absent" and is_there:
        return "The file is there, and was read as a whole: say bulk or delta."
    if said.mode != "absent" and not is_there:
        return "Send the file, or say absent."
    return ""


def stem(name: str) -> str:
    return PurePath(name).stem.lower()


def read(text: TextFile) -> Manifest | None:
    """The manifest, if the file is one."""
    if [name.lower() for name in text.heading[:2]] != _HEADING:
        return None
    rows = [
        (line, row[0].strip(), row[1].strip())
        for line, row in enumerate(text.sample, text.skipped + 2)
        if len(row) >= 2
    ]
    version = next(((line, v) for line, name, v in rows if name == "oneroster.version"), (0, ""))
    files = {
        name.removeprefix("file.").lower(): Said(name.removeprefix("file."), value.lower(), line)
        for line, name, value in rows
        if name.startswith("file.")
    }
    return Manifest(text.name, version[1], version[0], files)
