"""What a teacher leader does at a school and what she does not, as she and the principal agreed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Person, Place
from convergent.records.privacy import privacy

CHARTER_FITS, MOST_HOURS = 2_000, 40


class Work(models.TextChoices):
    """The five kinds of work of a teacher leader."""

    SUPPORT = "support", _("Working with teachers")
    LEARNING = "learning", _("Professional learning")
    DATA = "data", _("Data and inquiry")
    ASSESSMENT = "assessment", _("Assessment")
    CURRICULUM = "curriculum", _("Curriculum")


class Charter(models.Model):
    """Grain: one wording of what one teacher leader does at one school. One of the two wrote it;
    from the day on which the other agreed it holds, until a later wording does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="charters")
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="charters")
    number = models.PositiveSmallIntegerField()
    does = models.TextField()
    does_not = models.TextField()
    hours = models.JSONField(help_text="Of a usual week, by the code of the kind of work.")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()
    agreed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy = privacy(
        staff="place leader number does does_not hours written_by written_on agreed_by agreed_on",
        technical="id version",
    )

    class Meta:
        ordering = ["-number", "id"]
        constraints = [
            models.UniqueConstraint(
                name="one_wording_of_a_number", fields=["place", "leader", "number"]
            ),
            models.UniqueConstraint(
                name="one_wording_that_waits",
                fields=["place", "leader"],
                condition=Q(agreed_by__isnull=True),
            ),
            models.CheckConstraint(
                name="charter_is_agreed_by_the_other",
                condition=Q(agreed_by__isnull=True, agreed_on__isnull=True)
                | (Q(agreed_on__isnull=False) & ~Q(agreed_by=F("written_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} at {self.place_id}, {self.number}"
