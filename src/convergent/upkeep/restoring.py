"""A restore: the backup is checked, restored aside and tried, and only then takes over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from convergent.audit import anchors
from convergent.errors import WrongSetting
from convergent.records.home import alone
from convergent.records.private_text import KEY_FILE
from convergent.upkeep import postgres, switching
from convergent.upkeep.keys import fingerprint
from convergent.upkeep.manifest import BackupManifest, read_manifest, refuse_damaged
from convergent.upkeep.newer import Newer, newer_than
from convergent.upkeep.trying import lay_out, try_out


@dataclass(frozen=True)
class Plan:
    """A backup that is whole, and what would be lost by restoring it."""

    folder: Path
    manifest: BackupManifest
    newer: Newer


@contextmanager
def prepared(folder: Path) -> Iterator[Plan]:
    """Within it nobody else works here. Raises BadInput for a backup that is not whole, and
    WrongSetting where it does not fit this installation.
    """
    manifest = read_manifest(folder)
    refuse_damaged(folder, manifest)
    home = Path(settings.HOME)
    with alone(home):
        go_back(home)
        refuse_unfitting(manifest)
        if connection.vendor == "postgresql":
            postgres.refuse_in_use()
        newer = newer_than(manifest, home)
        connection.close()
        yield Plan(folder, manifest, newer)


def refuse_unfitting(manifest: BackupManifest) -> None:
    if manifest.database != connection.vendor:
        raise WrongSetting(
            f"The backup was made on {manifest.database}, and Records are on {connection.vendor}.",
            "Restore it on the database that it was made on: see DATABASE_URL.",
        )
    if manifest.key != fingerprint(settings.KEYS_FOLDER / KEY_FILE):
        raise WrongSetting(
            "The private text in this backup was written with another key.",
            "Bring that key back first: convergent restore --keys FILE",
        )


def restore_prepared(plan: Plan) -> dict[str, Any]:
    """Restores; whatever fails on the way, what was there serves again."""
    home = Path(settings.HOME)
    try:
        lay_out(plan.folder, plan.manifest, home, home / switching.ASIDE)
        before = _take_over(home, plan.manifest)
    except BaseException:
        go_back(home)
        raise
    anchors.go_on_from(home / switching.ASIDE / "anchors" / "audit.txt")
    switching.finish(home)
    if connection.vendor == "postgresql":
        postgres.let_go()
    return before


def _take_over(home: Path, manifest: BackupManifest) -> dict[str, Any]:
    """On PostgreSQL it can be tried only in its place; what was there waits beside it."""
    aside = home / switching.ASIDE
    if connection.vendor == "postgresql":
        before = switching.begin(home, timezone.now())
        postgres.bring_in(aside / postgres.FILE)
        told = try_out(aside, manifest, database=postgres.address_of(), restores=True)
    else:
        told = try_out(aside, manifest, restores=True)
        before = switching.begin(home, timezone.now())
    switching.switch(home)
    return told | {"made_at": manifest.made_at.isoformat(), "before": str(before)}


def go_back(home: Path) -> None:
    """Undoes a restore that failed or was cut off; one that was finished stays."""
    if connection.vendor == "postgresql":
        if switching.is_under_way(home):
            postgres.go_back()
        else:
            postgres.let_go()
    switching.go_back(home)
