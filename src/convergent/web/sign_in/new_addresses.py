"""The old address is told of a new one, before the new one counts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from convergent.outbox.actions import post
from convergent.people.access.sign_in import address_counts_from
from convergent.people.models import Account
from convergent.people.viewer import time_zone_of


def tell_old_address(account: Account, **_: Any) -> None:
    person, counts_from = account.person, address_counts_from(account)
    if counts_from is None:
        return
    words = {
        "person": person,
        "district": person.district.name,
        "day": timezone.localdate(counts_from, time_zone_of(person.district_id)),
    }
    with translation.override(account.language or settings.LANGUAGE_CODE):
        subject = render_to_string("sign_in/mail/address_subject.txt", words).strip()
        body = render_to_string("sign_in/mail/address_message.txt", words)
    post(
        key=f"new address {account.pk} {person.email_changed_at}",
        to=account.email,
        subject=subject,
        body=body,
        about=person.pk,
    )
