"""Whether these Records are a demonstration: decided once, while they are empty."""

from __future__ import annotations

import ipaddress

from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest

from convergent import clock
from convergent.errors import NotAllowed
from convergent.people.models import Account, Installation, Person

PROXIES = {"HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP"}


def is_demo() -> bool:
    return Installation.objects.filter(pk=1, is_demo=True).exists()


@transaction.atomic
def become_demo() -> None:
    """Raises NotAllowed for Records that hold anybody and are not a demonstration already."""
    if is_demo():
        return
    if Installation.objects.exists() or Person.objects.exists() or Account.objects.exists():
        raise NotAllowed(
            "These Records are in use, so they cannot become a demonstration.",
            "Set CONVERGENT_HOME to an empty folder, and leave DATABASE_URL empty.",
        )
    Installation.objects.create(pk=1, is_demo=True, decided_at=clock.now())


def is_demo_on_loopback(request: HttpRequest) -> bool:
    """Whether this request may sign in with one tap: a demonstration, on this machine alone.

    Behind a proxy every request seems to come from this machine, so a forwarded one never may.
    """
    return is_on_loopback(request) and is_demo()


def is_on_loopback(request: HttpRequest) -> bool:
    """Whether somebody on this machine asks, with no proxy between, by a name of this machine."""
    try:
        host = request.get_host().rsplit(":", 1)[0].strip("[]")
    except DisallowedHost:  # the page that refuses it asks too
        return False
    return is_direct_on_loopback(request) and (host == "localhost" or _is_loopback(host))


def is_direct_on_loopback(request: HttpRequest) -> bool:
    """Whether a program of this machine asks, with no proxy between."""
    forwarded = any(name in PROXIES or name.startswith("HTTP_X_FORWARDED") for name in request.META)
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
