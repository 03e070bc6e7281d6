"""What a load keeps about children leaves the page, and the audit says with whom."""

from __future__ import annotations

from django.db import transaction

from convergent.audit.actions import note_reading
from convergent.loads.access import why_load
from convergent.loads.models import Load
from convergent.people.access.require import required
from convergent.people.viewer import Viewer


@transaction.atomic
def note_download(action: str, load: Load, *, by: Viewer) -> None:
    """Before the file is given out."""
    why = why_load(by, load)
    required(why)
    note_reading(action, load, by=by.person.pk, about=None, why=str(why))
