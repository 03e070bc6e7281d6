"""Work that nobody asks for: it falls due with time. Every worker looks for it at each sweep.

What is asked for has a key that names the occasion, so that of several workers one counts.
"""

from __future__ import annotations

from collections.abc import Callable

from convergent import clock
from convergent.jobs.actions import ask
from convergent.jobs.models import Job

Look = Callable[[], None]
_looks: list[Look] = []


def when_due(look: Look) -> Look:
    """Registers a function that asks for jobs that are due now; it runs every few seconds."""
    _looks.append(look)
    return look


def each_day(kind: str) -> None:
    """A job of this kind is asked for once a day."""

    @when_due
    def ask_today() -> None:
        key = f"{kind} {clock.today()}"
        if not Job.objects.filter(key=key).exists():
            ask(kind, key=key, by=None)


def ask_for_what_is_due() -> None:
    for look in _looks:
        look()
