"""Invitations: how somebody who is in Records comes to a password or a passkey of her own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.actions.credentials import end_all_access
from convergent.people.models import Account, Person
from convergent.web.sign_in.who import account_of
from convergent.web.signing_in import INVITATION_DAYS

SALT = "convergent.web.sign_in.invitations"
DAY = 86_400


@transaction.atomic
def invite(person: Person, *, by: Person | None) -> Account:
    """Sends the person a link that works once, for a week; nothing is sent if this fails.

    Raises BadInput for somebody without an address of her own, or who signs in already.
    """
    account = account_of(person, by=by.pk if by else None)
    _refuse_way_in(account)
    note_change("invite", account, by=by.pk if by else None, about=person.pk)
    message = _message(account, by)
    transaction.on_commit(message.send)
    return account


@transaction.atomic
def address_of_invitation(person: Person) -> str:
    """An invitation to hand over instead of sending it: for the first person of a district."""
    account = account_of(person, by=None)
    _refuse_way_in(account)
    note_change("invite", account, by=None, about=person.pk)
    return _address(account)


@transaction.atomic
def start_anew(person: Person, *, by: Person) -> Account:
    """For somebody who has lost every way in: all of them end, and a new invitation goes out."""
    account = account_of(person, by=by.pk)
    note_change("start sign-in anew", account, by=by.pk, about=person.pk)
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()
    account.save(update_fields=["password"])
    end_all_access(person, by=by.pk)
    return invite(person, by=by)


def has_way_in(account: Account) -> bool:
    return account.has_usable_password() or Authenticator.objects.filter(user=account).exists()


def token_for(account: Account) -> str:
    return signing.dumps({"account": account.pk, "state": _state(account)}, salt=SALT)


def account_invited(token: str) -> Account | None:
    """The account that a living invitation is for: unused, not too old, not ended since."""
    try:
        said = signing.loads(token, salt=SALT, max_age=INVITATION_DAYS * DAY)
    except signing.BadSignature:
        return None
    account = Account.objects.select_related("person__district").filter(pk=said["account"]).first()
    if account is None or not account.is_active or has_way_in(account):
        return None
    return account if constant_time_compare(said["state"], _state(account)) else None


def _state(account: Account) -> str:
    """Changes once the invitation was used, the address moved, or all access was ended."""
    parts = (account.pk, account.password, account.email, account.epoch, account.last_login)
    return salted_hmac(SALT, "|".join(map(str, parts)), algorithm="sha256").hexdigest()


def _message(account: Account, by: Person | None) -> EmailMessage:
    words: dict[str, Any] = {
        "person": account.person,
        "district": account.person.district.name,
        "by": by.name if by else "",
        "days": INVITATION_DAYS,
        "address": _address(account),
    }
    with translation.override(account.language or settings.LANGUAGE_CODE):
        subject = render_to_string("sign_in/mail/invitation_subject.txt", words).strip()
        body = render_to_string("sign_in/mail/invitation_message.txt", words)
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [account.email])


def _refuse_way_in(account: Account) -> None:
    if has_way_in(account):
        raise BadInput(
            f"{account.person.name} signs in already.",
            "Whoever has lost a password can set a new one from the sign-in page.",
        )


def _address(account: Account) -> str:
    return urljoin(_base(), reverse("invitation", args=[token_for(account)]))


def _base() -> str:
    configuration = settings.CONFIGURATION
    return str(configuration.public_url or f"http://localhost:{configuration.port}")
