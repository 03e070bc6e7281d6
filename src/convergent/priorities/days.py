"""Days that people enter: near enough to be meant, and to be counted on from."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from convergent.errors import BadInput

FARTHEST = timedelta(days=5 * 366)


def is_near(day: date, *, today: date) -> bool:
    return abs(day - today) <= FARTHEST


def refuse_far(*days: date | None, today: date) -> None:
    if not all(is_near(day, today=today) for day in days if day is not None):
        raise BadInput(too_far())


def too_far() -> str:
    return _("Choose a day within five years of today.")
