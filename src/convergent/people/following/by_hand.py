"""Where the exports say otherwise than what somebody wrote here by hand, worked out anew.

Nothing is written: it asks what the next following would find, of the people whom it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db.models import Exists, OuterRef, Q

from convergent.facts import query
from convergent.facts.rows import RoleRow, StaffRow
from convergent.facts.snapshot import Snapshot
from convergent.people.following.districts import Exported, exported_districts
from convergent.people.following.ledger import Key, Ledger
from convergent.people.following.outcome import Followed
from convergent.people.following.roles import Roles
from convergent.people.following.spans import Span, one_after_another
from convergent.people.following.staff import NAME_FIELDS, differs
from convergent.people.following.terms import what_is_told
from convergent.people.models import Person, Place, Role, RoleTerm
from convergent.people.models.people import Source


@dataclass(frozen=True)
class TermDiffers:
    """Written by hand, and what the exports say of it."""

    term: RoleTerm
    span: Span

    @property
    def told(self) -> str:
        """Other exports, another text; the same, the same."""
        return _digest(self.span.ends, self.span.acting, self.span.share.normalize())


@dataclass(frozen=True)
class PersonDiffers:
    person: Person
    row: StaffRow

    @property
    def told(self) -> str:
        return _digest(*(getattr(self.row, name) or "" for name in NAME_FIELDS), self.row.enabled)


@dataclass(frozen=True)
class Elsewhere:
    """A role of somebody of ours at a place of another district of the same exports."""

    person: Person
    row: RoleRow
    place: str


@dataclass(frozen=True)
class Otherwise:
    """`unknown_roles`: how often the exports name a role that is not known at its place."""

    terms: tuple[TermDiffers, ...] = ()
    people: tuple[PersonDiffers, ...] = ()
    unknown_roles: Mapping[str, int] = field(default_factory=dict)
    elsewhere: tuple[Elsewhere, ...] = ()


def said_otherwise(snapshot: Snapshot, district: Place, *, today: date) -> Otherwise:
    """Everything that the exports say of the district, and Records do not."""
    exported = _exported_of(district, snapshot, today=today, only=None)
    if exported is None:
        return Otherwise()
    people = _written_by_hand(district)
    terms, unknown = _terms(exported, district, people, today=today)
    return Otherwise(terms, _people(exported, people), unknown, _elsewhere(exported, snapshot))


def differing(snapshot: Snapshot, district: Place, *, today: date) -> Otherwise:
    """People and terms alone: it asks the exports of nobody else."""
    people = _written_by_hand(district)
    if not people:
        return Otherwise()
    exported = _exported_of(district, snapshot, today=today, only=people.keys())
    if exported is None:
        return Otherwise()
    terms, _unknown = _terms(exported, district, people, today=today)
    return Otherwise(terms, _people(exported, people))


def _exported_of(
    district: Place, snapshot: Snapshot, *, today: date, only: Collection[str] | None
) -> Exported | None:
    found = exported_districts(snapshot, today=today, only=only)
    return next((one for one in found if one.district.sourced_id == district.sourced_id), None)


def _written_by_hand(district: Place) -> dict[str, Person]:
    """Who is known to the exports, and was edited here or holds a term that was; by exports' id."""
    by_hand = RoleTerm.objects.filter(person=OuterRef("pk"), source=Source.BY_HAND)
    found = Person.objects.filter(Exists(by_hand) | Q(source=Source.BY_HAND), district=district)
    return {person.sourced_id: person for person in found.exclude(sourced_id="")}


def _terms(
    exported: Exported, district: Place, people: Mapping[str, Person], *, today: date
) -> tuple[tuple[TermDiffers, ...], Mapping[str, int]]:
    known: dict[Key, list[RoleTerm]] = {}
    held = RoleTerm.objects.filter(person__in=people.values()).order_by("starts_on")
    for term in held.select_related("person", "role__place__district"):
        known.setdefault((term.person_id, term.role_id), []).append(term)
    roles = Roles(Role.objects.filter(terms__person__in=people.values()).distinct())
    done = Followed()
    told = what_is_told(exported.roles, _open_places(district, exported), people, roles, done)
    ledger = Ledger(today, known)
    for (person, role), spans in told.values():
        ledger.follow(person, role, one_after_another(spans))
    found = tuple(TermDiffers(term, span) for term, span in ledger.by_hand.values())
    return tuple(sorted(found, key=lambda one: _by_name(one.term.person))), done.unknown_roles


def _open_places(district: Place, exported: Exported) -> dict[str, Place]:
    within = Place.objects.filter(path__startswith=district.path).exclude(sourced_id="")
    return {place.sourced_id: place for place in within if place.sourced_id in exported.places}


def _people(exported: Exported, people: Mapping[str, Person]) -> tuple[PersonDiffers, ...]:
    found = (
        PersonDiffers(person, exported.people[name])
        for name, person in people.items()
        if person.source == Source.BY_HAND
        and name in exported.people
        and differs(person, exported.people[name])
    )
    return tuple(sorted(found, key=lambda one: _by_name(one.person)))


def _elsewhere(exported: Exported, snapshot: Snapshot) -> tuple[Elsewhere, ...]:
    if not exported.roles_elsewhere:
        return ()
    names = {row.sourced_id: row.name for row in query.organisations(snapshot)}
    ids = {row.user_id for row in exported.roles_elsewhere}
    ours = Person.objects.filter(district__sourced_id=exported.district.sourced_id)
    people = {one.sourced_id: one for one in ours.filter(sourced_id__in=ids)}
    return tuple(
        Elsewhere(people[row.user_id], row, names.get(row.org_id, row.org_id))
        for row in exported.roles_elsewhere
        if row.user_id in people
    )


def _by_name(person: Person) -> tuple[str, str, str]:
    return person.family_key, person.given_key, str(person.pk)


def _digest(*values: object) -> str:
    return sha256("\n".join(map(str, values)).encode()).hexdigest()
