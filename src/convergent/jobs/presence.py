"""Whether a worker is there: each holds a shared lock, which the kernel frees when it dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

LOCK_FILE = ".worker.lock"


@contextmanager
def present() -> Iterator[None]:
    with _lock_file().open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def is_worker_present() -> bool:
    """On this machine, for this home folder."""
    with _lock_file().open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _lock_file() -> Path:
    return Path(settings.HOME) / LOCK_FILE
