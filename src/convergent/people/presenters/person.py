"""A person's page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from convergent.people.access.changes import why_change_role
from convergent.people.access.district import why_keep_district
from convergent.people.models import Person, Responsibility, RoleTerm
from convergent.people.presenters.terms import (
    DeedLink,
    TimelineEntry,
    conditions,
    deeds_on,
    entry_of_person,
    span,
)
from convergent.people.queries.leads import led_in
from convergent.people.queries.terms import terms_of
from convergent.people.viewer import Viewer
from convergent.people.words import Words, in_sentence


@dataclass(frozen=True)
class HeldRole:
    term: RoleTerm
    title: str
    span: str
    conditions: str
    deeds: tuple[DeedLink, ...]


@dataclass(frozen=True)
class PersonPage:
    person: Person
    sentence: str
    held: tuple[HeldRole, ...]
    teams: tuple[RoleTerm, ...]
    leads: tuple[Responsibility, ...]
    history: tuple[TimelineEntry, ...]
    is_self: bool
    may_give_way_in: bool


def person_page(person: Person, *, viewer: Viewer, words: Words) -> PersonPage:
    terms = list(terms_of(person))
    now = [term for term in terms if term.runs_on(viewer.today)]
    roles = sorted((term for term in now if not term.is_on_team), key=lambda term: term.weight)
    return PersonPage(
        person=person,
        sentence=_sentence(person, roles or now, words),
        held=tuple(_held(term, viewer, words) for term in roles),
        teams=tuple(term for term in now if term.is_on_team),
        leads=tuple(led_in(now, day=viewer.today)),
        history=tuple(
            entry_of_person(term, words, viewer) for term in terms if not term.is_on_team
        ),
        is_self=person.pk == viewer.person.pk,
        may_give_way_in=bool(now) and person.pk != viewer.person.pk and keeps(viewer),
    )


def keeps(viewer: Viewer) -> bool:
    return why_keep_district(viewer) is not None


def _held(term: RoleTerm, viewer: Viewer, words: Words) -> HeldRole:
    return HeldRole(
        term=term,
        title=words.role_title(term.role),
        span=span(term, viewer),
        conditions=conditions(term),
        deeds=deeds_on(term, words) if why_change_role(viewer, term.role) else (),
    )


def _sentence(person: Person, now: list[RoleTerm], words: Words) -> str:
    if not now:
        return _("%(name)s holds no role in the district today.") % {"name": person.called}
    roles = [
        _("%(role)s at %(place)s")
        % {"role": in_sentence(words.role_title(term.role)), "place": term.role.place.name}
        for term in now
    ]
    return capfirst(get_text_list(roles, _("and"))) + "."
