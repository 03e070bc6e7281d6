"""Everything that an account was given: sessions, tokens, the leases of phones; until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db.models import F, Q

from convergent import clock
from convergent.people.models import Account, Credential, Person, RoleTerm
from convergent.people.viewer import time_zone_of
from convergent.web.sign_in.devices import device_in_words


@dataclass(frozen=True)
class SessionLine:
    pk: int
    device: str
    since: datetime
    is_this: bool


@dataclass(frozen=True)
class CredentialLine:
    pk: UUID
    label: str
    since: datetime
    until: datetime


def sessions_of(account: Account, *, this: str | None) -> list[SessionLine]:
    """Living sessions, this one first, then the newest."""
    living = UserSession.objects.purge_and_list(account)
    lines = [
        SessionLine(
            one.pk, device_in_words(one.user_agent), one.created_at, one.session_key == this
        )
        for one in living
    ]
    return sorted(lines, key=lambda line: (not line.is_this, -line.since.timestamp()))


def credentials_of(account: Account, kind: str) -> list[CredentialLine]:
    living = Credential.objects.filter(
        account=account,
        kind=kind,
        ended_at__isnull=True,
        expires_at__gt=clock.now(),
        epoch=F("account__epoch"),
    )
    return [CredentialLine(one.pk, one.label, one.created_at, one.expires_at) for one in living]


def lifetime_within_terms(person: Person, days: int) -> timedelta:
    """As long as was asked for, but never beyond the last day of the person's last role."""
    now, asked = clock.now(), timedelta(days=days)
    last_day = last_day_of(person, clock.today())
    if last_day is None:
        return asked
    midnight = datetime.combine(
        last_day + timedelta(days=1), time(), tzinfo=time_zone_of(person.district_id)
    )
    return min(asked, midnight - now)


def last_day_of(person: Person, today: date) -> date | None:
    """The last day of a role that runs or is to come; None where one has no end."""
    terms = RoleTerm.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), person=person)
    ends = list(terms.values_list("ends_on", flat=True))
    if None in ends:
        return None
    return max((day for day in ends if day is not None), default=today - timedelta(days=1))
