"""Records of SQLite, copied through the driver that writes them."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as safe_sqlite
from django.conf import settings

from convergent.errors import WrongSetting
from convergent.records.home import RECORDS_FILE
from convergent.upkeep.copying import copy_file

FILE = RECORDS_FILE
SECONDS_TO_WAIT = 60
OURS = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def copy_into(file: Path) -> tuple[dict[str, int], tuple[int, str]]:
    """Copies within one reading transaction, beside which others go on writing."""
    source = Path(str(settings.DATABASES["default"]["NAME"]))
    with closing(_open(source, read_only=True)) as reading, closing(_open(file)) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        _refuse_damaged(writing, source)
        rows, chain = rows_of(writing), chain_of(writing)
    _flush(file)
    return rows, chain


def put_back(file: Path) -> None:
    """In place of what is there; nobody may have it open."""
    place = Path(str(settings.DATABASES["default"]["NAME"]))
    arriving = place.with_name(f".{place.name}.arriving")
    arriving.unlink(missing_ok=True)
    copy_file(file, arriving)
    for beside in ("-wal", "-shm"):
        place.with_name(f"{place.name}{beside}").unlink(missing_ok=True)
    arriving.replace(place)
    _flush(place.parent)


def rows_of(database: Any) -> dict[str, int]:
    """How many rows each table has."""
    names = [name for (name,) in database.execute(OURS).fetchall()]
    return {name: _one(database, f'SELECT count(*) FROM "{name}"')[0] for name in sorted(names)}  # noqa: S608


def chain_of(database: Any) -> tuple[int, str]:
    """The newest row of the audit."""
    found = _one(database, "SELECT number, hash FROM audit_chainhead")
    return (int(found[0]), str(found[1])) if found else (0, "")


def _open(file: Path, *, read_only: bool = False) -> Any:
    mode = "ro" if read_only else "rwc"
    address = f"{file.absolute().as_uri()}?mode={mode}"
    return safe_sqlite.connect(address, uri=True, timeout=SECONDS_TO_WAIT, isolation_level=None)


def _one(database: Any, sql: str) -> Any:
    return database.execute(sql).fetchone()


def _refuse_damaged(database: Any, source: Path) -> None:
    (said,) = _one(database, "PRAGMA quick_check(1)")
    if said != "ok":
        raise WrongSetting(
            f"Records in {source} are damaged: {said}.",
            "Nothing was backed up. Restore the newest backup that is whole.",
        )


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
