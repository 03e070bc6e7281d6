"""Where the cells of releases lie: files that are named by their own hash, and never change."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from convergent.errors import BadInput

FOLDER = "releases"


def file_of(home: Path, content_hash: str) -> Path:
    return Path(home) / FOLDER / f"{content_hash}.parquet"


def keep(home: Path, file: Path) -> str:
    """Copies a file there, on the disk before anybody is told, and returns its hash."""
    content_hash = hash_of(file)
    place = file_of(home, content_hash)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    if not place.exists():
        arriving = place.with_suffix(".arriving")
        shutil.copyfile(file, arriving)
        _flush(arriving)
        arriving.chmod(0o400)
        arriving.rename(place)
        _flush(place.parent)
    return content_hash


def kept(home: Path, content_hash: str) -> Path:
    """The file; raises BadInput where it is not what was released."""
    place = file_of(home, content_hash)
    if not place.is_file() or hash_of(place) != content_hash:
        raise BadInput(
            f"The file {place.name} of the ledger is missing, or is not what was released.",
            f"Put it back into {FOLDER}/ from a backup: without it nothing can be released safely.",
        )
    return place


def hash_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
