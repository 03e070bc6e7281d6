"""What of the measures is kept no longer."""

import shutil
from pathlib import Path

from convergent.facts.measures.folders import KEPT, built_measures, measures_folder
from convergent.facts.measures.turns import measures_turn
from convergent.facts.snapshot import Snapshot, all_snapshots


def prune_measures(home: Path) -> None:
    """Removes the measures of snapshots that are gone, and growth on which none rests."""
    with measures_turn(home) as measures:
        kept = all_snapshots(home)
        names = {snapshot.id for snapshot in kept}
        for manifest in measures.glob("*/manifest.json"):
            if manifest.parent.name not in names:
                shutil.rmtree(manifest.parent)
        used = {key for one in kept if (built := built_measures(one)) for key in built.growth}
        for file in (measures / KEPT).glob("*.npz"):
            if file.stem not in used:
                file.unlink()


def forget_measures(measures: Path) -> None:
    """Removes all that was worked out of students' rows, of whoever has the turn; it is worked out
    anew.
    """
    for left in measures.iterdir():
        if left.is_dir():
            shutil.rmtree(left)


def forget_measures_of(snapshot: Snapshot) -> None:
    shutil.rmtree(measures_folder(snapshot), ignore_errors=True)
