"""What an account is given (sessions, tokens, offline leases) and how all of it ends at once.

Everything handed out carries the account's epoch. Ending all access raises the epoch: what
carries an older one is dead at its next contact, with nothing to look for and forget.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from convergent import clock
from convergent.audit.actions import note_sign_in
from convergent.people.models import Account, Credential, Person, RoleTerm


@transaction.atomic
def end_all_access(
    person: Person, *, by: UUID | None, unless_in_role_on: date | None = None
) -> bool:
    """Ends every session, token and lease; True when there was an account to end them for."""
    still_works = unless_in_role_on and RoleTerm.objects.filter(person=person).on(unless_in_role_on)
    if still_works and still_works.exists():
        return False
    account = Account.objects.filter(person=person).first()
    if account is None:
        return False
    note_sign_in("end all access", account, by=by or person.pk, about=person.pk)
    Account.objects.filter(pk=account.pk).update(epoch=F("epoch") + 1)
    return True


@transaction.atomic
def issue_credential(
    account: Account, *, kind: str, label: str, lifetime: timedelta
) -> tuple[Credential, str]:
    """A token or a lease, and its secret, which is shown once and not kept."""
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    credential = Credential(
        account=account,
        kind=kind,
        label=label.strip()[:80],
        digest=digest_of(secret),
        epoch=account.epoch,
        created_at=now,
        expires_at=now + lifetime,
    )
    note_sign_in(f"issue {kind}", account, by=account.person_id)
    credential.save()
    return credential, secret


@transaction.atomic
def end_credential(credential: Credential, *, by: UUID) -> None:
    note_sign_in(f"end {credential.kind}", credential.account, by=by)
    Credential.objects.filter(pk=credential.pk).update(ended_at=clock.now())


def account_of_secret(secret: str, *, kind: str) -> Account | None:
    """The account that a living token or lease belongs to."""
    credential = (
        Credential.objects.filter(
            digest=digest_of(secret),
            kind=kind,
            ended_at__isnull=True,
            expires_at__gt=clock.now(),
            epoch=F("account__epoch"),
            account__is_active=True,
        )
        .select_related("account__person")
        .first()
    )
    if credential is None or not _works_today(credential.account.person):
        return None
    return credential.account


def lease_of_id(pk: UUID) -> Credential | None:
    """The lease, living or ended: to tell whose words a device has sealed, and nothing else."""
    leases = Credential.objects.filter(pk=pk, kind=Credential.Kind.LEASE)
    return leases.select_related("account__person").first()


def _works_today(person: Person) -> bool:
    return RoleTerm.objects.filter(person=person).on(clock.today()).exists()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
