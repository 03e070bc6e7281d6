"""Whether this process can serve pages now."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from convergent.facts.snapshot import current_snapshot

LEAST_BYTES = 100_000_000


def what_is_missing() -> list[str]:
    """Records, facts, disk: those that do not answer; none where all do."""
    asked = {"records": _records, "facts": _facts, "disk": _disk}
    return [name for name, answers in asked.items() if not answers()]


def _records() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM audit_chainhead")
    except DatabaseError:
        return False
    return True


def _facts() -> bool:
    """Nothing loaded is well; something that cannot be read is not."""
    try:
        serving = current_snapshot(Path(settings.HOME))
        return serving is None or bool(serving.manifest.content_hash)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _disk() -> bool:
    return shutil.disk_usage(settings.HOME).free > LEAST_BYTES
