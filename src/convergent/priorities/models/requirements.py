"""What the state, a grant or an office asks of a place, when, and how the place meets it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from convergent.people.models import Person, Place
from convergent.priorities.models.priorities import Priority
from convergent.records.privacy import privacy

TITLE_FITS, ASKS_FITS = 160, 4_000


class Requirement(models.Model):
    """Grain: one demand of a place, or of each school within it."""

    class Source(models.TextChoices):
        STATE = "state"
        FEDERAL = "federal"
        DISTRICT = "district"
        GRANT = "grant"
        PLAN = "plan"
        AUDIT = "audit"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="requirements")
    of_each_school = models.BooleanField(
        default=False, help_text="Each school within the place answers for itself."
    )
    source = models.CharField(max_length=8, choices=Source.choices)
    asked_by = models.CharField(max_length=120, help_text="Who asks, in words.")
    title = models.CharField(max_length=TITLE_FITS)
    asks = models.TextField(blank=True)
    reference = models.CharField(max_length=300, blank=True)
    added_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy = privacy(
        public="place of_each_school source asked_by title asks reference",
        staff="added_on withdrawn_on",
        technical="id version",
    )

    class Meta:
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["place", "withdrawn_on"], name="requirement_of_place")]

    def __str__(self) -> str:
        return self.title

    def dues_now(self) -> list[DueDate]:
        """The days that are asked for still."""
        return [due for due in self.dues.all() if due.withdrawn_on is None]


class DueDate(models.Model):
    """Grain: one day by which something is to be handed in for a requirement. One that is asked for
    no more is withdrawn, and what was handed in for it stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="dues")
    day = models.DateField()
    what = models.CharField(max_length=TITLE_FITS)
    hours = models.DecimalField(
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="Hours of work that it takes a place; empty: nobody has said.",
    )
    withdrawn_on = models.DateField(null=True, blank=True)

    privacy = privacy(public="requirement day what", staff="hours withdrawn_on", technical="id")

    class Meta:
        ordering = ["day", "what"]
        constraints = [
            models.UniqueConstraint(
                name="due_once",
                fields=["requirement", "day", "what"],
                condition=Q(withdrawn_on=None),
            ),
            models.CheckConstraint(
                name="due_hours_not_negative", condition=Q(hours__isnull=True) | Q(hours__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}, {self.day}"


class AskedData(models.Model):
    """Grain: one kind of data that a requirement asks for, by a name that people share."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="data")
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=100, db_index=True, help_text="Folded to compare.")

    privacy = privacy(public="requirement name", technical="id name_key")

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(name="data_once", fields=["requirement", "name_key"])
        ]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """Grain: one place's way to meet one requirement, by one of its priorities."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="answers")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="answers")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="answers")
    how = models.TextField()
    team = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    privacy = privacy(
        public="requirement place priority how", staff="team by answered_on", technical="id version"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="answer_once_per_place", fields=["requirement", "place"])
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} at {self.place_id}"


class HandedIn(models.Model):
    """Grain: one place has handed in what was due on one day."""

    due = models.ForeignKey(DueDate, on_delete=models.PROTECT, related_name="handed_in")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    privacy = privacy(staff="due place by on", technical="id")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="handed_in_once_per_place", fields=["due", "place"])
        ]

    def __str__(self) -> str:
        return f"{self.due_id} at {self.place_id}"
