"""Working notes: written and read by a team, and each reading noted before it is shown."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change, note_reading
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.viewer import Viewer
from convergent.priorities.access.notes import visible_notes, why_notes
from convergent.priorities.models import Priority, WorkingNote


@transaction.atomic
def write_note(priority: Priority, *, text: str, by: Viewer) -> WorkingNote:
    """One note more, for the team and the lead of today alone."""
    stored = Priority.objects.select_for_update(of=("self",)).with_lead(by.today)
    priority = stored.get(pk=priority.pk)
    why = why_notes(by, priority)
    required(why)
    if not text.strip():
        raise BadInput(_("Write something first."))
    is_led = priority.lead is not None and priority.is_held  # type: ignore[attr-defined]
    note = WorkingNote(
        priority=priority,
        author=by.person,
        for_team_id=priority.team_id,
        for_lead=priority.lead.person if is_led and priority.lead else None,
        text=text,
        written_at=clock.now(),
    )
    note_change(
        "write working note",
        note,
        by=by.person.pk,
        about=by.person.pk,
        why=str(why),
        priority=priority.pk,
    )
    note.save()
    return note


@transaction.atomic
def read_notes(priority: Priority, *, by: Viewer) -> list[WorkingNote]:
    """The notes, newest first. Each other author is told once that they were read."""
    why = why_notes(by, priority)
    required(why)
    found = list(visible_notes(by).filter(priority=priority).select_related("author"))
    for author in dict.fromkeys(note.author_id for note in found):
        if author != by.person.pk:
            note_reading(
                "read working notes", priority, by=by.person.pk, about=author, why=str(why)
            )
    return found
