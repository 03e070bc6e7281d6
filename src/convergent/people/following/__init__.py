"""People and places follow each published snapshot of facts.

What a load no longer holds is ended, never deleted. What somebody wrote here by hand stays as it
is; where the exports say otherwise, the difference is counted and shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction

from convergent import clock
from convergent.audit.actions import note_change
from convergent.facts.snapshot import Snapshot
from convergent.people.actions.addresses import tell_of_new_addresses
from convergent.people.actions.credentials import end_all_access
from convergent.people.following.districts import Exported, exported_districts
from convergent.people.following.outcome import Followed
from convergent.people.following.places import follow_places, follow_years
from convergent.people.following.staff import People, follow_people
from convergent.people.following.terms import follow_terms
from convergent.people.models import Account

Report = Callable[[str, int, int], None]
STEPS = 3


@transaction.atomic
def follow(
    snapshot: Snapshot, *, today: date | None = None, report: Report = lambda *_: None
) -> Followed:
    """Brings places, people and terms up to the snapshot, all or nothing."""
    today = today or clock.today()
    done = Followed()
    districts = exported_districts(snapshot, today=today)
    for number, exported in enumerate(districts):
        of_district = _Following(snapshot, exported, today, Followed())
        of_district.run(partial(_tell, report, STEPS * number, STEPS * len(districts)))
        done.include(of_district.done)
    return done


@dataclass
class _Following:
    """One district's places, people and terms."""

    snapshot: Snapshot
    exported: Exported
    today: date
    done: Followed

    def run(self, report: Callable[[str, int], None]) -> None:
        report("places", 0)
        places = follow_places(self.exported, self.done, today=self.today)
        district = places[self.exported.district.sourced_id]
        follow_years(self.snapshot, district)
        report("people", 1)
        people = follow_people(self.exported.people, district, self.done)
        report("roles", 2)
        self.done.roles_elsewhere = len(self.exported.roles_elsewhere)
        ended = follow_terms(
            self.exported.roles,
            district,
            places,
            people.known,
            today=self.today,
            done=self.done,
        )
        told = {"snapshot": self.snapshot.id, **vars(self.done)}
        note_change("follow snapshot", district, by=None, **told)
        _end_access(ended, people, today=self.today)
        tell_of_new_addresses(people.moved)
        report("roles", STEPS)


def _tell(report: Report, first: int, total: int, step: str, at: int) -> None:
    report(step, first + at, total)


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
