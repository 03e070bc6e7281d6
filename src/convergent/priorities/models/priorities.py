"""What a place tries to improve, in public words, and how that came to be said so."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from convergent.people.models import Person, Place, RoleTerm
from convergent.records.privacy import privacy

STATEMENT_FITS, WORDS_FIT, SERVES_FITS = 160, 4_000, 300


class PriorityQuerySet(models.QuerySet["Priority"]):
    def on(self, day: date) -> PriorityQuerySet:
        """Those that a place works on that day; no longer on the day on which one was ended."""
        begun = self.filter(starts_on__lte=day)
        return begun.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))

    def with_lead(self, day: date) -> PriorityQuerySet:
        """Under `is_held`, whether whoever was named leads it still: in the same term, or in one
        that followed in the same role."""
        holding = RoleTerm.objects.on(day).filter(
            person=OuterRef("lead__person"), role=OuterRef("lead__role")
        )
        return self.annotate(is_held=Exists(holding)).select_related("lead__person", "lead__role")


class Priority(models.Model):
    """Grain: one priority of one place. It holds the newest wording; versions hold every one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="priorities")
    statement = models.CharField(max_length=STATEMENT_FITS)
    why = models.TextField(blank=True)
    serves = models.CharField(max_length=SERVES_FITS, blank=True)
    started_from = models.TextField(
        blank=True, help_text="The evidence that it started from, in words."
    )
    aligned_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="aligned"
    )
    is_own = models.BooleanField(
        default=False, help_text="The place says that it is its own, aligned to none above."
    )
    lead = models.ForeignKey(
        RoleTerm,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who leads it, and in which role; empty: nobody, or a term that never began.",
    )
    team = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="works_on"
    )
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PriorityQuerySet.as_manager()

    privacy = privacy(
        public="place statement why serves aligned_to is_own starts_on ended_on",
        staff="started_from lead team",
        technical="id version",
    )

    class Meta:
        ordering = ["starts_on", "statement", "id"]
        constraints = [
            models.CheckConstraint(
                name="priority_ended_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="priority_is_aligned_or_own",
                condition=Q(aligned_to__isnull=True) | Q(is_own=False),
            ),
            models.CheckConstraint(
                name="priority_not_aligned_to_itself", condition=~Q(aligned_to=F("id"))
            ),
        ]
        indexes = [models.Index(fields=["place", "ended_on"], name="priority_of_place")]

    def __str__(self) -> str:
        return self.statement


class PriorityVersion(models.Model):
    """Grain: one state of a priority: its words, in whose hands, measured by what. It is written
    once; what changed it is its reason."""

    class Deed(models.TextChoices):
        BEGUN = "begun"
        CHANGED = "changed"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=7, choices=Deed.choices)
    reason = models.TextField(blank=True)
    statement = models.CharField(max_length=STATEMENT_FITS)
    why = models.TextField(blank=True)
    serves = models.CharField(max_length=SERVES_FITS, blank=True)
    started_from = models.TextField(blank=True)
    aligned_to = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_own = models.BooleanField(default=False)
    lead = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    measures = models.JSONField(
        null=True,
        blank=True,
        help_text="Each measure with its aim; empty where no lead, team or measures were kept yet.",
    )
    by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_on = models.DateField()

    privacy = privacy(
        public="priority deed reason statement why serves aligned_to is_own measures made_on",
        staff="by started_from lead team",
        technical="id number",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="version_once", fields=["priority", "number"]),
            models.CheckConstraint(
                name="version_has_a_reason", condition=Q(deed="begun") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.priority_id} {self.number}"
