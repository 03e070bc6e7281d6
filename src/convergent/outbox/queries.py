"""What has not arrived, for those who can do something about it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from convergent.outbox.models import Message, State

LONG = timedelta(minutes=15)
SHOWN_FOR = timedelta(days=7)


def not_arrived() -> QuerySet[Message]:
    """Messages of the last week that failed, or that wait longer than a worker takes."""
    now = timezone.now()
    waits = Q(state__in=(State.WAITING, State.SENDING), posted_at__lt=now - LONG)
    return Message.objects.filter(Q(state=State.FAILED) | waits, posted_at__gt=now - SHOWN_FOR)
