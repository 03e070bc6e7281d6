"""The cast of a demonstration, as its sign-in page shows them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from convergent import clock
from convergent.people.models import CastMember, RoleTerm
from convergent.people.viewer import Viewer
from convergent.people.words import Words, words_of


@dataclass(frozen=True)
class CastCard:
    pk: UUID
    name: str
    initials: str
    title: str
    place: str
    line: str


def cast() -> list[CastCard]:
    """In the order of the cast; three queries and the district's words, however many they are."""
    members = list(CastMember.objects.select_related("person"))
    terms = defaultdict(list)
    running = RoleTerm.objects.on(clock.today()).filter(person__cast_member__isnull=False)
    for term in running.select_related("role__place__district"):
        terms[term.person_id].append(term)
    words = {one: words_of(one) for one in {member.person.district_id for member in members}}
    return [
        _card(member, tuple(terms[member.person_id]), words[member.person.district_id])
        for member in members
    ]


def _card(member: CastMember, terms: tuple[RoleTerm, ...], words: Words) -> CastCard:
    person, title, place = member.person, "", ""
    if terms:
        main = Viewer(person, clock.today(), terms).main_place
        title = words.role_title(next(term.role for term in terms if term.role.place == main))
        place = main.name
    return CastCard(person.pk, person.name, person.initials, title, place, member.line)
