"""One transaction after the other, where two would end in the wrong order."""

from __future__ import annotations

import zlib

from django.db import connection


def take_turn(name: str) -> None:
    """Waits for the transactions that took this turn, and keeps it until the end of its own.

    On SQLite a transaction has its turn from its beginning.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])
