"""How items on Today say when, and where they lead."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format

SOON = timedelta(days=45)
EACH = 3  # of one kind, so that no kind crowds out the others


def address(name: str, thing: Model) -> str:
    return reverse(name, args=[thing.pk])


def day_words(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
