"""How items on Today say when, and where they lead."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Model
from django.urls import reverse

SOON = timedelta(days=45)
EACH = 3  # of one kind, so that no kind crowds out the others


def address(name: str, thing: Model) -> str:
    return reverse(name, args=[thing.pk])
