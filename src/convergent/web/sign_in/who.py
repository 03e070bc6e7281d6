"""Accounts and the people they are for."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.sign_in import address_counts_from
from convergent.people.actions.addresses import follow_address
from convergent.people.models import Account, Person


def person_of_email(email: str) -> Person | None:
    """The one person with this address; None where nobody has it, or several do."""
    wanted = email.strip().lower()
    found = Person.objects.filter(email__iexact=wanted)
    people = [one for one in found if one.email.strip().lower() == wanted]  # a database folds more
    return people[0] if len(people) == 1 else None


@transaction.atomic
def account_of(person: Person, *, by: UUID | None) -> Account:
    """The person's account, made where there is none; its address is the one in Records.

    Raises BadInput where the person has no address, a new one does not count yet, or somebody
    else signs in with it.
    """
    email = person.email.strip().lower()
    if not email:
        raise BadInput(
            _("%(name)s has no e-mail address.") % {"name": person.name},
            _("Add it in the staff records."),
        )
    account = Account.objects.select_for_update().filter(person=person).first()
    if Account.objects.filter(email=email).exclude(person=person).exists():
        raise BadInput(
            _("Somebody else signs in with the address of %(name)s.") % {"name": person.name},
            _("Correct the addresses in the staff records."),
        )
    if account is None:
        account = Account.objects.create_account(person)
        note_change("open account", account, by=by, about=person.pk)
    elif not follow_address(account):
        raise _counts_later(account)
    return account


def _counts_later(account: Account) -> BadInput:
    counts_from = address_counts_from(account)
    day = date_format(timezone.localdate(counts_from), "DATE_FORMAT") if counts_from else ""
    return BadInput(
        _("The address of %(name)s was changed, and counts for signing in from %(day)s.")
        % {"name": account.person.name, "day": day},
        _("The old address was told. If the new one is wrong, correct it in the staff records."),
    )
