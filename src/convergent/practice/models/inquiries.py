"""Inquiries of a team: a question first, what was looked at, one change, and what came of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from convergent.people.models import Person, Place
from convergent.priorities.models import Cycle, Priority
from convergent.priorities.models.meetings import ITEM_FITS, QUESTION_FITS
from convergent.records.privacy import privacy

THOUGHT_FITS = 2_000


class Inquiry(models.Model):
    """Grain: one question of one team. It is open until something is tried, and trying until it is
    rechecked. The prediction is written when the try begins, and never again."""

    class State(models.TextChoices):
        OPEN = "open"
        TRYING = "trying"
        RECHECKED = "rechecked"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="inquiries")
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="inquiries"
    )
    question = models.CharField(max_length=QUESTION_FITS)
    protocol = models.CharField(max_length=30, help_text="Its code in the library.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()
    hypothesis = models.TextField(blank=True, help_text="About our teaching, not about students.")
    change = models.TextField(blank=True)
    prediction = models.TextField(blank=True)
    tried_on = models.DateField(null=True, blank=True)
    recheck_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    decision = models.CharField(max_length=7, choices=Cycle.Decision.choices, blank=True)
    rechecked_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy = privacy(
        personal="team priority question protocol by begun_on hypothesis change prediction "
        "tried_on recheck_on result decision rechecked_on",
        technical="id version",
    )

    class Meta:
        ordering = ["-begun_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="inquiry_tries_with_a_prediction",
                condition=Q(tried_on=None, recheck_on=None, prediction="")
                | (Q(tried_on__isnull=False, recheck_on__isnull=False) & ~Q(prediction="")),
            ),
            models.CheckConstraint(
                name="inquiry_is_rechecked_as_a_whole",
                condition=Q(rechecked_on=None, decision="")
                | (Q(rechecked_on__isnull=False, tried_on__isnull=False) & ~Q(decision="")),
            ),
        ]
        indexes = [models.Index(fields=["team", "rechecked_on"], name="inquiry_of_team")]

    def __str__(self) -> str:
        return self.question

    @property
    def state(self) -> State:
        if self.rechecked_on is not None:
            return self.State.RECHECKED
        return self.State.OPEN if self.tried_on is None else self.State.TRYING


class InquiryEvidence(models.Model):
    """Grain: one thing that one inquiry looks at, in the words that everybody on the team may
    read, and what the same page said when it was rechecked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="evidence")
    says = models.CharField(max_length=ITEM_FITS)
    source = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True, help_text="The page that shows it.")
    says_later = models.CharField(max_length=ITEM_FITS, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    privacy = privacy(
        personal="inquiry says source address says_later by brought_at", technical="id"
    )

    class Meta:
        ordering = ["brought_at", "id"]

    def __str__(self) -> str:
        return self.says
