"""What was released. The database refuses to change or delete a row: what is out stays out."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Person
from convergent.records.privacy import privacy


class Kind(models.TextChoices):
    MENU = "menu", _("Pages of evidence")
    TABLE = "table", _("A table")


class Audience(models.TextChoices):
    STAFF = "staff", _("Everybody who works in the district")
    PUBLIC = "public", _("Everybody")
    BODY = "body", _("One body")


class Release(models.Model):
    """Grain: one release: the menu of a snapshot for one district, or one table.

    Its cells, with what was told of each, lie in a file that is named by its own hash. They hold
    nothing that was withheld. `units` says of a menu what was told anew; `reasons` counts withheld
    values by why. A release is superseded by a later one that says so, and stays known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    district_key = models.CharField(max_length=255, blank=True, help_text="As exports name it.")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=6, choices=Audience.choices)
    body = models.CharField(max_length=200, blank=True, help_text="To whom, where it is one body.")
    period = models.CharField(max_length=40, blank=True)
    students = models.CharField(max_length=200, blank=True, help_text="Whom it counts.")
    snapshot = models.CharField(max_length=60, blank=True)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: the installation itself, or whoever runs the command.",
    )
    minimum = models.PositiveSmallIntegerField()
    cells = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField()
    reasons = models.JSONField(default=dict)
    units = models.JSONField(default=list)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    content_hash = models.CharField(max_length=64)

    privacy = privacy(
        staff="kind title audience body period students released_at minimum cells withheld "
        "reasons units",
        personal="released_by",
        technical="id number district_key snapshot supersedes content_hash",
    )

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["district_key", "-number"], name="release_by_district")]
        constraints = [
            models.CheckConstraint(
                name="release_body_is_named",
                condition=Q(audience=Audience.BODY) ^ Q(body=""),
            ),
            models.CheckConstraint(
                name="release_withholds_of_its_cells", condition=Q(withheld__lte=models.F("cells"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
