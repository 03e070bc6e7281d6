"""Sending, one message at a time, and asking again for what was not taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergent.jobs.due import when_due
from convergent.jobs.kinds import Running, job_kind
from convergent.outbox.actions import ask_to_send, send
from convergent.outbox.models import Message, State


@job_kind("send mail", title=_("Sending a message"))
def send_mail(running: Running) -> dict[str, Any]:
    message = send(UUID(running.arguments["message"]))
    return {"state": message.state, "problem": message.problem}


@when_due
def ask_for_what_waits() -> None:
    """For messages whose next attempt is due; the first one was asked for with the message."""
    waiting = Message.objects.filter(
        state=State.WAITING, attempts__gt=0, next_try_at__lte=timezone.now()
    )
    for message in waiting:
        with transaction.atomic():
            ask_to_send(message)
