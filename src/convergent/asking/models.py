"""Who was asked after what, and what was answered."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from convergent.asking.questions import DAYS_TO_ANSWER
from convergent.people.models import Person, Place
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField


class AskQuerySet(models.QuerySet["Ask"]):
    def waiting(self, day: date) -> AskQuerySet:
        """Neither answered nor set aside, and asked not long ago."""
        since = day - timedelta(days=DAYS_TO_ANSWER)
        return self.filter(answered_on=None, set_aside_on=None, asked_on__gte=since)


class Ask(models.Model):
    """Grain: one person asked once, after one happening."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="asks")
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", help_text="Where answers are counted."
    )
    kind = models.CharField(max_length=20, help_text="After what, such as a meeting.")
    key = models.UUIDField(help_text="After which.")
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    set_aside_on = models.DateField(null=True, blank=True)

    objects = AskQuerySet.as_manager()

    privacy = privacy(
        personal="person place kind asked_on answered_on set_aside_on",
        technical="id key",
    )

    class Meta:
        ordering = ["-asked_on", "id"]
        constraints = [
            models.UniqueConstraint(name="asked_once", fields=["person", "kind", "key"]),
            models.CheckConstraint(
                name="ask_is_answered_or_set_aside",
                condition=Q(answered_on__isnull=True) | Q(set_aside_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "asked_on"], name="ask_of_person"),
            models.Index(fields=["answered_on", "place"], name="ask_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} after {self.kind} {self.key}"


class AskAnswerQuerySet(models.QuerySet["AskAnswer"]):
    """Nothing, until `access.visible_answers` says which."""


class AskAnswerManager(models.Manager["AskAnswer"]):
    def get_queryset(self) -> AskAnswerQuerySet:
        return AskAnswerQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> AskAnswerQuerySet:
        """The only way in; `access` alone calls it (a test looks for other callers)."""
        return AskAnswerQuerySet(self.model, using=self._db).filter(rule)


class AskAnswer(models.Model):
    """Grain: one answer, for whoever gave it: of each question a theme and words. Themes are
    counted in the month of the answer; whose they are, the database does not tell."""

    ask = models.OneToOneField(Ask, on_delete=models.CASCADE, related_name="answer")
    differently = PrivateTextField(blank=True)
    in_the_way = PrivateTextField(blank=True)
    words_differently = PrivateTextField(blank=True)
    words_in_the_way = PrivateTextField(blank=True)

    objects = AskAnswerManager()

    privacy = privacy(
        private="differently in_the_way words_differently words_in_the_way",
        personal="ask",
        technical="id",
    )

    def __str__(self) -> str:
        return f"answer to {self.ask_id}"
