"""Invitations: how somebody who is in Records comes to a password or a passkey of her own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.outbox.actions import post
from convergent.people.access.require import required
from convergent.people.access.sign_in import why_let_in
from convergent.people.actions.credentials import end_all_access
from convergent.people.models import Account, Person
from convergent.people.viewer import Viewer
from convergent.web.sign_in.settings import INVITATION_DAYS
from convergent.web.sign_in.who import account_of

SALT = "convergent.web.sign_in.invitations"
DAY = 86_400


@transaction.atomic
def invite(person: Person, *, by: Viewer) -> Account:
    """Sends the person a link that works once, for a week; nothing is sent if this fails.

    Raises BadInput for somebody without an address of her own, or who signs in already.
    """
    why = why_let_in(by, person)
    required(why)
    account = account_of(person, by=by.person.pk)
    _refuse_way_in(account)
    row = note_change("invite", account, by=by.person.pk, about=person.pk, why=str(why))
    _post(account, by.person, key=f"invitation {row.number}")
    return account


@transaction.atomic
def address_of_invitation(person: Person) -> str:
    """An invitation to hand over instead of sending it: for the first person of a district."""
    account = account_of(person, by=None)
    _refuse_way_in(account)
    note_change("invite", account, by=None, about=person.pk)
    return _address(account)


@transaction.atomic
def start_anew(person: Person, *, by: Viewer) -> Account:
    """For somebody who has lost every way in: all of them end, and a new invitation goes out."""
    why = why_let_in(by, person)
    required(why)
    account = account_of(person, by=by.person.pk)
    note_change("start sign-in anew", account, by=by.person.pk, about=person.pk, why=str(why))
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()
    account.save(update_fields=["password"])
    end_all_access(person, by=by.person.pk)
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


def _post(account: Account, by: Person, *, key: str) -> None:
    words: dict[str, Any] = {
        "person": account.person,
        "district": account.person.district.name,
        "by": by.name,
        "days": INVITATION_DAYS,
        "address": _address(account),
    }
    with translation.override(account.language or settings.LANGUAGE_CODE):
        subject = render_to_string("sign_in/mail/invitation_subject.txt", words).strip()
        body = render_to_string("sign_in/mail/invitation_message.txt", words)
    post(
        key=key,
        to=account.email,
        subject=subject,
        body=body,
        about=account.person_id,
        worth_for=timedelta(days=INVITATION_DAYS),
    )


def _refuse_way_in(account: Account) -> None:
    if has_way_in(account):
        raise BadInput(
            _("%(name)s signs in already.") % {"name": account.person.name},
            _("Whoever has lost a password can set a new one from the sign-in page."),
        )


def _address(account: Account) -> str:
    return urljoin(_base(), reverse("invitation", args=[token_for(account)]))


def _base() -> str:
    configuration = settings.CONFIGURATION
    return str(configuration.public_url or f"http://localhost:{configuration.port}")
