"""Why a place thinks that its priority works: an if-then chain, and what speaks for each link."""

from __future__ import annotations

import uuid

from django.db import models

from convergent.people.models import Person
from convergent.priorities.models.priorities import Priority
from convergent.records.privacy import privacy

CLAUSE_FITS, THOUGHT_FITS = 240, 2_000


class TheoryLink(models.Model):
    """Grain: one “if … then …” of the theory of one priority, in its order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="links")
    position = models.PositiveSmallIntegerField()
    if_we = models.CharField(max_length=CLAUSE_FITS)
    then_they = models.CharField(max_length=CLAUSE_FITS)
    assumes = models.TextField(blank=True, help_text="What has to be true for it.")
    next_test = models.CharField(max_length=CLAUSE_FITS, blank=True)
    test_on = models.DateField(null=True, blank=True)
    taken_out_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy = privacy(
        public="priority position if_we then_they assumes",
        staff="next_test test_on taken_out_on",
        technical="id version",
    )

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["priority", "taken_out_on"], name="link_of_priority")]

    def __str__(self) -> str:
        return f"{self.if_we} → {self.then_they}"


class TheoryVersion(models.Model):
    """Grain: the theory of one priority as it stood after one change. `links` holds the words of
    each link in their order; what changed them is the reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="theories")
    number = models.PositiveIntegerField()
    links = models.JSONField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()

    privacy = privacy(public="priority links reason made_on", staff="by", technical="id number")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="theory_version_once", fields=["priority", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.priority_id} {self.number}"


class LinkEvidence(models.Model):
    """Grain: one thing that was seen, for or against one link."""

    class Speaks(models.TextChoices):
        FOR = "for"
        AGAINST = "against"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(TheoryLink, on_delete=models.PROTECT, related_name="evidence")
    speaks = models.CharField(max_length=7, choices=Speaks.choices)
    what = models.TextField()
    seen_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    privacy = privacy(staff="link speaks what seen_on by", technical="id")

    class Meta:
        ordering = ["-seen_on", "id"]

    def __str__(self) -> str:
        return f"{self.speaks} {self.link_id}"
