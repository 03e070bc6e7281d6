"""Traces of work that serve nobody after a while. What people wrote, and the audit, stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from convergent.jobs.models import ENDED, Job
from convergent.outbox.models import Message, State
from convergent.people.models import Credential


@transaction.atomic
def purge_traces(before: datetime, *, now: datetime) -> dict[str, int]:
    """How many of each went."""
    return {
        "jobs": _old_jobs(before).delete()[1].get("jobs.Job", 0),
        "messages": _old_messages(before).delete()[0],
        "credentials": _old_credentials(before).delete()[0],
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
    }


def _old_jobs(before: datetime) -> QuerySet[Job]:
    """Those of loads stay with their loads; the last of each kind tells what it came to."""
    ended = Job.objects.filter(state__in=ENDED, finished_at__lt=before, load__isnull=True)
    return ended.exclude(pk__in=list(_last_of_each_kind()))


def _last_of_each_kind() -> Iterator[UUID]:
    for kind in Job.objects.order_by().values_list("kind", flat=True).distinct():
        ended = Job.objects.filter(kind=kind, state__in=ENDED).order_by("asked_at", "id")
        yield from ended.reverse().values_list("pk", flat=True)[:1]


def _old_messages(before: datetime) -> QuerySet[Message]:
    return Message.objects.filter(state__in=(State.SENT, State.FAILED), posted_at__lt=before)


def _old_credentials(before: datetime) -> QuerySet[Credential]:
    return Credential.objects.filter(Q(ended_at__lt=before) | Q(expires_at__lt=before))
