"""People follow the snapshot; somebody edited by hand stays as edited."""

from __future__ import annotations

from convergent.facts import query
from convergent.facts.rows import StaffRow
from convergent.facts.snapshot import Snapshot
from convergent.people.following.outcome import Followed
from convergent.people.models import Person, Place
from convergent.people.models.people import Source
from convergent.people.names import name_keys

BATCH = 2_000
NAME_FIELDS = ("given_name", "family_name", "preferred_name", "email")


def follow_people(snapshot: Snapshot, district: Place, done: Followed) -> dict[str, Person]:
    loaded = Person.objects.filter(district=district).exclude(sourced_id="")
    known = {person.sourced_id: person for person in loaded}
    new, changed = [], []
    for row in query.staff(snapshot):
        person = known.get(row.sourced_id)
        if person is None:
            new.append(
                _named(
                    Person(district=district, sourced_id=row.sourced_id, source=Source.LOADED), row
                )
            )
        elif person.source == Source.BY_HAND:
            done.by_hand_differs += _differs(person, row)
        elif _differs(person, row):
            changed.append(_named(person, row))
    Person.objects.bulk_create(new, batch_size=BATCH)
    Person.objects.bulk_update(changed, [*NAME_FIELDS, "given_key", "family_key"], batch_size=BATCH)
    done.people = len(new) + len(changed)
    return known | {person.sourced_id: person for person in new}


def _differs(person: Person, row: StaffRow) -> bool:
    return any(getattr(person, name) != (getattr(row, name) or "") for name in NAME_FIELDS)


def _named(person: Person, row: StaffRow) -> Person:
    for name in NAME_FIELDS:
        setattr(person, name, getattr(row, name) or "")
    person.given_key, person.family_key = name_keys(person.called, person.family_name)
    return person
