"""One at a time: what works measures out, and what removes them.

<home>/facts/measures/build.lock   never removed: two could then have their turn at once
<home>/facts/measures/building     what is being worked out, with rows of students
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from convergent.facts.measures.folders import measures_home
from convergent.facts.progress import Cancelled, never
from convergent.facts.snapshot import closed_facts_folder, takes_lock

LOCK = "build.lock"


@contextmanager
def measures_turn(home: Path, *, cancelled: Callable[[], bool] = never) -> Iterator[Path]:
    """Waits until nobody else builds or removes measures, then yields their folder, without what a
    killed build left. Raises Cancelled when told so while it waits.
    """
    measures = _folder(home)
    with (measures / LOCK).open("w") as lock:
        while not takes_lock(lock.fileno()):
            if cancelled():
                raise Cancelled
            time.sleep(0.1)
        _clear_up(measures)
        yield measures


def clear_up_after_killed_build(home: Path) -> None:
    """Nothing happens while one runs, which has the turn."""
    measures = measures_home(home)
    if _building(measures).exists():
        with (measures / LOCK).open("w") as lock:
            if takes_lock(lock.fileno()):
                _clear_up(measures)


@contextmanager
def building_folder(measures: Path) -> Iterator[Path]:
    """An empty folder, which is removed afterwards unless it was moved."""
    folder = _building(measures)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        _clear_up(measures)


def _folder(home: Path) -> Path:
    closed_facts_folder(home)
    measures = measures_home(home)
    measures.mkdir(mode=0o700, exist_ok=True)
    return measures


def _building(measures: Path) -> Path:
    return measures / "building"


def _clear_up(measures: Path) -> None:
    shutil.rmtree(_building(measures), ignore_errors=True)
