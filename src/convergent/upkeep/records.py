"""Records as one file: SQLite by its own backup, PostgreSQL by pg_dump."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from convergent.upkeep import postgres, sqlite


@dataclass(frozen=True)
class CopiedRecords:
    """`name` is the file's; the rest was read from the very state that is in it."""

    name: str
    rows: dict[str, int]
    chain: tuple[int, str]


def copy_records(into: Path) -> CopiedRecords:
    """One consistent state, with everything that was acknowledged before this began."""
    engine = _engine(connection.vendor)
    rows, chain = engine.copy_into(into / engine.FILE)
    return CopiedRecords(engine.FILE, rows, chain)


def put_back(folder: Path, vendor: str) -> None:
    """Records become those of the backup, as they were and of the version that they were."""
    engine = _engine(vendor)
    engine.put_back(folder / engine.FILE)


def rows_now() -> dict[str, int]:
    """How many rows each table has, as the copies count them."""
    with connection.cursor() as cursor:
        return _engine(connection.vendor).rows_of(cursor)


def _engine(vendor: str) -> Any:
    return postgres if vendor == "postgresql" else sqlite
