"""Jobs, and the effects that they have had."""

from __future__ import annotations

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from convergent.records.privacy import privacy


class State(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (State.DONE, State.FAILED, State.CANCELLED)
_WAITING = Q(state=State.WAITING, worker="", heartbeat_at=None, finished_at=None)
_RUNNING = Q(
    state=State.RUNNING, started_at__isnull=False, heartbeat_at__isnull=False, finished_at=None
) & ~Q(worker="")
_ENDED = Q(state__in=ENDED, finished_at__isnull=False)


class Job(models.Model):
    """Grain: one piece of long work that was asked for. Times of running are the database's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True, help_text="Asking twice is one job.")
    arguments = models.JSONField(default=dict, help_text="Ids and paths; no private text.")
    asked_by = models.UUIDField(null=True, help_text="Empty: the installation itself.")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=200, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0, help_text="0: not known.")
    heartbeat_at = models.DateTimeField(null=True)
    worker = models.CharField(
        max_length=100, blank=True, help_text="Host, process and claim: no two claims share one."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_asked_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    problem = models.TextField(blank=True, help_text="In plain words; no private text.")

    privacy = privacy(
        staff="kind asked_at state started_at finished_at stage done total cancel_asked_at problem",
        personal="asked_by arguments outcome",
        technical="id key heartbeat_at worker attempts",
    )

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["state", "asked_at"], name="job_by_state")]
        constraints = [
            models.CheckConstraint(name="job_state_holds", condition=_WAITING | _RUNNING | _ENDED),
            models.CheckConstraint(name="job_done_in_total", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(
                name="job_failed_says_why",
                condition=(Q(state=State.FAILED) & ~Q(problem=""))
                | (~Q(state=State.FAILED) & Q(problem="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Effect(models.Model):
    """Grain: one effect of a job, written in the transaction that made it."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="effects")
    key = models.CharField(max_length=200)

    privacy = privacy(technical="id job key")

    class Meta:
        constraints = [models.UniqueConstraint(name="effect_once_per_job", fields=["job", "key"])]

    def __str__(self) -> str:
        return self.key
