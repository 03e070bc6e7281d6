"""The machine: the disk, the clock, rights, mail, the certificate."""

from __future__ import annotations

import shutil
import smtplib
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone

from convergent.audit.models import AuditRow
from convergent.outbox.queries import not_arrived
from convergent.records.home import open_to_others
from convergent.upkeep.doctor.findings import Trouble, warning

LEAST, LITTLE = 500_000_000, 5_000_000_000
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
OUT_OF_STEP = timedelta(seconds=30)
SECONDS = 10
CERTIFICATE_DAYS = 14


def disk() -> Iterator[Trouble]:
    """Room for what a load or a restore lays aside."""
    free = shutil.disk_usage(settings.HOME).free
    if free < LEAST:
        yield Trouble(f"{_gigabytes(free)} are free where {settings.HOME} lies.", "Make room now.")
    elif free < LITTLE:
        yield warning(f"{_gigabytes(free)} are free where {settings.HOME} lies.", "Make room soon.")


def rights() -> Iterator[Trouble]:
    for folder in open_to_others(Path(settings.HOME)):
        yield Trouble(f"Others on this machine may look into {folder}.", f"chmod 700 {folder}")


def clock() -> Iterator[Trouble]:
    """Against the program's own age, the newest row of the audit, and the database's clock."""
    now = timezone.now()
    todo = "Let this machine follow a time server, then look again."
    last = AuditRow.objects.order_by("-number").values_list("at", flat=True).first()
    if now < BUILT:
        yield Trouble(f"This machine says that it is {now:%Y-%m-%d}.", todo)
    elif last is not None and last > now + OUT_OF_STEP:
        yield Trouble(f"The newest row of the audit is of {last:%Y-%m-%d %H:%M}: later.", todo)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (there,) = cursor.fetchone()
        if abs(there - timezone.now()) > OUT_OF_STEP:
            yield Trouble(f"The database's machine says {there:%Y-%m-%d %H:%M:%S}.", todo)


def mail() -> Iterator[Trouble]:
    """The server is greeted, and nothing is sent."""
    if not settings.EMAIL_HOST:
        yield warning(
            "No mail server is set: messages are kept as files.", "Set mail in convergent.toml."
        )
    else:
        try:
            greeted = get_connection(timeout=SECONDS)
            greeted.open()
            greeted.close()
        except (OSError, smtplib.SMTPException) as problem:
            reason = str(problem) or type(problem).__name__
            todo = "See that it runs, and that mail in convergent.toml names it."
            yield Trouble(f"The mail server does not answer: {reason}.", todo)
    waiting = not_arrived().count()
    if waiting:
        yield warning(f"{waiting} messages of the last week have not arrived.", "See Today.")


def certificate() -> Iterator[Trouble]:
    """Of the address that people type."""
    public = urlsplit(settings.CONFIGURATION.public_url)
    if public.scheme == "http" and public.hostname not in {"localhost", "127.0.0.1"}:
        yield Trouble("People's passwords cross the network in clear.", "Serve public_url by TLS.")
    if public.scheme != "https" or not public.hostname:
        return
    try:
        ends = _end_of_certificate(public.hostname, public.port or 443)
    except (OSError, ValueError) as problem:
        yield warning(
            f"{public.netloc} does not answer from here: {problem}.",
            "See that the proxy runs, and that its certificate is good.",
        )
        return
    if ends - timezone.now() < timedelta(days=CERTIFICATE_DAYS):
        yield warning(f"The certificate ends on {ends:%Y-%m-%d}.", "Renew it.")


def _end_of_certificate(host: str, port: int) -> datetime:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=host) as secured,
    ):
        told = secured.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
