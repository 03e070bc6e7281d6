"""One consistent copy of Records and of the facts that serve, made while people work.

The keys are never in it; see `keys`.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from convergent import __version__
from convergent.audit import anchors
from convergent.errors import BadInput, WrongSetting
from convergent.records.private_text import KEY_FILE
from convergent.releases.files import FOLDER as RELEASES
from convergent.upkeep.copying import Copied, copy_file, described, files_below, flush_folders
from convergent.upkeep.facts import FORGOTTEN, copy_facts
from convergent.upkeep.keys import fingerprint
from convergent.upkeep.made import note_backup
from convergent.upkeep.manifest import BackupManifest
from convergent.upkeep.records import copy_records

ANCHORS = "anchors.txt"


def back_up(folder: Path) -> BackupManifest:
    """Raises BadInput for a folder that is not empty, WrongSetting for Records that are.

    The anchors come first, so that each is of a row that is in the copy; the files of releases
    come last, so that every release that the copy knows has its own.
    """
    began = timezone.now()
    refuse_without_records()
    take_folder(folder)
    home = Path(settings.HOME).resolve()
    files = _copied({ANCHORS: anchors.file()}, folder)
    records = copy_records(folder)
    files[records.name] = described(folder / records.name)
    facts = copy_facts(home, folder)
    files |= facts.files | _copied(_releases(home), folder)
    flush_folders(folder)
    manifest = BackupManifest(
        made_at=began,
        version=__version__,
        database=connection.vendor,
        rows=records.rows,
        chain_number=records.chain[0],
        chain_hash=records.chain[1],
        key=fingerprint(settings.KEYS_FOLDER / KEY_FILE),
        snapshot=facts.snapshot,
        content_hash=facts.content_hash,
        removed_ids=_removed_ids(folder),
        files=files,
    )
    manifest.write(folder)
    note_backup(home, folder, manifest)
    return manifest


def refuse_without_records() -> None:
    """Raises WrongSetting before the first start."""
    if "audit_chainhead" not in connection.introspection.table_names():
        raise WrongSetting(
            "There is nothing to back up yet.", "Start Convergent once: convergent serve"
        )


def take_folder(folder: Path) -> None:
    """Makes it, for this account alone; raises BadInput unless it is new or empty."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BadInput(f"{folder} is not empty.", "Name an empty or a new folder.")
    except FileExistsError:
        raise BadInput(f"{folder} is a file.", "Name an empty or a new folder.") from None
    folder.chmod(0o700)


def _releases(home: Path) -> dict[str, Path]:
    return {str(one.relative_to(home)): one for one in files_below(home / RELEASES)}


def _copied(files: dict[str, Path], folder: Path) -> dict[str, Copied]:
    return {name: copy_file(one, folder / name) for name, one in files.items() if one.exists()}


def _removed_ids(folder: Path) -> int:
    marks = folder / FORGOTTEN
    return len(marks.read_text(encoding="ascii").split()) if marks.exists() else 0
