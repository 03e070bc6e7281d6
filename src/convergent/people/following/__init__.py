"""People and places follow each published snapshot of facts.

What a load no longer holds is ended, never deleted. What somebody wrote here by hand stays as it
is; where the exports say otherwise, the difference is counted and shown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from convergent import clock
from convergent.audit.actions import note_change
from convergent.facts.announce import on_published
from convergent.facts.snapshot import Snapshot
from convergent.people.actions.credentials import end_all_access
from convergent.people.following.outcome import Followed
from convergent.people.following.places import follow_places, follow_years
from convergent.people.following.staff import follow_people
from convergent.people.following.terms import follow_terms
from convergent.people.models import PlaceKind

Report = Callable[[str, int, int], None]


def listen() -> None:
    on_published(_heard)


def _heard(snapshot: Snapshot) -> None:
    follow(snapshot)


@transaction.atomic
def follow(
    snapshot: Snapshot, *, today: date | None = None, report: Report = lambda *_: None
) -> Followed:
    """Brings places, people and terms up to the snapshot, all or nothing."""
    today = today or clock.today()
    done = Followed()
    report("places", 0, 3)
    places = follow_places(snapshot, done, today=today)
    district = next(one for one in places.values() if one.kind == PlaceKind.DISTRICT)
    follow_years(snapshot, district)
    report("people", 1, 3)
    people = follow_people(snapshot, district, done)
    report("roles", 2, 3)
    ended = follow_terms(snapshot, district, places, people.known, today=today, done=done)
    note_change("follow snapshot", district, by=None, snapshot=snapshot.id, **vars(done))
    for person in ended:
        end_all_access(person, by=None, unless_in_role_on=today)
    for person in people.gone:
        end_all_access(person, by=None)
    report("roles", 3, 3)
    return done
