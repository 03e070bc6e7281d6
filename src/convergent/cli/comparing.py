"""`convergent facts diff`: two snapshots side by side, or a load that waits beside what serves."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from convergent.errors import BadInput
from convergent.facts import query
from convergent.facts.findings import Difference
from convergent.facts.held import held_loads
from convergent.facts.history import Comparison, compare
from convergent.facts.snapshot import Snapshot, current_snapshot, predecessor, snapshot_named

SCHOOLS_SHOWN = 10


def compared(home: Path, first: str, second: str) -> Comparison:
    """The one before and what serves, unless they are named; a load that waits, and what serves.

    Raises BadInput where there are no two.
    """
    waiting = {one.id: Snapshot(one.folder) for one in held_loads(home)}
    if not first and waiting:
        _say(f"A load waits; what it would change: convergent facts diff {next(iter(waiting))}")
    is_waiting = first in waiting and not second
    before = current_snapshot(home) if is_waiting else _earlier(home, first)
    after = waiting[first] if is_waiting else _later(home, second)
    if before is None or after is None:
        raise BadInput(
            "There are no two snapshots to compare.", "See which are kept: convergent facts list"
        )
    return compare(before, after)


def _earlier(home: Path, name: str) -> Snapshot | None:
    return snapshot_named(home, name) if name else predecessor(home)


def _later(home: Path, name: str) -> Snapshot | None:
    return snapshot_named(home, name) if name else current_snapshot(home)


def as_json(found: Comparison) -> dict[str, Any]:
    return {
        "before": found.before.id,
        "after": found.after.id,
        "differences": [asdict(one) for one in found.differences],
        "gone": list(found.gone),
        "come": list(found.come),
    }


def in_words(found: Comparison) -> str:
    if found.is_empty:
        return "They hold the same."
    names = _schools(found.before, found.after)
    lines = [line for one in found.differences for line in _changed(one, names)]
    lines += [f"{name}: not in the later one" for name in found.gone]
    lines += [f"{name}: only in the later one" for name in found.come]
    return "\n".join(lines)


def _schools(*snapshots: Snapshot) -> Mapping[str, str]:
    kept = [one for one in snapshots if one.table("orgs").exists()]
    return {row.sourced_id: row.name for one in kept for row in query.organisations(one)}


def _changed(one: Difference, names: Mapping[str, str]) -> list[str]:
    lines = [
        f"{one.table}: of {one.before:,} active rows {one.ended:,} end and {one.changed:,} change; "
        f"{one.added:,} come"
    ]
    lines += [
        f"  {names.get(at.school, at.school)}: {at.ended:,} of {at.before:,} end"
        for at in one.schools[:SCHOOLS_SHOWN]
    ]
    return lines


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()
