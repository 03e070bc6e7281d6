"""The address that somebody signs in with follows the one in Records, after a wait."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower, Trim
from django.dispatch import Signal

from convergent import clock
from convergent.audit.actions import note_sign_in
from convergent.people.access.sign_in import WAIT_FOR_A_NEW_ADDRESS, address_counts_from
from convergent.people.models import Account, Person

BATCH = 500

# Sent with the account in the transaction that changed its person's address: whoever sends
# messages tells the address that it had.
address_changed = Signal()


def tell_of_new_addresses(people: Collection[Person]) -> None:
    """For people whose address in Records has just changed: what signs them in stays as it is,
    and the old address is told."""
    ids = [person.pk for person in people]
    for start in range(0, len(ids), BATCH):
        for account in _that_differ(Q(person__in=ids[start : start + BATCH])):
            note_sign_in("change address", account, by=None, about=account.person_id)
            address_changed.send(sender=Account, account=account)


def let_addresses_follow() -> int:
    """Every account whose wait is over signs in with the address in Records; how many there were.

    One that somebody else signs in with is left: her keepers are told when they invite.
    """
    over = clock.now() - WAIT_FOR_A_NEW_ADDRESS
    waited = _that_differ(Q(person__email_changed_at__lte=over) & ~Q(person__email=""))
    return sum(follow_address(account) for account in waited)


@transaction.atomic
def follow_address(account: Account) -> bool:
    """Whether the account now has the address in Records; False while it waits, or is taken."""
    email = account.person.email.strip().lower()
    if not email or address_counts_from(account) is not None:
        return False
    if account.email == email:
        return True
    if Account.objects.filter(email=email).exclude(pk=account.pk).exists():
        return False
    note_sign_in("address counts", account, by=None, about=account.person_id)
    account.email = email
    account.save(update_fields=["email"])
    return True


def _that_differ(rule: Q) -> QuerySet[Account]:
    there = Account.objects.annotate(in_records=Lower(Trim("person__email")))
    return there.filter(rule).exclude(email=F("in_records")).select_related("person__district")
