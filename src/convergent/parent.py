"""A process that works beside another ends with it, also when that one is killed without a word."""

from __future__ import annotations

import os
import signal
import threading
import time

ENDS_WITH = "CONVERGENT_ENDS_WITH"  # in the environment of children: the process they belong to
LOOKS_EVERY = 1.0
TIME_TO_END = 10.0


def end_with_parent() -> None:
    """From now on this process ends when the one that started it has gone; a process that was
    started by hand belongs to nobody."""
    parent = os.environ.get(ENDS_WITH)
    if parent:
        threading.Thread(target=_watch, args=[int(parent)], name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKS_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(TIME_TO_END)
    os._exit(1)
