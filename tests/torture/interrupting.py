"""Loads that are killed or cannot write: what serves is wholly the old or wholly the new.

A loader is a fork of this process, in a session of its own, so that a round costs one load. In each
round the district's exports say now the one thing, now the other (a student fewer), so that every
load that comes through changes what serves.
"""

import os
import random
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from convergent.facts import child
from convergent.facts.build import content_hash, table_hash
from convergent.facts.findings import SERVES
from convergent.facts.load import Options, load
from convergent.facts.snapshot import all_snapshots, current_snapshot, facts_folder
from convergent.facts.tables import table_named

LASTING = {"switches.json", "snapshots", "current", "previous", "load.lock", "quarantine", "held"}
TARGETS = ("parent", "child", "group")


@dataclass
class Torture:
    """A home with a snapshot, two states of its exports, and what loads of either come to."""

    folder: Path
    exports: tuple[Path, Path]
    chance: random.Random

    def __post_init__(self):
        self.home = self.folder / "home"
        self.hashes = [self._load(one) for one in self.exports]
        began = time.monotonic()
        self._load(self.exports[0])
        self.seconds = time.monotonic() - began
        self.serves = 0
        self.leaked = _temporary_files()

    def kill(self):
        """Kills a load at some moment; returns whom."""
        target = self.chance.choice(TARGETS)
        loader = self._start()
        time.sleep(self.chance.uniform(0, self.seconds))
        with suppress(ProcessLookupError):
            _kill(loader, target)
        os.waitpid(loader, 0)
        self.verify()
        return target

    def fail_writing(self, spoil):
        """A load of which `spoil` makes some write fail."""
        os.waitpid(self._start(spoil), 0)
        self.verify()

    def verify(self):
        """What serves is whole, and one of the two; the next load is clean and comes through."""
        before = self._serving()
        if before not in self.hashes:
            raise AssertionError(f"what serves is neither: {before}")
        _verify_snapshots(self.home)
        following = 1 - self.serves
        if self._load(self.exports[following]) != self.hashes[following]:
            raise AssertionError("the load after it came to something else")
        _verify_snapshots(self.home)
        self.serves = following
        left = {file.name for file in facts_folder(self.home).iterdir()} - LASTING
        if left or _temporary_files() - self.leaked:
            raise AssertionError(f"left over: {left | (_temporary_files() - self.leaked)}")
        _keep_two(self.home)

    def _start(self, spoil=lambda: None):
        loader = os.fork()
        if loader:
            return loader
        try:
            os.setsid()
            spoil()
            load([self.exports[1 - self.serves]], home=self.home, options=Options())
        finally:
            os._exit(0)

    def _load(self, exports):
        result = load([exports], home=self.home)
        if result.status not in SERVES:
            raise AssertionError(f"{result.status}: {result.errors[:3]}")
        return self._serving()

    def _serving(self):
        return current_snapshot(self.home).manifest.content_hash


def two_states(simulated, folder):
    """The exports, and the same without the last student's background."""
    one, other = folder / "one", folder / "other"
    for exports in (one, other):
        shutil.copytree(simulated, exports)
    *kept, _ = (one / "demographics.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (other / "demographics.csv").write_text("".join(kept), encoding="utf-8")
    return one, other


def full_disk(chance):
    """Every file ends somewhere below the largest that a load writes."""
    import resource

    most = int(2 ** chance.uniform(0, 19))

    def spoil():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return spoil


def failing_calls(chance, *, library, error):
    """From some system call on, or for one, nothing can be written: in the child of the load."""
    settings = {
        "LD_PRELOAD": str(library),
        "FAIL_FROM": str(int(2 ** chance.uniform(0, 11))),
        "FAIL_FOR": str(chance.choice((1, 1_000_000))),
        "FAIL_WITH": str(error),
    }

    def spoil():
        os.environ.update(settings)
        child.PASSED_ON += tuple(settings)

    return spoil


def _kill(loader, target):
    if target == "group":
        os.killpg(loader, signal.SIGKILL)
    elif target == "parent":
        os.kill(loader, signal.SIGKILL)
    else:
        tasks = Path(f"/proc/{loader}/task").glob("*/children")
        for process in " ".join(task.read_text() for task in tasks).split():
            os.kill(int(process), signal.SIGKILL)


def _verify_snapshots(home):
    """Each is whole, its files say what its manifest says, and no content is kept twice."""
    snapshots = all_snapshots(home)
    folders = list((facts_folder(home) / "snapshots").iterdir())
    if len(folders) != len(snapshots):
        raise AssertionError("a snapshot without a manifest")
    contents = [snapshot.manifest.content_hash for snapshot in snapshots]
    if len(set(contents)) < len(contents):
        raise AssertionError("a content is kept twice")
    with duckdb.connect() as connection:
        for snapshot in snapshots:
            hashes = {
                name: table_hash(table_named(name), snapshot.table(name), connection)
                for name in snapshot.manifest.hashes
            }
            if content_hash(hashes) != snapshot.manifest.content_hash:
                raise AssertionError(f"{snapshot.id} is damaged")


def _keep_two(home):
    """The oldest goes, so that a round costs as much as the one before."""
    *old, _, _ = [None, None, *all_snapshots(home)]
    serving = current_snapshot(home)
    for snapshot in filter(None, old):
        if snapshot.folder != serving.folder:
            shutil.rmtree(snapshot.folder)


def _temporary_files():
    folder = Path(os.environ.get("TMPDIR", "/tmp"))
    return {file.name for file in folder.glob("duckdb*")}
