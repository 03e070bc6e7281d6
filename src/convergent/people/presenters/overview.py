"""A district's or a network's page: one sentence on its schools, then what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.queries.places import open_within, people_at
from convergent.people.queries.roles import role_lines, roles_at
from convergent.people.queries.schools import BY_MANY, SchoolLine, open_schools, school_lines
from convergent.people.role_kinds import PRINCIPAL
from convergent.people.school_year import first_day_of_year
from convergent.people.viewer import Viewer
from convergent.people.words import Words


@dataclass(frozen=True)
class WithinLine:
    """A network or a unit: who leads it, and one sentence on it."""

    place: Place
    heads: tuple[RoleTerm, ...]
    said: str


@dataclass(frozen=True)
class Overview:
    """`schools` are all of a network; of a district those whose leadership is not settled."""

    sentence: str
    principal: str
    schools: tuple[SchoolLine, ...]
    networks: tuple[WithinLine, ...]
    units: tuple[WithinLine, ...]


def overview_of(place: Place, *, viewer: Viewer, words: Words, day: date) -> Overview | None:
    if place.kind not in {PlaceKind.DISTRICT, PlaceKind.NETWORK}:
        return None
    began = first_day_of_year(viewer.district_id, day)
    schools = [one for one in open_schools(viewer) if one.path.startswith(place.path)]
    lines = school_lines(schools, words=words, day=day, year_began=began)
    is_district = place.kind == PlaceKind.DISTRICT
    return Overview(
        sentence=schools_sentence(lines, words=words, year_began=began),
        principal=words.role(PRINCIPAL),
        schools=tuple(line for line in lines if not is_district or not line.is_settled),
        networks=_networks(place, lines, words=words, day=day, year_began=began),
        units=_units(place, words=words, day=day),
    )


def schools_sentence(lines: Sequence[SchoolLine], *, words: Words, year_began: date) -> str:
    """“18 schools; 2 have no principal in post and 5 changed principals since August.”"""
    if not lines:
        return _("No schools are loaded yet.")
    if len(lines) == 1:
        return _sentence_on_one(lines[0], words=words, year_began=year_began)
    role = words.role(PRINCIPAL)
    clauses = _clauses(lines, words=words, year_began=year_began)
    if not clauses:
        said = {"count": len(lines), "role": role}
        return _("%(count)s schools; each has its %(role)s in post.") % said
    return _("%(count)s schools; %(clauses)s.") % {
        "count": len(lines),
        "clauses": get_text_list(clauses, _("and")),
    }


def _sentence_on_one(line: SchoolLine, *, words: Words, year_began: date) -> str:
    said = {"role": words.role(PRINCIPAL), "month": date_format(year_began, "MONTH_FORMAT")}
    if line.is_vacant:
        return _("One school, with no %(role)s in post.") % said
    if line.is_acting:
        return _("One school, with an acting %(role)s.") % said
    if line.is_new:
        return _("One school, with a new %(role)s since %(month)s.") % said
    return _("One school; its %(role)s is in post.") % said


def _clauses(lines: Sequence[SchoolLine], *, words: Words, year_began: date) -> list[str]:
    vacant = sum(line.is_vacant for line in lines)
    acting = sum(line.is_acting for line in lines)
    changed = sum(line.is_new for line in lines)
    said = {
        "role": words.role(PRINCIPAL),
        "roles": words.role(PRINCIPAL, plural=True),
        "month": date_format(year_began, "MONTH_FORMAT"),
    }
    texts = (
        (
            vacant,
            ngettext(
                "%(count)s has no %(role)s in post", "%(count)s have no %(role)s in post", vacant
            ),
        ),
        (
            acting,
            ngettext(
                "%(count)s has an acting %(role)s", "%(count)s have an acting %(role)s", acting
            ),
        ),
        (
            changed,
            ngettext(
                "%(count)s changed %(roles)s since %(month)s",
                "%(count)s changed %(roles)s since %(month)s",
                changed,
            ),
        ),
    )
    return [text % {**said, "count": count} for count, text in texts if count]


def _networks(
    place: Place, lines: Sequence[SchoolLine], *, words: Words, day: date, year_began: date
) -> tuple[WithinLine, ...]:
    schools: dict[UUID, list[SchoolLine]] = defaultdict(list)
    for line in lines:
        schools[line.school.parent_id].append(line)  # type: ignore[index]
    networks = list(open_within(place, PlaceKind.NETWORK))
    heads = heads_of(networks, words=words, day=day)
    return tuple(
        WithinLine(
            one,
            heads[one.pk],
            schools_sentence(schools[one.pk], words=words, year_began=year_began),
        )
        for one in networks
    )


def _units(place: Place, *, words: Words, day: date) -> tuple[WithinLine, ...]:
    units = list(open_within(place, PlaceKind.UNIT))
    heads = heads_of(units, words=words, day=day)
    people = people_at(units, day=day)
    return tuple(WithinLine(one, heads[one.pk], _people(people.get(one.pk, 0))) for one in units)


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def heads_of(
    places: Sequence[Place], *, words: Words, day: date
) -> defaultdict[UUID, tuple[RoleTerm, ...]]:
    """Who leads each of the places on that day."""
    found: defaultdict[UUID, tuple[RoleTerm, ...]] = defaultdict(tuple)
    for line in role_lines(roles_at(places, day=day).exclude(kind__in=BY_MANY), words):
        if line.role.kind_of_role.leads_place:
            found[line.role.place_id] += line.terms
    return found
