"""What somebody is typing about a visit, until it is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from convergent.people.models import Person
from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField


class VisitDraftQuerySet(models.QuerySet["VisitDraft"]):
    """Nothing, until `access.visits.own_drafts` says which."""


class VisitDraftManager(models.Manager["VisitDraft"]):
    def get_queryset(self) -> VisitDraftQuerySet:
        return VisitDraftQuerySet(self.model, using=self._db).none()

    def readable_by_rule(self, rule: Q) -> VisitDraftQuerySet:
        """The only way in; `access` alone calls it."""
        return VisitDraftQuerySet(self.model, using=self._db).filter(rule)


class VisitDraft(models.Model):
    """Grain: one visit that is not kept yet, under the id that it will have."""

    id = models.UUIDField(primary_key=True, editable=False)
    visitor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visit_drafts")
    teacher = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: a device could not tell whom it is about.",
    )
    content = PrivateTextField(help_text="The fields of the form, as JSON.")
    written_at = models.DateTimeField()

    objects = VisitDraftManager()

    privacy = privacy(private="content", personal="visitor teacher written_at", technical="id")

    class Meta:
        ordering = ["-written_at", "id"]

    def __str__(self) -> str:
        return f"draft of visit {self.pk}"
