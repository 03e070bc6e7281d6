"""Cycles of improvement: a guess before the data, a short try, and what was decided of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from convergent.people.models import Person, Place
from convergent.priorities.models.priorities import Priority
from convergent.priorities.models.theory import CLAUSE_FITS, TheoryLink
from convergent.records.privacy import privacy


class Cycle(models.Model):
    """Grain: one cycle of plan, do, study, act, of 1 to 12 weeks. The prediction is written when it
    begins, and never again."""

    class Decision(models.TextChoices):
        ADOPT = "adopt"
        ADAPT = "adapt"
        ABANDON = "abandon"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="cycles")
    link = models.ForeignKey(
        TheoryLink, null=True, blank=True, on_delete=models.PROTECT, related_name="cycles"
    )
    team = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.CharField(max_length=CLAUSE_FITS)
    idea = models.TextField()
    prediction = models.TextField()
    measured = models.CharField(max_length=120, help_text="What is counted each time.")
    expected = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The day on which the result is looked at.")
    result = models.TextField(blank=True)
    decision = models.CharField(max_length=7, choices=Decision.choices, blank=True)
    next_step = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    privacy = privacy(
        staff="priority link team question idea prediction measured expected starts_on ends_on "
        "result decision next_step decided_on by",
        technical="id version",
    )

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="cycle_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="cycle_is_decided_as_a_whole",
                condition=(Q(decision="") & Q(decided_on__isnull=True))
                | (~Q(decision="") & Q(decided_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.question


class CyclePoint(models.Model):
    """Grain: what was counted on one day of one cycle."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="points")
    day = models.DateField()
    value = models.DecimalField(max_digits=9, decimal_places=2)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    privacy = privacy(staff="cycle day value by", technical="id")

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(name="point_once_a_day", fields=["cycle", "day"])]

    def __str__(self) -> str:
        return f"{self.day}: {self.value}"
