"""What became of each load. What it found wrong may name children, so that stays in a file."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convergent.jobs.models import Job
from convergent.people.models import Person, Place
from convergent.records.privacy import privacy


class Origin(models.TextChoices):
    COMMAND = "command", _("convergent load")
    PAGE = "page", _("this page")


class Status(models.TextChoices):
    """`ASKED` until the load has ended; the others are those of `facts.findings.LoadStatus`."""

    ASKED = "asked"
    PUBLISHED = "published"
    PUBLISHED_WITH_REJECTS = "published_with_rejects"
    UNCHANGED = "unchanged"
    CHECKED = "checked"
    HELD = "held"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Decision(models.TextChoices):
    NONE = ""
    APPROVED = "approved"
    REFUSED = "refused"
    REPLACED = "replaced"
    UNDONE = "undone"


SERVED = (Status.PUBLISHED, Status.PUBLISHED_WITH_REJECTS)


class Load(models.Model):
    """Grain: one load that was asked for. `before` served until `snapshot` did; `held` and
    `quarantine` name folders of the facts. `faults` counts rows by the rule that they broke.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="load")
    district = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: not known."
    )
    asked_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: whoever runs the command.",
    )
    asked_at = models.DateTimeField()
    origin = models.CharField(max_length=7, choices=Origin.choices)
    names = models.JSONField(default=list, help_text="Of the files or folders, without a path.")
    is_whole = models.BooleanField(default=True)
    status = models.CharField(max_length=22, choices=Status.choices, default=Status.ASKED)
    ended_at = models.DateTimeField(null=True)
    before = models.CharField(max_length=60, blank=True)
    snapshot = models.CharField(max_length=60, blank=True)
    held = models.CharField(max_length=60, blank=True)
    quarantine = models.CharField(max_length=60, blank=True)
    files = models.JSONField(default=list, help_text="What each file was found to be.")
    counts = models.JSONField(default=dict, help_text="Rows read, loaded, rejected, by table.")
    faults = models.JSONField(default=dict)
    notices = models.PositiveIntegerField(default=0)
    decision = models.CharField(
        max_length=8, choices=Decision.choices, blank=True, default=Decision.NONE
    )
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    privacy = privacy(
        staff="asked_at origin is_whole status ended_at",
        personal="district asked_by names files counts faults notices decision decided_by "
        "decided_at reason",
        technical="id job before snapshot held quarantine",
    )

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["district", "-asked_at"], name="load_by_district")]
        constraints = [
            models.CheckConstraint(
                name="load_held_has_name", condition=~Q(status=Status.HELD) | ~Q(held="")
            ),
            models.CheckConstraint(
                name="load_decided_when",
                condition=Q(decision=Decision.NONE, decided_at=None, reason="")
                | (~Q(decision=Decision.NONE) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="load_ended_when",
                condition=Q(status=Status.ASKED, ended_at=None)
                | (~Q(status=Status.ASKED) & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.status}"

    @property
    def waits(self) -> bool:
        """Whether somebody has to approve or refuse it."""
        return self.status == Status.HELD and self.decision == Decision.NONE

    @property
    def served(self) -> bool:
        """Whether what it brought was published, at once or by a person."""
        return self.status in SERVED or self.decision == Decision.APPROVED
