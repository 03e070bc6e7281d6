"""What a team and its lead write while they work: apart from the public words, theirs alone."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from convergent.people.models import Person, Place
from convergent.priorities.models.priorities import Priority
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField


class WorkingNoteQuerySet(models.QuerySet["WorkingNote"]):
    """Nothing, until `access.notes.visible_notes` says which."""


class WorkingNoteManager(models.Manager["WorkingNote"]):
    def get_queryset(self) -> WorkingNoteQuerySet:
        return WorkingNoteQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> WorkingNoteQuerySet:
        """The only way in; `access` alone calls it (a test looks for other callers)."""
        return WorkingNoteQuerySet(self.model, using=self._db).filter(rule)


class WorkingNote(models.Model):
    """Grain: one note by one person, for the team and the lead that its priority had then. It stays
    with them when its author goes; whoever is named after them does not get it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    for_team = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    for_lead = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = PrivateTextField()
    written_at = models.DateTimeField()

    objects = WorkingNoteManager()

    privacy = privacy(
        private="text", personal="priority author for_team for_lead written_at", technical="id"
    )

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return f"note on {self.priority_id}"
