"""Loads that wait for a person, because they would end or change too much.

<home>/facts/held/<id>/   the built snapshot, its manifest, and difference.json
"""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from convergent.errors import BadInput
from convergent.facts.announce import announce
from convergent.facts.findings import Difference, difference_from
from convergent.facts.forgetting import facts_turn
from convergent.facts.progress import never
from convergent.facts.snapshot import (
    Manifest,
    Snapshot,
    current_snapshot,
    flush,
    held_folder,
    keep_built,
    snapshots_folder,
)
from convergent.facts.switching import Note, note_nothing, publish

_DIFFERENCE = "difference.json"


@dataclass(frozen=True)
class Held:
    """A load that waits. `base` is the snapshot that it was compared with."""

    folder: Path
    base: str
    differences: tuple[Difference, ...]

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def manifest(self) -> Manifest:
        return Snapshot(self.folder).manifest


class HeldGone(BadInput):
    """The load no longer waits, or what it was compared with no longer serves."""


def hold(built: Path, manifest: Manifest, differences: Sequence[Difference], *, home: Path) -> str:
    """Keeps a built snapshot aside, and returns its id. The same content waits once."""
    serving = current_snapshot(home)
    told = {
        "base": serving.id if serving else "",
        "differences": [asdict(one) for one in differences],
    }
    (built / _DIFFERENCE).write_text(json.dumps(told, indent=1), encoding="utf-8")
    earlier = held_loads(home)
    kept = keep_built(built, manifest, held_folder(home)).id
    for other in earlier:
        _throw_away(other)
    return kept


def replace_waiting(home: Path) -> None:
    """A load was published: what waited was compared with another snapshot, and goes."""
    for waiting in held_loads(home):
        _throw_away(waiting)


def held_loads(home: Path) -> list[Held]:
    """Those that wait, oldest first. A later load takes an earlier one's place."""
    return [_read(file.parent) for file in sorted(held_folder(home).glob(f"*/{_DIFFERENCE}"))]


def held_load(home: Path, name: str) -> Held:
    """Raises HeldGone where none of this id waits. One whose approval was cut off, when it was kept
    as a snapshot already, waits still.
    """
    for within in (held_folder(home), snapshots_folder(home)):
        if name and (within / name / _DIFFERENCE).exists():
            return _read(within / name)
    raise HeldGone(
        f"No load {name} waits: it was decided on, or a later load took its place.",
        "See which wait: convergent facts list",
    )


def approve(
    home: Path,
    name: str,
    *,
    occasion: str = "",
    cancelled: Callable[[], bool] = never,
    note: Note = note_nothing,
) -> Snapshot:
    """Publishes a load that waits; raises HeldGone where another was published meanwhile, and
    Cancelled when told so while a load has its turn.

    `note` is called when it is sure that it can be published, and before it is.
    """
    with facts_turn(home, cancelled=cancelled):
        waiting = held_load(home, name)
        serving = current_snapshot(home)
        if (serving.id if serving else "") != waiting.base:
            raise HeldGone(
                "Another load was published since this one was compared.",
                "Load the exports again, to see what they would change now.",
            )
        note(serving, Snapshot(waiting.folder))
        snapshot = publish(waiting.folder, waiting.manifest, home=home, occasion=occasion)
        (snapshot.folder / _DIFFERENCE).unlink(missing_ok=True)
        replace_waiting(home)
    announce(snapshot)
    return snapshot


def refuse(
    home: Path, name: str, *, cancelled: Callable[[], bool] = never, note: Note = note_nothing
) -> None:
    """Throws a load that waits away. What serves stays. `note` is called first."""
    with facts_turn(home, cancelled=cancelled):
        waiting = held_load(home, name)
        note(current_snapshot(home), Snapshot(waiting.folder))
        _throw_away(waiting)


def _throw_away(waiting: Held) -> None:
    """Without its difference a folder is no load that waits; what a kill leaves is not seen."""
    (waiting.folder / _DIFFERENCE).unlink()
    flush(waiting.folder)
    shutil.rmtree(waiting.folder)


def _read(folder: Path) -> Held:
    told = json.loads((folder / _DIFFERENCE).read_text(encoding="utf-8"))
    return Held(folder, told["base"], tuple(map(difference_from, told["differences"])))
