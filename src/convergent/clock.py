"""What time it is. Everything that people do is dated by this clock, so that a demonstration can
be lived through and a test can let weeks pass. Audit rows are dated by the machine's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.utils import timezone

_moved_to: list[datetime] = []


def now() -> datetime:
    return _moved_to[-1] if _moved_to else timezone.now()


def today() -> date:
    """The day in the time zone of the request, or of the installation."""
    return timezone.localdate(now())


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Within it, for the whole process, it is that moment."""
    _moved_to.append(moment)
    try:
        yield
    finally:
        _moved_to.pop()
