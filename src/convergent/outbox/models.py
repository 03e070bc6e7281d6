"""Messages, and what became of each."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convergent.records.privacy import privacy
from convergent.records.private_text import PrivateTextField


class State(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"  # begun; whoever finds it so later cannot know whether it went out
    SENT = "sent"
    FAILED = "failed"


class Problem(models.TextChoices):
    UNREACHABLE = "unreachable", _("The mail server did not answer.")
    NOT_TAKEN = "not taken", _("The mail server did not take it.")
    ADDRESS = "address", _("The mail server refuses the address.")
    UNCLEAR = "unclear", _("The connection broke: it may have arrived, or not.")


class Message(models.Model):
    """Grain: one message to one address. What it says is forgotten once it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True, help_text="Posting twice is one message.")
    to = models.EmailField()
    about = models.UUIDField(null=True, help_text="The person whom it is for.")
    subject = models.CharField(max_length=200)
    body = PrivateTextField(help_text="Only whom it goes to reads it: it may hold a link.")
    posted_at = models.DateTimeField()
    worth_until = models.DateTimeField(null=True, help_text="Later it helps nobody.")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=11, choices=Problem.choices, blank=True)

    privacy = privacy(
        personal="to about subject posted_at sent_at state problem",
        private="body",
        technical="id key worth_until attempts next_try_at",
    )

    class Meta:
        ordering = ["posted_at", "id"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="message_by_state")]
        constraints = [
            models.CheckConstraint(
                name="message_sent_has_its_time",
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_failed_says_why", condition=~Q(state=State.FAILED) | ~Q(problem="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
