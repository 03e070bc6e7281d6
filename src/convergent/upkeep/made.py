"""Which backups were made, told beside Records, since a restore would take such a row away.

<home>/backups.json   the newest, oldest first
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from convergent.facts.snapshot import write_whole
from convergent.upkeep.manifest import BackupManifest

FILE = "backups.json"
REMEMBERED = 100


@dataclass(frozen=True)
class Made:
    """`removed_ids`: how many ids of removed students it knew, so that it holds none of them."""

    made_at: datetime
    folder: str
    bytes: int
    removed_ids: int


def note_backup(home: Path, folder: Path, manifest: BackupManifest) -> None:
    made = Made(
        manifest.made_at, str(folder.absolute()), manifest.bytes, removed_ids=manifest.removed_ids
    )
    kept = [*backups_made(home), made][-REMEMBERED:]
    told = json.dumps([asdict(one) for one in kept], default=str, indent=1)
    write_whole(home / FILE, told)


def backups_made(home: Path) -> list[Made]:
    """Oldest first; whether they are still there is not looked up."""
    try:
        told = json.loads((home / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [Made(**{**one, "made_at": datetime.fromisoformat(one["made_at"])}) for one in told]
