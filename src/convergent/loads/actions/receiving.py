"""Files from a browser: kept under the home folder, loaded as a job, removed afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.models import ENDED
from convergent.loads.access import why_keep_facts
from convergent.loads.actions.loading import Wanted, ask_for_load
from convergent.loads.models import Load, Origin
from convergent.people.access.require import required
from convergent.people.viewer import Viewer

LONGEST_NAME = 200
MOST_WAITING = 10
ROOM_LEFT = 1 << 30


def load_uploaded(files: Sequence[UploadedFile[Any]], *, whole: bool, by: Viewer) -> Load:
    """The load of files that came from a browser; they stay until it has ended."""
    required(why_keep_facts(by, current_snapshot(settings.HOME)))
    _refuse_too_many(by)
    _refuse_without_room(files)
    load_id = uuid4()
    folder = _folder(load_id)
    folder.mkdir(mode=0o700, parents=True)
    try:
        paths = [_keep(file, folder) for file in files]
        return ask_for_load(paths, wanted=Wanted(whole=whole), by=by, load_id=load_id)
    except BaseException:
        shutil.rmtree(folder)
        raise


def _refuse_too_many(by: Viewer) -> None:
    """Else a keeper, or whoever holds a keeper's browser, fills the disk."""
    waiting = Load.objects.filter(asked_by=by.person, origin=Origin.PAGE)
    if waiting.exclude(job__state__in=ENDED).count() >= MOST_WAITING:
        raise BadInput(
            _("%(number)s loads of yours wait already.") % {"number": MOST_WAITING},
            _("Wait until they have ended, or cancel one, and send the files then."),
        )


def _refuse_without_room(files: Sequence[UploadedFile[Any]]) -> None:
    """A load writes about as much again as it reads, and Records have to go on."""
    sent = sum(file.size or 0 for file in files)
    if shutil.disk_usage(settings.HOME).free < ROOM_LEFT + 3 * sent:
        raise BadInput(
            _("The server's disk has too little room for these files."),
            _("Tell whoever runs the server."),
        )


def remove_uploaded(load_id: UUID) -> None:
    shutil.rmtree(_folder(load_id), ignore_errors=True)


def remove_left_uploads() -> int:
    """Folders that a killed process left; how many."""
    used = {
        str(pk) for pk in Load.objects.exclude(job__state__in=ENDED).values_list("pk", flat=True)
    }
    left = [folder for folder in _uploads().glob("*") if folder.name not in used]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _keep(file: UploadedFile[Any], folder: Path) -> Path:
    """Under its own name, which findings repeat; a second one of that name gets a number."""
    name = _shortened(Path(str(file.name or "").replace("\\", "/")).name.lstrip("."))
    path = folder / name
    for number in range(2, 1000):
        if not path.exists():
            break
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return path


def _shortened(name: str) -> str:
    """Its end, with the kind of file; what a disk takes is counted in bytes."""
    cut = name.encode(errors="replace")[-LONGEST_NAME:].decode(errors="ignore")
    return cut.replace("\0", "").lstrip(".") or "file"


def _folder(load_id: UUID) -> Path:
    return _uploads() / str(load_id)


def _uploads() -> Path:
    return Path(settings.HOME) / "uploads"
