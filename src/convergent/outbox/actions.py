"""Post a message; hand one to the mail server, at most once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from convergent.jobs.actions import ask
from convergent.outbox.models import Message, Problem, State
from convergent.outbox.server import Refused, hand_over

MINUTES_BEFORE_TRYING_AGAIN = (1, 5, 30, 120, 360, 720, 1440)


@transaction.atomic
def post(
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    about: UUID | None = None,
    worth_for: timedelta | None = None,
) -> Message:
    """The message of that key, new or not, in the caller's transaction; a worker sends it after."""
    now = timezone.now()
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": subject[:200],
            "body": body,
            "about": about,
            "posted_at": now,
            "next_try_at": now,
            "worth_until": now + worth_for if worth_for else None,
        },
    )
    if is_new:
        ask_to_send(message)
    return message


def ask_to_send(message: Message) -> None:
    """Asks for the next attempt; asking twice for one attempt is one job."""
    ask("send mail", key=f"send {message.pk} {message.attempts}", by=None, message=message.pk)


def send(message_id: UUID) -> Message:
    """The message after one attempt. One whose sending was begun before is never sent again.

    Not within a transaction: that it is begun has to be known before the server hears of it.
    """
    begun = Message.objects.filter(pk=message_id, state=State.WAITING).update(
        state=State.SENDING, attempts=F("attempts") + 1
    )
    message = Message.objects.get(pk=message_id)
    if begun:
        _write_ending(message, _problem_of(message))
    else:
        _give_up_lost(message)
    return message


def _problem_of(message: Message) -> Problem | None:
    try:
        hand_over(message)
    except Refused as refusal:
        return refusal.problem
    return None


def _write_ending(message: Message, problem: Problem | None) -> None:
    if problem is None:
        message.state, message.sent_at = State.SENT, timezone.now()
        message.body = message.problem = ""
        message.save(update_fields=["state", "sent_at", "body", "problem"])
    elif problem in {Problem.ADDRESS, Problem.UNCLEAR} or not _can_wait(message):
        _fail(message, problem)
    else:
        message.state, message.problem = State.WAITING, problem
        message.save(update_fields=["state", "problem", "next_try_at"])


def _can_wait(message: Message) -> bool:
    """Sets when it is tried again; False where that is too often, or too late to help."""
    if message.attempts > len(MINUTES_BEFORE_TRYING_AGAIN):
        return False
    pause = timedelta(minutes=MINUTES_BEFORE_TRYING_AGAIN[message.attempts - 1])
    message.next_try_at = timezone.now() + pause
    return message.worth_until is None or message.next_try_at < message.worth_until


def _give_up_lost(message: Message) -> None:
    """One that another worker began: that worker's own word, if it comes, still counts."""
    lost = Message.objects.filter(pk=message.pk, state=State.SENDING)
    lost.update(state=State.FAILED, problem=Problem.UNCLEAR, body="")
    message.refresh_from_db()


def _fail(message: Message, problem: Problem) -> None:
    message.state, message.problem, message.body = State.FAILED, problem, ""
    message.save(update_fields=["state", "problem", "body"])
