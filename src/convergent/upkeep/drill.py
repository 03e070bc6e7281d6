"""A rehearsal: a backup is restored into a place of its own, looked at, and taken away again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.db import connection

from convergent.upkeep import postgres
from convergent.upkeep.manifest import read_manifest, refuse_damaged
from convergent.upkeep.restoring import refuse_unfitting
from convergent.upkeep.trying import lay_out, try_out


def rehearse(folder: Path) -> dict[str, Any]:
    """What was found, and how many seconds it took; raises what a restore would raise."""
    began = time.monotonic()
    manifest = read_manifest(folder)
    refuse_damaged(folder, manifest)
    refuse_unfitting(manifest)
    home = Path(settings.HOME)
    with _place(home) as aside:
        lay_out(folder, manifest, home, aside)
        with _database(aside) as database:
            told = try_out(aside, manifest, database=database)
    told |= {"made_at": manifest.made_at.isoformat(), "bytes": manifest.bytes}
    return told | {"seconds": round(time.monotonic() - began, 1)}


@contextmanager
def _place(home: Path) -> Iterator[Path]:
    place = Path(mkdtemp(prefix="drill-", dir=home))
    try:
        yield place
    finally:
        shutil.rmtree(place)


@contextmanager
def _database(aside: Path) -> Iterator[str]:
    """The address of one of PostgreSQL with the backup in it; SQLite's file lies aside already."""
    if connection.vendor != "postgresql":
        yield ""
        return
    with postgres.restored_beside(aside / postgres.FILE) as address:
        yield address
