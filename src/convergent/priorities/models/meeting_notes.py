"""What a meeting writes together, and what of it people have to settle."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from convergent.people.models import Person
from convergent.priorities.models.meetings import Meeting
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField

NOTES_FIT = 50_000
MOST_CLASHES = 20


class NotesQuerySet(models.QuerySet["MeetingNotes"]):
    """Nothing, until `access.meetings.visible_meeting_notes` says which."""


class NotesManager(models.Manager["MeetingNotes"]):
    def get_queryset(self) -> NotesQuerySet:
        return NotesQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> NotesQuerySet:
        """The only way in; `access` alone calls it (a test looks for other callers)."""
        return NotesQuerySet(self.model, using=self._db).filter(rule)


class MeetingNotes(models.Model):
    """Grain: what one meeting wrote together; it saves itself while people type."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="notes")
    text = PrivateTextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = NotesManager()

    privacy = privacy(
        private="text", personal="meeting written_at written_by", technical="id version"
    )

    def __str__(self) -> str:
        return f"notes of {self.meeting_id}"


class ClashQuerySet(models.QuerySet["NotesClash"]):
    """Nothing, until `access.meetings.visible_clashes` says which."""

    def open(self) -> ClashQuerySet:
        """Those that nobody has settled."""
        return self.filter(settled_at=None)


class ClashManager(models.Manager["NotesClash"]):
    def get_queryset(self) -> ClashQuerySet:
        return ClashQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> ClashQuerySet:
        """The only way in; `access` alone calls it."""
        return ClashQuerySet(self.model, using=self._db).filter(rule)


class NotesClash(models.Model):
    """Grain: lines of the notes that two people changed at once, side by side, while both stand in
    the notes; or a text that is not in them, whole. The team sees it until somebody has looked; it
    stays kept."""

    class Kind(models.TextChoices):
        BOTH = "both"  # both changed the same lines
        CLOSED = "closed"  # typed when the meeting was closed
        FULL = "full"  # did not fit

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="clashes")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.BOTH)
    began = PrivateTextField(
        null=True, blank=True, help_text="Of a text that is not in the notes: from what it began."
    )
    stored = PrivateTextField()
    stored_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    typed = PrivateTextField()
    typed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    met_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ClashManager()

    privacy = privacy(
        private="began stored typed",
        personal="meeting kind stored_by typed_by met_at settled_at settled_by",
        technical="id",
    )

    class Meta:
        ordering = ["met_at", "id"]

    def __str__(self) -> str:
        return f"clash in the notes of {self.meeting_id}"
