"""The lease of a browser that works without a network, and the session in which it was given."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from convergent.people.actions.credentials import end_credential, issue_credential
from convergent.people.models import Account, Credential
from convergent.web.sign_in.given import lifetime_within_terms

LEASE = "lease"


def issue_lease(account: Account, session: SessionBase, *, label: str) -> tuple[Credential, str]:
    """One for each session: an earlier one of the same session ends."""
    end_lease_of(session)
    lifetime = lifetime_within_terms(account.person, settings.CONFIGURATION.offline_days)
    lease, secret = issue_credential(
        account, kind=Credential.Kind.LEASE, label=label, lifetime=lifetime
    )
    session[LEASE] = str(lease.pk)
    return lease, secret


def end_lease_of(session: SessionBase) -> None:
    """Signing out ends what this browser may show. A session that only ran out does not."""
    pk = session.pop(LEASE, None)
    lease = Credential.objects.filter(pk=UUID(pk), ended_at__isnull=True).first() if pk else None
    if lease is not None:
        end_credential(lease, by=lease.account.person_id)
