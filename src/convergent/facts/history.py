"""The snapshots that are kept: going back to one, comparing two, letting old ones go."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from convergent.errors import BadInput
from convergent.facts.announce import announce
from convergent.facts.differences import difference
from convergent.facts.findings import Difference
from convergent.facts.forgetting import facts_turn
from convergent.facts.measures.pruning import forget_measures_of
from convergent.facts.progress import never
from convergent.facts.snapshot import (
    Snapshot,
    all_snapshots,
    current_snapshot,
    predecessor,
    snapshot_named,
)
from convergent.facts.sources.fetched import forget_fetches
from convergent.facts.switching import Note, make_current, note_nothing
from convergent.facts.tables import TABLES

MEMORY = "512MB"


@dataclass(frozen=True)
class Comparison:
    """What going from one snapshot to another changes; `gone` and `come` are whole kinds of row."""

    before: Snapshot
    after: Snapshot
    differences: tuple[Difference, ...]
    gone: tuple[str, ...]
    come: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.differences or self.gone or self.come)


def roll_back(
    home: Path,
    name: str = "",
    *,
    expected: str = "",
    cancelled: Callable[[], bool] = never,
    note: Note = note_nothing,
) -> tuple[Snapshot, Snapshot]:
    """Makes a snapshot serve again, the one before unless it is named, and says which two.

    `note` is called when it is sure that it can, and before it does. Raises BadInput where there is
    none or where something else serves than was `expected`, and Cancelled when told so while a load
    has its turn.
    """
    with facts_turn(home, cancelled=cancelled):
        serving = current_snapshot(home)
        wanted = snapshot_named(home, name) if name else predecessor(home)
        if serving is None or wanted is None:
            raise BadInput(
                "No snapshot served before this one.", "See which are kept: convergent facts list"
            )
        if expected not in {"", serving.id}:
            raise BadInput(
                f"Meanwhile another snapshot came to serve: {serving.id}.",
                "See which are kept, and say which is to serve: convergent facts list",
            )
        note(serving, wanted)
        make_current(wanted, home=home)
        forget_fetches(home)  # what was undone would never come again as a change
    announce(wanted)
    return serving, wanted


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """Rows count while they are active on the later snapshot's own day."""
    changed = [
        table
        for table in TABLES
        if before.table(table.name).exists()
        and after.table(table.name).exists()
        and before.manifest.hashes.get(table.name) != after.manifest.hashes.get(table.name)
    ]
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        found = tuple(
            difference(
                table,
                before.table(table.name),
                after.table(table.name),
                day=max(before.manifest.as_of, after.manifest.as_of),
                connection=connection,
            )
            for table in changed
        )
    return Comparison(before, after, found, _only_in(before, after), _only_in(after, before))


def _only_in(one: Snapshot, other: Snapshot) -> tuple[str, ...]:
    return tuple(
        table.name
        for table in TABLES
        if one.table(table.name).exists() and not other.table(table.name).exists()
    )


def prune(home: Path, *, keep: int) -> list[str]:
    """Removes all but the newest `keep` snapshots; what serves and what served before it stay."""
    with facts_turn(home, cancelled=never):
        staying = {current_snapshot(home), predecessor(home)}
        kept = all_snapshots(home)
        old = [one for one in kept[: max(len(kept) - keep, 0)] if one not in staying]
        for snapshot in old:
            shutil.rmtree(snapshot.folder)
            forget_measures_of(snapshot)
    return [snapshot.id for snapshot in old]
