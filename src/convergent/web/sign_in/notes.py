"""What the audit keeps of signing in and out, and of the second step. No name that was typed."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.http import HttpRequest

from convergent.audit.actions import note_sign_in
from convergent.people.actions.addresses import address_changed
from convergent.people.actions.credentials import end_all_access
from convergent.people.models import Account
from convergent.web.sign_in.library import record_authentication
from convergent.web.sign_in.new_addresses import tell_old_address


def listen() -> None:
    account_signals.user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    account_signals.password_changed.connect(_password_changed)
    account_signals.password_set.connect(_password_changed)
    account_signals.password_reset.connect(_password_reset)
    mfa_signals.authenticator_added.connect(_factor("add"))
    mfa_signals.authenticator_removed.connect(_factor("remove"))
    mfa_signals.authenticator_reset.connect(_factor("renew"))
    mfa_signals.authentication_failed.connect(_second_step_failed)
    address_changed.connect(tell_old_address)


@transaction.atomic
def note(action: str, account: Account, why: str = "") -> None:
    note_sign_in(action, account, by=account.person_id, why=why)


def _signed_in(user: Account, **kwargs: Any) -> None:
    service = kwargs.get("sociallogin")
    note("sign in", user, why=f"by {service.account.provider}" if service else "")


def _signed_out(user: Account | None, **_: Any) -> None:
    if user is not None:
        note("sign out", user)


def _password_changed(request: HttpRequest, user: Account, **_: Any) -> None:
    """Ends everything that was handed out, and keeps the session in which it was changed."""
    note("change password", user)
    _end_all_but_this(request, user)


def _end_all_but_this(request: HttpRequest, user: Account) -> None:
    end_all_access(user.person, by=user.person_id)
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)


def _password_reset(user: Account, **_: Any) -> None:
    note("set password by e-mail", user)
    end_all_access(user.person, by=user.person_id)


def _factor(deed: str) -> Any:
    def noted(request: HttpRequest, user: Account, authenticator: Any, **_: Any) -> None:
        """What was given out before the second step changed ends, but for this session."""
        note(f"{deed} {authenticator.type}", user)
        if deed == "add":
            record_authentication(request, user, "mfa", type=authenticator.type)
        if request.user.is_authenticated:
            _end_all_but_this(request, user)

    LISTENERS.append(noted)
    return noted


def _second_step_failed(user: Account, **_: Any) -> None:
    note("second step failed", user)


LISTENERS: list[Any] = []  # signals hold their listeners weakly
