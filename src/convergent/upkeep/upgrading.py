"""Records, brought up to a new version: backed up before, and put back if it fails."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from convergent.audit.chain import breaks
from convergent.errors import WrongSetting
from convergent.learning.measuring import measure_what_nobody_asked_for, measuring_jobs
from convergent.records.private_text import refuse_wrong_key
from convergent.upkeep.backup import back_up, refuse_without_records
from convergent.upkeep.records import put_back


@dataclass(frozen=True)
class Upgraded:
    """`changes` are migrations; `measures_wait` where they are to be worked out anew."""

    changes: int
    backup: str
    measures_wait: bool


def waiting_changes() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def upgrade_records(backup: Path) -> Upgraded:
    """Raises what went wrong, when what was there is back."""
    refuse_without_records()
    changes = waiting_changes()
    manifest = back_up(backup)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        refuse_wrong_key()
        _refuse_altered()
        measure_what_nobody_asked_for()
        return Upgraded(changes, str(backup.absolute()), measures_wait=bool(measuring_jobs()))
    except BaseException:
        connection.close()
        put_back(backup, manifest.database)
        raise


def _refuse_altered() -> None:
    found = next(breaks(), None)
    if found:
        raise WrongSetting(
            f"The audit was altered: row {found.number} {found.what}.",
            "Records were put back. Find out who could write: convergent audit",
        )
