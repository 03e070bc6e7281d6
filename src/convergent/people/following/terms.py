"""Terms follow the snapshot: a role that is no longer exported has ended, and is kept as ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef

from convergent.facts import query
from convergent.facts.rows import RoleRow
from convergent.facts.snapshot import Snapshot
from convergent.people.actions.credentials import end_all_access
from convergent.people.following.outcome import Followed
from convergent.people.models import Account, Person, Place, PlaceKind, Role, RoleTerm
from convergent.people.models.people import Source
from convergent.people.role_kinds import ANSWER_FOR_THE_DISTRICT, KINDS, TEAM_LEAD, TEAM_MEMBER

BATCH = 2_000
Key = tuple[UUID, UUID]


@dataclass
class Ledger:
    """The terms that Records hold, by person and role, and what this snapshot does to them."""

    today: date
    known: dict[Key, list[RoleTerm]] = field(default_factory=dict)
    seen: set[UUID] = field(default_factory=set)
    new: list[RoleTerm] = field(default_factory=list)
    changed: list[RoleTerm] = field(default_factory=list)

    def term(self, key: Key, begins: date | None, ends: date | None) -> RoleTerm | None:
        """The term that a row is about: by its first day, or, where none is given, the newest.

        Where somebody wrote by hand that the person holds the role meanwhile, it is that term.
        """
        terms = self.known.get(key, [])
        if begins is None:
            return max(terms, key=lambda term: term.starts_on, default=None)
        same = next((term for term in terms if term.starts_on == begins), None)
        return same or next((term for term in terms if _is_meanwhile(term, begins, ends)), None)


def _is_meanwhile(term: RoleTerm, begins: date, ends: date | None) -> bool:
    return (
        term.source == Source.BY_HAND
        and (ends is None or term.starts_on <= ends)
        and (term.ends_on is None or term.ends_on >= begins)
    )


def follow_terms(
    snapshot: Snapshot,
    district: Place,
    places: Mapping[str, Place],
    people: Mapping[str, Person],
    *,
    today: date,
    done: Followed,
) -> list[Person]:
    """Brings the terms up to the snapshot; returns the people for whom one ended."""
    ledger = Ledger(today)
    for term in RoleTerm.objects.filter(role__place__path__startswith=district.path):
        ledger.known.setdefault((term.person_id, term.role_id), []).append(term)
    roles = _roles(district)
    for row in query.staff_roles(snapshot):
        kind = row.role.removeprefix("ext:")
        if not _is_known(kind, places.get(row.org_id)):
            done.unknown_roles[row.role] = done.unknown_roles.get(row.role, 0) + 1
        elif row.user_id in people and row.org_id in places:
            place = places[row.org_id]
            role = _role(roles, place, _kind_at(place, kind), row.title)
            _follow_row(row, people[row.user_id], role, ledger, done)
    gone = _end_absent(ledger)
    _end_what_was_given_before(ledger)
    RoleTerm.objects.bulk_create(ledger.new, batch_size=BATCH)
    RoleTerm.objects.bulk_update(
        ledger.changed, ["ends_on", "acting", "share", "version"], batch_size=BATCH
    )
    done.terms_begun, done.terms_ended = len(ledger.new), len(gone)
    by_id = {person.pk: person for person in people.values()}
    return [by_id[term.person_id] for term in gone if term.person_id in by_id]


def _is_known(kind: str, place: Place | None) -> bool:
    """Whoever answers for the whole district does so at the district alone."""
    if kind in ANSWER_FOR_THE_DISTRICT:
        return place is not None and place.kind == PlaceKind.DISTRICT
    return kind in KINDS


def _end_what_was_given_before(ledger: Ledger) -> None:
    """Of somebody who comes back: what was given out in an earlier time stays dead."""
    returning = Account.objects.filter(person__in={term.person_id for term in ledger.new})
    working = RoleTerm.objects.on(ledger.today).filter(person=OuterRef("person"))
    for account in returning.filter(~Exists(working)).select_related("person"):
        end_all_access(account.person, by=None)


def _kind_at(place: Place, kind: str) -> str:
    """On a team whoever heads it, or leads its school, leads it; anybody else is a member."""
    if place.kind != PlaceKind.TEAM:
        return kind
    leads = kind == "departmentHead" or KINDS[kind].leads_place
    return TEAM_LEAD if leads else TEAM_MEMBER


def _roles(district: Place) -> dict[tuple[UUID, str, str], Role]:
    known = Role.objects.filter(place__path__startswith=district.path)
    return {(role.place_id, role.kind, role.title): role for role in known}


def _role(roles: dict[tuple[UUID, str, str], Role], place: Place, kind: str, title: str) -> Role:
    """The role at the place. A title tells roles of a kind apart only where few share it."""
    title = re.sub(r"^acting\s+", "", title, flags=re.IGNORECASE)
    said_by_kind = title.casefold() == str(KINDS[kind].name).casefold()
    if said_by_kind or KINDS[kind].single or KINDS[kind].by_many:
        title = ""
    title = title[:1].upper() + title[1:100]
    key = (place.pk, kind, title)
    if key not in roles:
        roles[key] = Role.objects.create(place=place, kind=kind, title=title)
    return roles[key]


def _follow_row(row: RoleRow, person: Person, role: Role, ledger: Ledger, done: Followed) -> None:
    term = ledger.term((person.pk, role.pk), row.begins, row.ends)
    share = row.fte or Decimal(1)
    if term is None:
        term = RoleTerm(
            person=person,
            role=role,
            starts_on=row.begins or ledger.today,
            ends_on=row.ends,
            acting=row.acting,
            share=share,
            source=Source.LOADED,
            sourced_id=row.sourced_id,
        )
        ledger.new.append(term)
        ledger.known.setdefault((person.pk, role.pk), []).append(term)
    elif (term.ends_on, term.acting, term.share) != (row.ends, row.acting, share):
        if term.source == Source.BY_HAND:
            done.by_hand_differs += 1
        elif term.pk not in ledger.seen:
            term.ends_on, term.acting, term.share = row.ends, row.acting, share
            term.version += 1
            ledger.changed.append(term)
    ledger.seen.add(term.pk)


def _end_absent(ledger: Ledger) -> list[RoleTerm]:
    """Loaded terms that run and are no longer exported end with the day before today."""
    gone = [
        term
        for terms in ledger.known.values()
        for term in terms
        if term.source == Source.LOADED
        and term.pk not in ledger.seen
        and term.runs_on(ledger.today)
    ]
    for term in gone:
        term.ends_on = max(term.starts_on, ledger.today - timedelta(days=1))
        term.version += 1
    ledger.changed.extend(gone)
    return gone
