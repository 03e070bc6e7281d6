"""Snapshots: immutable folders of Parquet, one of them current.

<home>/facts/snapshots/<id>/   a Parquet file for each table, and manifest.json
<home>/facts/current           a symbolic link to the snapshot that serves
<home>/facts/previous          the same to the one that served before it; see `switching`
<home>/facts/quarantine/<id>/  the rejected rows of one load, to be mended
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from convergent.errors import BadInput
from convergent.facts.findings import TableCount
from convergent.facts.progress import Cancelled

MANIFEST = "manifest.json"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a snapshot was made of. `as_of` is the day that the exports describe; `tables` counts
    the rows that were read for it, `served` those that are active in it: see `served_rows`.
    `hashes` are of its tables, and `content_hash` of them all. `removals` counts the lawful
    requests by which a student was taken out of it; who that was is written nowhere.
    """

    content_hash: str
    as_of: date
    built_at: datetime
    code_version: str
    inputs: Mapping[str, str]
    tables: Mapping[str, TableCount]
    hashes: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, int] = field(default_factory=dict)
    served: Mapping[str, int] | None = None
    removals: int = 0

    def as_json(self) -> str:
        return json.dumps(asdict(self), default=str, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        stored: dict[str, Any] = json.loads(text)
        stored["as_of"] = date.fromisoformat(stored["as_of"])
        stored["built_at"] = datetime.fromisoformat(stored["built_at"])
        stored["tables"] = {name: TableCount(**count) for name, count in stored["tables"].items()}
        return cls(**stored)


@dataclass(frozen=True)
class Snapshot:
    """A handle on one snapshot; it stays good while later ones are published."""

    folder: Path

    @property
    def id(self) -> str:
        return self.folder.name

    @cached_property
    def manifest(self) -> Manifest:
        return Manifest.from_json((self.folder / MANIFEST).read_text(encoding="utf-8"))

    def table(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


def facts_folder(home: Path) -> Path:
    return home.resolve() / "facts"


def closed_facts_folder(home: Path) -> Path:
    """The folder, there and closed to every other account, whatever the process's umask is."""
    folder = facts_folder(home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def staging_folder(home: Path) -> Path:
    return facts_folder(home) / "staging"


def quarantine_folder(home: Path) -> Path:
    return facts_folder(home) / "quarantine"


def held_folder(home: Path) -> Path:
    return facts_folder(home) / "held"


def snapshots_folder(home: Path) -> Path:
    return facts_folder(home) / "snapshots"


def current_snapshot(home: Path) -> Snapshot | None:
    """The snapshot that serves; ask once for each request and pass the handle on."""
    return _linked(home, "current")


def predecessor(home: Path) -> Snapshot | None:
    """The snapshot that served before the current one; None where there was none, or it is gone."""
    before, serving = _linked(home, "previous"), current_snapshot(home)
    return None if before == serving else before


def _linked(home: Path, name: str) -> Snapshot | None:
    try:
        return Snapshot((facts_folder(home) / name).resolve(strict=True))
    except FileNotFoundError:
        return None


def all_snapshots(home: Path) -> list[Snapshot]:
    """Oldest first."""
    manifests = sorted(snapshots_folder(home).glob(f"*/{MANIFEST}"))
    return [Snapshot(manifest.parent) for manifest in manifests]


def snapshot_named(home: Path, name: str) -> Snapshot:
    """Raises BadInput where no snapshot of this id is kept."""
    for snapshot in all_snapshots(home):
        if snapshot.id == name:
            return snapshot
    raise BadInput(f"No snapshot {name} is kept.", "See which are: convergent facts list")


def snapshot_with(home: Path, content_hash: str) -> Snapshot | None:
    """The snapshot that already holds this content, if there is one."""
    holding = (s for s in all_snapshots(home) if s.manifest.content_hash == content_hash)
    return next(holding, None)


def keep_built(built: Path, manifest: Manifest, into: Path) -> Snapshot:
    """Moves a built folder to its lasting place, durably."""
    (built / MANIFEST).write_text(manifest.as_json(), encoding="utf-8")
    for file in built.iterdir():
        flush(file)
    flush(built)
    moment = manifest.built_at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    folder = into / f"{moment}-{manifest.content_hash[:12]}"
    folder.parent.mkdir(exist_ok=True)
    built.rename(folder)
    flush(folder.parent)
    return Snapshot(folder)


def flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, content: str | bytes) -> None:
    """All of it or nothing, durably, and readable by this account alone."""
    following = path.with_name(f".{path.name}.following")
    descriptor = os.open(following, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    following.replace(path)
    flush(path.parent)


@contextmanager
def one_load_at_a_time(home: Path, *, cancelled: Callable[[], bool]) -> Iterator[tuple[Path, int]]:
    """Waits for its turn, then yields an empty staging folder and the lock's file descriptor; what
    a killed load left is removed.

    The kernel frees the lock when the last process that holds its descriptor has died.
    """
    with (closed_facts_folder(home) / "load.lock").open("w") as lock:
        while not takes_lock(lock.fileno()):
            if cancelled():
                raise Cancelled
            time.sleep(0.1)
        _clear_up(home)
        staging_folder(home).mkdir()
        try:
            yield staging_folder(home), lock.fileno()
        finally:
            shutil.rmtree(staging_folder(home))


def _clear_up(home: Path) -> None:
    """Takes away what a kill left: staging, and links and files that were not put in place."""
    shutil.rmtree(staging_folder(home), ignore_errors=True)
    for pattern in ("current.*", "previous.*", ".*.following"):
        for left in facts_folder(home).glob(pattern):
            left.unlink()


def takes_lock(descriptor: int) -> bool:
    """Whether this process has the lock now; it does not wait for it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
