"""How long work tells of its progress, and learns that it is to stop."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the step's name, the steps done and the steps in all."""


class Cancelled(Exception):
    """Somebody asked for the work to stop."""


def silent(step: str, done: int, total: int) -> None:
    """Tells nobody."""


def never() -> bool:
    """Nobody cancels."""
    return False


class Steps:
    """Counts steps off, and stops between two of them when the work was cancelled."""

    def __init__(self, total: int, *, progress: Progress, cancelled: Callable[[], bool]) -> None:
        self._total = total
        self._done = 0
        self._progress = progress
        self._cancelled = cancelled

    def begin(self, step: str) -> None:
        if self._cancelled():
            raise Cancelled
        self._progress(step, self._done, self._total)
        self._done += 1
