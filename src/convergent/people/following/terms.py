"""Terms follow the snapshot: a role that is no longer exported has ended, and is kept as ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from convergent.audit.actions import note_change
from convergent.facts.rows import RoleRow
from convergent.people.actions.credentials import end_all_access
from convergent.people.following.ledger import Key, Ledger
from convergent.people.following.outcome import Followed
from convergent.people.following.rewriting import BATCH, rewrite
from convergent.people.following.roles import Roles
from convergent.people.following.spans import Span, one_after_another, span_of
from convergent.people.models import Account, Person, Place, Responsibility, Role, RoleTerm

WRITTEN = ["starts_on", "ends_on", "acting", "share", "version"]


def follow_terms(
    rows: Iterable[RoleRow],
    district: Place,
    places: Mapping[str, Place],
    people: Mapping[str, Person],
    *,
    today: date,
    done: Followed,
) -> set[UUID]:
    """Brings the terms up to the exports; returns the ids of the people for whom one ended."""
    roles = Roles(Role.objects.filter(place__path__startswith=district.path))
    told = what_is_told(rows, places, people, roles, done)
    roles.save_new()
    ledger = Ledger(today, _known(district))
    for (person, role), spans in told.values():
        ledger.follow(person, role, one_after_another(spans))
    ledger.end_absent()
    _end_what_was_given_before(ledger, district)
    _save(ledger)
    done.terms_begun, done.terms_ended = len(ledger.new), len(ledger.ended)
    done.terms_withdrawn = len(ledger.withdrawn)
    done.by_hand_differs += len(ledger.by_hand)
    return {term.person_id for term in ledger.ended}


Told = dict[Key, tuple[tuple[Person, Role], list[Span]]]


def what_is_told(
    rows: Iterable[RoleRow],
    places: Mapping[str, Place],
    people: Mapping[str, Person],
    roles: Roles,
    done: Followed,
) -> Told:
    """What the exports say, by person and role."""
    told: Told = {}
    for row in rows:
        person, role = people.get(row.user_id), roles.of(row, places)
        if person is not None and role is not None:
            spans = told.setdefault((person.pk, role.pk), ((person, role), []))[1]
            spans.append(span_of(row))
        elif role is None and row.org_id in places:
            done.unknown_roles[row.role] = done.unknown_roles.get(row.role, 0) + 1
    return told


def _known(district: Place) -> dict[Key, list[RoleTerm]]:
    known: dict[Key, list[RoleTerm]] = {}
    terms = RoleTerm.objects.filter(role__place__path__startswith=district.path)
    for term in terms.order_by("starts_on"):
        known.setdefault((term.person_id, term.role_id), []).append(term)
    return known


def _end_what_was_given_before(ledger: Ledger, district: Place) -> None:
    """Of somebody who comes back: what was given out in an earlier time stays dead."""
    begun = {term.person_id for term in ledger.new}
    working = RoleTerm.objects.on(ledger.today).filter(person=OuterRef("person"))
    away = Account.objects.filter(~Exists(working), person__district=district)
    for account in away.select_related("person"):
        if account.person_id in begun:
            end_all_access(account.person, by=None)


def _save(ledger: Ledger) -> None:
    """What was withdrawn goes first, and what ends before what begins."""
    for term in ledger.withdrawn:
        _withdraw(term)
    changed = list(ledger.changed.values())
    rewrite(RoleTerm, changed, WRITTEN)
    RoleTerm.objects.bulk_create(ledger.new, batch_size=BATCH)


def _withdraw(term: RoleTerm) -> None:
    """It never ran, so there is nothing to keep but the audit's row."""
    note_change(
        "withdraw term",
        term,
        by=None,
        about=term.person_id,
        role=term.role_id,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
    )
    Responsibility.objects.filter(term=term).update(term=None, version=F("version") + 1)
    term.delete()
