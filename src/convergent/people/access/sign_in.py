"""Who lets others in, and when a changed address in Records counts for signing in."""

from __future__ import annotations

from datetime import datetime, timedelta

from convergent import clock
from convergent.people.access.district import why_keep_district
from convergent.people.access.reasons import Reason
from convergent.people.models import Account, Person
from convergent.people.viewer import Viewer, viewer_today

# Whoever can change an address could otherwise take over what is somebody else's: the old address
# is told at once, and has this long to say no.
WAIT_FOR_A_NEW_ADDRESS = timedelta(days=7)


def why_let_in(viewer: Viewer, person: Person) -> Reason | None:
    """To invite, or to start anew with, somebody who holds a role today; nobody does so for
    herself."""
    if person.pk == viewer.person.pk or person.district_id != viewer.district_id:
        return None
    return why_keep_district(viewer) if viewer_today(person) is not None else None


def address_counts_from(account: Account) -> datetime | None:
    """From when the person's changed address counts; None where the account has it already, or
    it counts by now."""
    person = account.person
    if account.email == person.email.strip().lower() or person.email_changed_at is None:
        return None
    counts_from = person.email_changed_at + WAIT_FOR_A_NEW_ADDRESS
    return counts_from if clock.now() < counts_from else None
