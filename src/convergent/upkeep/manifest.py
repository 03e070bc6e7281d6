"""What a backup holds: written last, so that a folder without it is no backup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from convergent.errors import BadInput
from convergent.facts.snapshot import write_whole
from convergent.upkeep.copying import Copied, described, files_below

MANIFEST = "manifest.json"
FORMAT = 1
SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class BackupManifest:
    """`rows` counts each table of Records. `chain_number` and `chain_hash` are the newest row of
    the audit, `key` tells which key wrote the private text, and `removed_ids` how many ids of
    removed students were known. `snapshot` is empty where nothing was loaded.
    """

    made_at: datetime
    version: str
    database: str
    rows: Mapping[str, int]
    chain_number: int
    chain_hash: str
    key: str
    snapshot: str
    content_hash: str
    removed_ids: int
    files: Mapping[str, Copied]
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        return sum(one.bytes for one in self.files.values())

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), default=str, indent=1, sort_keys=True)
        write_whole(folder / MANIFEST, text)


def read_manifest(folder: Path) -> BackupManifest:
    """Raises BadInput where the folder holds no whole backup, or one of a later form."""
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if told["format"] > FORMAT:
            raise BadInput(
                f"The backup in {folder} was made by a later version, {told['version']}.",
                "Install that version first.",
            )
        told["made_at"] = datetime.fromisoformat(told["made_at"])
        told["files"] = {name: Copied(**one) for name, one in told["files"].items()}
        return BackupManifest(**told)
    except FileNotFoundError:
        what = f"{folder} holds no whole backup: there is no {MANIFEST}."
    except (ValueError, TypeError, KeyError, AttributeError):
        what = f"{folder / MANIFEST} is damaged."
    raise BadInput(what, "A backup that was cut off looks like that. Name another one.")


def refuse_damaged(folder: Path, manifest: BackupManifest) -> None:
    """Raises BadInput, naming files, unless each is there as it was written and none besides."""
    found = {str(one.relative_to(folder)): one for one in files_below(folder)}
    found.pop(MANIFEST, None)
    wrong = [f"{name} is missing" for name in manifest.files if name not in found]
    wrong += [f"{name} does not belong to it" for name in found if name not in manifest.files]
    wrong += [
        f"{name} was changed"
        for name, copied in manifest.files.items()
        if name in found and described(found[name]) != copied
    ]
    if wrong:
        told = ", ".join(wrong[:SHOWN]) + (", and more" if len(wrong) > SHOWN else "")
        raise BadInput(f"The backup in {folder} is damaged: {told}.", "Use another one.")
