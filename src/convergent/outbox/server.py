"""The mail server: what it says, told apart by whether a message may have gone out."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from convergent.outbox.models import Message, Problem

PERMANENT = 500
# The server said no in so many words, so that nothing went out.
SAID_NO = (
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
)


class Refused(Exception):
    """The message was not taken, or nobody can tell whether it was."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.value))
        self.problem = problem


def hand_over(message: Message) -> None:
    """Returns once the server has taken the message; raises Refused."""
    server = _reached()
    try:
        _send(server, message)
    finally:
        _leave(server)


def _reached() -> BaseEmailBackend:
    server = get_connection()
    try:
        server.open()
    except OSError:  # all of smtplib's own errors are of this kind
        raise Refused(Problem.UNREACHABLE) from None
    return server


def _send(server: BaseEmailBackend, message: Message) -> None:
    try:
        server.send_messages([_as_mail(message)])
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _said in refusal.recipients.values()]
        raise Refused(_of_address(codes)) from None
    except SAID_NO:
        raise Refused(Problem.NOT_TAKEN) from None
    except OSError:
        raise Refused(Problem.UNCLEAR) from None


def _of_address(codes: list[int]) -> Problem:
    return Problem.ADDRESS if min(codes) >= PERMANENT else Problem.NOT_TAKEN


def _as_mail(message: Message) -> EmailMessage:
    """A server that gets it twice can tell by its id."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    headers = {"Message-ID": f"<{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers
    )


def _leave(server: BaseEmailBackend) -> None:
    """What goes wrong at parting changes nothing: the message was taken, or it was not."""
    try:
        server.close()
    except OSError:
        return
