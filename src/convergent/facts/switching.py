"""Switches from one snapshot to another, and remembers what each switch was for.

<home>/facts/switches.json   the latest switches, oldest first; the last may not have happened yet
"""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from convergent.facts.snapshot import (
    Manifest,
    Snapshot,
    current_snapshot,
    facts_folder,
    flush,
    keep_built,
    snapshot_with,
    snapshots_folder,
    write_whole,
)

REMEMBERED = 100
Note = Callable[[Snapshot | None, Snapshot], None]


def note_nothing(_before: Snapshot | None, _after: Snapshot) -> None:
    """Nobody has to know."""


@dataclass(frozen=True, kw_only=True)
class Switch:
    """`before` and `after` are ids of snapshots, the first one empty where nothing served. The
    `occasion` is whatever asked for it, such as the id of a load.
    """

    before: str
    after: str
    occasion: str


def last_switch(home: Path) -> Switch | None:
    """The one that made serve what serves; None where that is not known."""
    return next(reversed(_happened(home)), None)


def switch_for(home: Path, occasion: str) -> Switch | None:
    """What was done for an occasion; None where nothing was, or where it was long ago. Of several
    switches, such as those of a load that was begun again, from before the first to the last.
    """
    asked = [one for one in _happened(home) if occasion and one.occasion == occasion]
    if not asked:
        return None
    return Switch(before=asked[0].before, after=asked[-1].after, occasion=occasion)


def publish(built: Path, manifest: Manifest, *, home: Path, occasion: str = "") -> Snapshot:
    """Makes a built folder the current snapshot: wholly, durably, or not at all.

    Content that a snapshot already holds is not stored again; that snapshot becomes current.
    """
    snapshot = snapshot_with(home, manifest.content_hash)
    snapshot = snapshot or keep_built(built, manifest, snapshots_folder(home))
    make_current(snapshot, home=home, occasion=occasion)
    return snapshot


def make_current(snapshot: Snapshot, *, home: Path, occasion: str = "") -> None:
    """Switches to a snapshot, also to an earlier one; readers see the old one or the new."""
    serving = current_snapshot(home)
    if serving == snapshot:
        return
    before = serving.id if serving else ""
    _remember(home, Switch(before=before, after=snapshot.id, occasion=occasion))
    if serving is not None:
        _point(facts_folder(home) / "previous", serving)
    _point(facts_folder(home) / "current", snapshot)


def _remember(home: Path, switch: Switch) -> None:
    """Before it happens; one that a kill prevented is left out as soon as another is made."""
    kept = [*_happened(home), switch][-REMEMBERED:]
    write_whole(_file(home), json.dumps([asdict(one) for one in kept], indent=1))


def _happened(home: Path) -> list[Switch]:
    """Up to the last that leads to what serves."""
    try:
        told = json.loads(_file(home).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    switches, serving = [Switch(**one) for one in told], current_snapshot(home)
    while switches and (serving is None or switches[-1].after != serving.id):
        switches.pop()
    return switches


def _point(link: Path, snapshot: Snapshot) -> None:
    following = link.with_name(f"{link.name}.{os.getpid()}")
    following.unlink(missing_ok=True)
    following.symlink_to(os.path.relpath(snapshot.folder, link.parent))
    following.replace(link)
    flush(link.parent)


def _file(home: Path) -> Path:
    return facts_folder(home) / "switches.json"
