"""Accounts and the people they are for."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from convergent import clock
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.middleware import time_zone_of
from convergent.people.models import Account, Person
from convergent.people.viewer import Viewer, viewer_of


def viewer_today(person: Person) -> Viewer | None:
    """The person as a viewer on the district's own day; None without a running term."""
    with timezone.override(time_zone_of(person.district_id)):
        return viewer_of(person, clock.today())


def person_of_email(email: str) -> Person | None:
    """The one person with this address; None where nobody has it, or several do."""
    wanted = email.strip().lower()
    found = Person.objects.filter(email__iexact=wanted)
    people = [one for one in found if one.email.strip().lower() == wanted]  # a database folds more
    return people[0] if len(people) == 1 else None


@transaction.atomic
def account_of(person: Person, *, by: UUID | None) -> Account:
    """The person's account, made where there is none; its address follows the person's.

    Raises BadInput where the person has no address, or somebody else signs in with it.
    """
    email = person.email.strip().lower()
    if not email:
        raise BadInput(f"{person.name} has no e-mail address.", "Add it in the staff records.")
    account = Account.objects.select_for_update().filter(person=person).first()
    if Account.objects.filter(email=email).exclude(person=person).exists():
        raise BadInput(
            f"Somebody else signs in with the address of {person.name}.",
            "Correct the addresses in the staff records.",
        )
    if account is None:
        account = Account.objects.create_account(person)
        note_change("open account", account, by=by, about=person.pk)
    if account.email != email:
        account.email = email
        account.save(update_fields=["email"])
    return account
