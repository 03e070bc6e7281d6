"""People and places follow each published snapshot of facts.

What a load no longer holds is ended, never deleted. What somebody wrote here by hand stays as it
is; where the exports say otherwise, the difference is counted and shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from django.db import transaction

from convergent import clock
from convergent.audit.actions import note_change
from convergent.facts import query
from convergent.facts.snapshot import Snapshot
from convergent.people.actions.addresses import tell_of_new_addresses
from convergent.people.actions.credentials import end_all_access
from convergent.people.following.outcome import Followed
from convergent.people.following.places import follow_places, follow_years
from convergent.people.following.staff import People, follow_people
from convergent.people.following.terms import follow_terms
from convergent.people.models import Account, PlaceKind

Report = Callable[[str, int, int], None]


@transaction.atomic
def follow(
    snapshot: Snapshot, *, today: date | None = None, report: Report = lambda *_: None
) -> Followed:
    """Brings places, people and terms up to the snapshot, all or nothing."""
    today = today or clock.today()
    done = Followed()
    if not query.organisations(snapshot):  # results were loaded, and no roster yet
        return done
    report("places", 0, 3)
    places = follow_places(snapshot, done, today=today)
    district = next(one for one in places.values() if one.kind == PlaceKind.DISTRICT)
    follow_years(snapshot, district)
    report("people", 1, 3)
    people = follow_people(snapshot, district, done)
    report("roles", 2, 3)
    ended = follow_terms(snapshot, district, places, people.known, today=today, done=done)
    note_change("follow snapshot", district, by=None, snapshot=snapshot.id, **vars(done))
    _end_access(ended, people, today=today)
    tell_of_new_addresses(people.moved)
    report("roles", 3, 3)
    return done


def _end_access(ended: set[UUID], people: People, *, today: date) -> None:
    gone = {person.pk for person in people.gone}
    for account in _accounts_of(ended | gone):
        still = None if account.person_id in gone else today
        end_all_access(account.person, by=None, unless_in_role_on=still)


def _accounts_of(people: set[UUID]) -> Iterator[Account]:
    """Of the many whom a summer lets go, those who have ever signed in."""
    for account in Account.objects.select_related("person").iterator():
        if account.person_id in people:
            yield account
