"""What an installation has that a backup does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils import timezone

from convergent.audit.models import AuditRow
from convergent.facts.snapshot import current_snapshot
from convergent.upkeep.manifest import BackupManifest


@dataclass(frozen=True)
class Newer:
    """`changes` counts rows of the audit, `until` says when the last one was made, and `data` which
    other snapshot serves. `trouble` says why it cannot be told.
    """

    made_at: datetime
    changes: int = 0
    until: str = ""
    data: str = ""
    trouble: str = ""


def newer_than(manifest: BackupManifest, home: Path) -> Newer:
    made_at = timezone.localtime(manifest.made_at)
    try:
        changes, until = _changes(manifest)
    except DatabaseError as problem:
        return Newer(made_at, trouble=str(problem).strip() or type(problem).__name__)
    serving = current_snapshot(home)
    data = serving.id if serving and serving.id != manifest.snapshot else ""
    return Newer(made_at, changes, until, data)


def _changes(manifest: BackupManifest) -> tuple[int, str]:
    """Those after the backup; all of them where the two have no common past."""
    if AuditRow._meta.db_table not in connection.introspection.table_names():
        return 0, ""
    shared = {"number": manifest.chain_number, "hash": manifest.chain_hash}
    since = AuditRow.objects.all()
    if AuditRow.objects.filter(**shared).exists():
        since = since.filter(number__gt=manifest.chain_number)
    last = since.order_by("-number").first()
    if last is None:
        return 0, ""
    return since.count(), f", the last at {timezone.localtime(last.at):%Y-%m-%d %H:%M}"
