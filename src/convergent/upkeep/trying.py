"""A backup, laid out in a home folder of its own and tried there by a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from convergent.errors import BadInput, PersonError, WrongSetting
from convergent.facts.snapshot import flush
from convergent.upkeep.backup import ANCHORS
from convergent.upkeep.copying import copy_file, flush_folders
from convergent.upkeep.facts import FACTS, FORGOTTEN
from convergent.upkeep.keys import SETTINGS
from convergent.upkeep.manifest import BackupManifest, refuse_damaged

KINDS = {2: WrongSetting, 3: BadInput}


def lay_out(folder: Path, manifest: BackupManifest, home: Path, aside: Path) -> None:
    """Copies the backup into the new home `aside`, with the keys and settings of `home`. What was
    written is hashed again, so that it is what the backup says.
    """
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    for name in manifest.files:
        copy_file(folder / name, aside / name)
    refuse_damaged(aside, manifest)
    if (aside / ANCHORS).exists():
        (aside / "anchors").mkdir(mode=0o700)
        (aside / ANCHORS).rename(_anchors(aside))
    _keep_removed(home, aside)
    shutil.copytree(home / "keys", aside / "keys")
    if (home / SETTINGS).exists():
        shutil.copy2(home / SETTINGS, aside / SETTINGS)
    if manifest.snapshot:
        link = aside / FACTS / "current"
        link.symlink_to(Path("snapshots") / manifest.snapshot)
        flush(link.parent)
    flush_folders(aside)


def _keep_removed(home: Path, aside: Path) -> None:
    """Whoever was removed since the backup is still to be known again."""
    files = [one / FORGOTTEN for one in (aside, home) if (one / FORGOTTEN).exists()]
    marks = dict.fromkeys(mark for one in files for mark in one.read_text("ascii").split())
    if marks:
        (aside / FACTS).mkdir(mode=0o700, exist_ok=True)
        (aside / FORGOTTEN).write_text("".join(f"{one}\n" for one in marks), encoding="ascii")


def try_out(
    aside: Path, manifest: BackupManifest, *, database: str = "", restores: bool = False
) -> dict[str, Any]:
    """What the process found there; raises what it says that a person can mend."""
    asked = {
        "rows": dict(manifest.rows),
        "made_at": manifest.made_at.isoformat(),
        "version": manifest.version,
        "restores": restores,
    }
    done = subprocess.run(
        [sys.executable, "-m", "convergent.upkeep.trial"],
        input=json.dumps(asked),
        env=_environment(aside, database),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"the trial of a backup failed:\n{done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    if "problem" in told:
        raise KINDS.get(told["exit_code"], PersonError)(told["problem"])
    return told


def _environment(aside: Path, database: str) -> dict[str, str]:
    return {
        **os.environ,
        "CONVERGENT_HOME": str(aside),
        "CONVERGENT_AUDIT_ANCHORS": str(_anchors(aside)),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "convergent.web.settings",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),  # the same program, wherever it lies
    }


def _anchors(aside: Path) -> Path:
    return aside / "anchors" / "audit.txt"
