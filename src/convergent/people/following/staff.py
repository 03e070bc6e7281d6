"""People follow the snapshot; somebody edited by hand stays as edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from convergent import clock
from convergent.facts.rows import StaffRow
from convergent.people.following.outcome import Followed
from convergent.people.following.rewriting import BATCH, rewrite
from convergent.people.models import Person, Place
from convergent.people.models.people import Source
from convergent.people.names import name_keys
from convergent.records.written import rows_written

NAME_FIELDS = ("given_name", "family_name", "preferred_name", "email")
WRITTEN = [*NAME_FIELDS, "email_changed_at", "given_key", "family_key", "enabled"]


@dataclass(frozen=True)
class People:
    """Everybody by their id in the exports; since this load, who works here no longer, and whose
    address is another one."""

    known: dict[str, Person]
    gone: list[Person]
    moved: list[Person]


def follow_people(rows: Mapping[str, StaffRow], district: Place, done: Followed) -> People:
    _adopt(district, rows)
    loaded = Person.objects.filter(district=district).exclude(sourced_id="")
    known = {person.sourced_id: person for person in loaded}
    new = [_new(district, row) for name, row in rows.items() if name not in known]
    followed = [person for person in known.values() if person.source == Source.LOADED]
    gone = [person for person in followed if person.enabled and not _works(person, rows)]
    changed = [person for person in followed if _is_changed(person, rows.get(person.sourced_id))]
    done.by_hand_differs += sum(
        differs(person, rows[name])
        for name, person in known.items()
        if person.source == Source.BY_HAND and name in rows
    )
    address = {person.pk: person.email for person in changed}
    for person in changed:
        _write(person, rows.get(person.sourced_id))
    moved = [person for person in changed if person.email != address[person.pk]]
    for person in moved:
        person.email_changed_at = clock.now()
    Person.objects.bulk_create(new, batch_size=BATCH)
    rewrite(Person, changed, WRITTEN)
    rows_written.send(Person, rows=new + changed)
    done.people = len(new) + len(changed)
    return People(known | {person.sourced_id: person for person in new}, gone, moved)


def _adopt(district: Place, rows: Mapping[str, StaffRow]) -> None:
    """Somebody who was added by hand, and is exported by now, stays one person: known by her
    address, where it is nobody else's. From then on she follows the exports."""
    by_hand = Person.objects.filter(district=district, sourced_id="").exclude(email="")
    added = {person.email.casefold(): person for person in by_hand}
    if not added:
        return
    taken = Counter((row.email or "").casefold() for row in rows.values())
    known = set(Person.objects.filter(district=district).values_list("sourced_id", flat=True))
    for name, row in rows.items():
        person = added.get((row.email or "").casefold())
        if person is not None and name not in known and taken[person.email.casefold()] == 1:
            person.sourced_id, person.source = name, Source.LOADED
            person.save(update_fields=["sourced_id", "source"])


def _new(district: Place, row: StaffRow) -> Person:
    person = Person(district=district, sourced_id=row.sourced_id, source=Source.LOADED)
    return _write(person, row)


def _works(person: Person, rows: Mapping[str, StaffRow]) -> bool:
    row = rows.get(person.sourced_id)
    return row is not None and row.enabled


def _is_changed(person: Person, row: StaffRow | None) -> bool:
    if row is None:
        return person.enabled
    return differs(person, row)


def differs(person: Person, row: StaffRow) -> bool:
    return person.enabled != row.enabled or any(
        getattr(person, name) != (getattr(row, name) or "") for name in NAME_FIELDS
    )


def _write(person: Person, row: StaffRow | None) -> Person:
    if row is None:
        person.enabled = False
        return person
    for name in NAME_FIELDS:
        setattr(person, name, getattr(row, name) or "")
    person.given_key, person.family_key = name_keys(person.called, person.family_name)
    person.enabled = row.enabled
    return person
