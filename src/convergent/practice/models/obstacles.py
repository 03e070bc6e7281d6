"""What is in the way of teaching, seen in passing, until somebody has answered."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Person, Place
from convergent.records.privacy import privacy

DETAIL_FITS, ANSWER_FITS = 200, 300


class Obstacle(models.Model):
    """Grain: one thing in the way at one school, in the hands of one named person. It names no
    visit: who was in which classroom does not leave with it."""

    class What(models.TextChoices):
        BROKEN = "broken", _("Something is broken")
        HAZARD = "hazard", _("Somebody could get hurt")
        COVER = "cover", _("No substitute came")
        BOOKS = "books", _("Books or material are missing")
        DEVICES = "devices", _("Devices or network do not work")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="obstacles")
    what = models.CharField(max_length=10, choices=What.choices)
    detail = models.CharField(max_length=DETAIL_FITS, blank=True)
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="obstacles")
    answer = models.CharField(max_length=ANSWER_FITS, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    privacy = privacy(
        personal="place what detail seen_by seen_at owner answer answered_at", technical="id"
    )

    class Meta:
        ordering = ["seen_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="answered_obstacle_has_its_answer",
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
            )
        ]
        indexes = [
            models.Index(
                fields=["owner"], name="obstacle_open", condition=Q(answered_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} at {self.place_id}"
