"""The switch to what was restored: all of it, or back to what was there.

<home>/restoring/            what is restored, until it has proved itself
<home>/before-restore-…/     what was there before
<home>/restore.json          how far a switch is, while there is one
"""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from convergent.errors import WrongSetting
from convergent.facts.snapshot import flush, write_whole
from convergent.records.home import RECORDS_FILE

JOURNAL = "restore.json"
ASIDE = "restoring"
BEFORE = "before-restore-"
KEPT_FOR = timedelta(days=30)
SWITCHED = (RECORDS_FILE, f"{RECORDS_FILE}-wal", f"{RECORDS_FILE}-shm", "facts", "releases")


def refuse_half_restored(home: Path) -> None:
    """Raises WrongSetting where a restore was cut off."""
    if is_under_way(home):
        raise WrongSetting(
            "A restore was cut off here.",
            "Run it again, with the same backup or another: convergent restore DIR",
        )


def is_under_way(home: Path) -> bool:
    return (home / JOURNAL).exists()


def begin(home: Path, moment: datetime) -> Path:
    """Writes down what is there before anything moves; returns where it will be kept."""
    before = home / f"{BEFORE}{moment:%Y%m%dT%H%M%SZ}"
    before.mkdir(mode=0o700)
    existed = [name for name in SWITCHED if (home / name).exists()]
    _write(home, {"before": before.name, "existed": existed})
    return before


def switch(home: Path) -> None:
    """What was there moves aside, and what was restored takes its place."""
    told = _read(home)
    for name in told["existed"]:
        (home / name).rename(home / told["before"] / name)
    for name in SWITCHED:
        if (home / ASIDE / name).exists():
            (home / ASIDE / name).rename(home / name)
    flush(home)


def finish(home: Path) -> None:
    """From here on what was restored stays."""
    (home / JOURNAL).unlink()
    flush(home)
    shutil.rmtree(home / ASIDE, ignore_errors=True)


def go_back(home: Path) -> None:
    """What was there serves again; nothing happens where no switch was begun."""
    told = _read(home)
    if told:
        for name in SWITCHED:
            _put_back(home, home / told["before"] / name, was_there=name in told["existed"])
        (home / told["before"]).rmdir()
        (home / JOURNAL).unlink()
        flush(home)
    shutil.rmtree(home / ASIDE, ignore_errors=True)


def _put_back(home: Path, kept: Path, *, was_there: bool) -> None:
    place = home / kept.name
    if was_there and not kept.exists():
        return  # it had not been moved yet
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    if was_there:
        kept.rename(place)


def kept_before(home: Path) -> list[Path]:
    """What restores have put aside, oldest first."""
    return sorted(home.glob(f"{BEFORE}*"))


def let_go_of_old(home: Path, now: datetime) -> list[Path]:
    """Takes away what was put aside longer ago than it is kept for."""
    until = (now - KEPT_FOR).timestamp()
    old = [one for one in kept_before(home) if one.stat().st_mtime < until]
    for one in old:
        shutil.rmtree(one)
    return old


def let_go_of_all(home: Path) -> None:
    """A student was removed on lawful request: nothing that was put aside may hold her still."""
    for one in kept_before(home):
        shutil.rmtree(one)


def _write(home: Path, told: dict[str, Any]) -> None:
    write_whole(home / JOURNAL, json.dumps(told))


def _read(home: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((home / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found
