"""How a place would know: a measure of the facts, where it began and where it is to come."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from convergent.priorities.models.priorities import Priority
from convergent.records.privacy import privacy


class PriorityMeasure(models.Model):
    """Grain: one measure of one slice for one priority. No value is kept here: what it was and is
    comes from the facts, each time within what the reader may see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="measures")
    measure = models.CharField(max_length=40)
    assessment = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=100, blank=True)
    grade = models.CharField(max_length=10, blank=True, help_text="Empty: all grades together.")
    student_group = models.CharField(max_length=80, default="all")
    baseline_year = models.PositiveSmallIntegerField(help_text="The year in which it ends.")
    aim = models.DecimalField(max_digits=8, decimal_places=2)
    aim_year = models.PositiveSmallIntegerField()

    privacy = privacy(
        public="priority measure assessment subject grade student_group baseline_year aim aim_year",
        technical="id",
    )

    class Meta:
        ordering = ["aim_year", "measure", "id"]
        constraints = [
            models.UniqueConstraint(
                name="measure_once_per_priority",
                fields=["priority", "measure", "assessment", "subject", "grade", "student_group"],
            ),
            models.CheckConstraint(
                name="measure_aims_after_its_baseline",
                condition=Q(aim_year__gt=F("baseline_year")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.subject} {self.grade}".strip()


WHAT = ("measure", "assessment", "subject", "grade", "student_group")
PATH = ("baseline_year", "aim_year")


def as_kept(measures: Iterable[PriorityMeasure]) -> list[dict[str, str | int]]:
    """The measures as a version keeps them; `as_they_were` reads them."""
    return [
        {**{name: getattr(one, name) for name in (*WHAT, *PATH)}, "aim": f"{one.aim:.2f}"}
        for one in measures
    ]


def as_they_were(kept: Iterable[Mapping[str, str | int]]) -> list[PriorityMeasure]:
    return [PriorityMeasure(**{**one, "aim": Decimal(one["aim"])}) for one in kept]
