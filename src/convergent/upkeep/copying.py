"""Copies that are on the disk before anybody is told, each with its hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PIECE = 1 << 20


@dataclass(frozen=True)
class Copied:
    """What a file of a backup has to be."""

    sha256: str
    bytes: int


def copy_file(source: Path, target: Path) -> Copied:
    """Copies and hashes in one reading; `target` must not be there yet."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, target.open("xb") as writing:
        while piece := reading.read(PIECE):
            digest.update(piece)
            writing.write(piece)
            size += len(piece)
        writing.flush()
        os.fsync(writing.fileno())
    return Copied(digest.hexdigest(), size)


def described(file: Path) -> Copied:
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256")
    return Copied(digest.hexdigest(), file.stat().st_size)


def files_below(folder: Path) -> Iterator[Path]:
    """Every ordinary file, sorted; a link is none."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def flush_folders(folder: Path) -> None:
    """The names of files outlive a power cut too."""
    for path in [folder, *(one for one in folder.rglob("*") if one.is_dir())]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
