"""The facts that serve, copied while loads and removals may happen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from convergent.errors import WrongSetting
from convergent.facts.measures.folders import measures_folder
from convergent.facts.removal import read_removal
from convergent.facts.snapshot import MANIFEST, Snapshot, current_snapshot
from convergent.upkeep.copying import Copied, copy_file, files_below

TRIES = 5
FACTS = "facts"
FORGOTTEN = f"{FACTS}/forgotten.txt"


class _Moved(Exception):
    """What serves changed while it was copied."""


@dataclass(frozen=True)
class CopiedFacts:
    snapshot: str
    content_hash: str
    files: dict[str, Copied]


def copy_facts(home: Path, into: Path) -> CopiedFacts:
    """What serves at one moment. A removal or a switch meanwhile makes it begin again; raises
    WrongSetting where that happens again and again.
    """
    for _ in range(TRIES):
        try:
            return _copy(home.resolve(), into)
        except (_Moved, FileNotFoundError):
            shutil.rmtree(into / FACTS, ignore_errors=True)
    raise WrongSetting(
        "What is loaded changed again and again while it was copied.",
        "Back up when no student is being removed.",
    )


def _copy(home: Path, into: Path) -> CopiedFacts:
    serving = current_snapshot(home)
    if serving is None:
        return CopiedFacts("", "", {})
    before = _state(home, serving)
    files = {
        str(one.relative_to(home)): copy_file(one, into / one.relative_to(home))
        for one in _files(home, serving)
    }
    if _state(home, serving) != before:
        raise _Moved
    return CopiedFacts(serving.id, serving.manifest.content_hash, files)


def _state(home: Path, serving: Snapshot) -> bytes:
    """A removal is written down before it changes a file, and counted in the manifest after."""
    if read_removal(home) is not None:
        raise _Moved
    return (serving.folder / MANIFEST).read_bytes()


def _files(home: Path, serving: Snapshot) -> Iterator[Path]:
    yield from files_below(serving.folder)
    yield from files_below(measures_folder(serving))
    forgotten = home / FORGOTTEN
    if forgotten.exists():
        yield forgotten
