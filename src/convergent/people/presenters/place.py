"""A place's page: who works there, who leads what, what lies within it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.access.changes import why_change_place
from convergent.people.models import Place, PlaceKind, Responsibility, Role, RoleTerm
from convergent.people.presenters.overview import Overview, overview_of
from convergent.people.queries.handovers import own_drafts
from convergent.people.queries.leads import led_at
from convergent.people.queries.places import open_within, places_above
from convergent.people.queries.roles import RoleLine, role_lines, roles_at
from convergent.people.role_kinds import KINDS, TEAM_LEAD, TEAM_MEMBER
from convergent.people.viewer import Viewer
from convergent.people.words import Words, in_sentence


@dataclass(frozen=True)
class Lead:
    """Something that is led here, and who leads it on the day shown."""

    lead: Responsibility
    holder: str
    role: str


@dataclass(frozen=True)
class TeamLine:
    """A team with who leads it and how many belong to it."""

    team: Place
    leads: tuple[RoleTerm, ...]
    members: int


@dataclass(frozen=True)
class StaffLine:
    """Everybody in the roles of one kind, such as the teachers of a school."""

    title: str
    terms: tuple[RoleTerm, ...]


@dataclass(frozen=True)
class Draft:
    """A handover that the reader began for a role here."""

    role: Role
    title: str


@dataclass(frozen=True)
class PlacePage:
    place: Place
    what: str
    sentence: str
    grades: str
    above: tuple[Place, ...]
    leaders: tuple[RoleLine, ...]
    staff: tuple[StaffLine, ...]
    leads: tuple[Lead, ...]
    teams: tuple[TeamLine, ...]
    overview: Overview | None
    can_change: bool
    can_have_teams: bool
    drafts: tuple[Draft, ...]
    team_roles: tuple[Role, ...]
    day: date
    is_past: bool


def place_page(place: Place, *, viewer: Viewer, words: Words, day: date) -> PlacePage:
    teams = list(open_within(place, PlaceKind.TEAM))
    lines = role_lines(roles_at([place, *teams], day=day), words)
    own = [line for line in lines if line.role.place_id == place.pk]
    leaders = tuple(line for line in own if not line.role.kind_of_role.by_many)
    return PlacePage(
        place=place,
        what=what_it_is(place, words),
        sentence=_sentence(place, leaders),
        grades=grade_span(place.grades.split(",")) if place.grades else "",
        above=places_above(place),
        leaders=leaders,
        staff=_staff([line for line in own if line.role.kind_of_role.by_many], words),
        leads=leads_at(place, words=words, day=day),
        teams=tuple(
            line
            for line in (_team(team, lines) for team in teams)
            if line.members or day == viewer.today
        ),
        overview=overview_of(place, viewer=viewer, words=words, day=day),
        can_change=day == viewer.today and why_change_place(viewer, place) is not None,
        can_have_teams=place.kind != PlaceKind.TEAM,
        drafts=_drafts(place, viewer, words),
        team_roles=_team_roles(place),
        day=day,
        is_past=day != viewer.today,
    )


def _staff(lines: list[RoleLine], words: Words) -> tuple[StaffLine, ...]:
    found: dict[str, list[RoleTerm]] = defaultdict(list)
    for line in lines:
        found[line.role.kind].extend(line.terms)
    return tuple(
        StaffLine(capfirst(words.role(kind, plural=True)), tuple(terms))
        for kind, terms in found.items()
    )


def _drafts(place: Place, viewer: Viewer, words: Words) -> tuple[Draft, ...]:
    here = own_drafts(viewer).filter(role__place=place)
    return tuple(Draft(one.role, in_sentence(words.role_title(one.role))) for one in here)


def _team_roles(place: Place) -> tuple[Role, ...]:
    """Of a team: to be a member, and to lead it."""
    if place.kind != PlaceKind.TEAM:
        return ()
    return tuple(place.roles.filter(kind__in=[TEAM_MEMBER, TEAM_LEAD]).order_by("-kind"))


def _team(team: Place, lines: list[RoleLine]) -> TeamLine:
    own = [line for line in lines if line.role.place_id == team.pk]
    leads = [term for line in own if line.role.kind == TEAM_LEAD for term in line.terms]
    people = {term.person_id for line in own for term in line.terms}
    return TeamLine(team, tuple(leads), len(people))


def grade_span(grades: list[str]) -> str:
    """“6 to 8”, “K to 5”: the first and the last of the grades, in their order."""
    named = [_grade(grade) for grade in grades]
    return (
        named[0]
        if len(named) == 1
        else _("%(first)s to %(last)s") % {"first": named[0], "last": named[-1]}
    )


def _grade(code: str) -> str:
    return {"KG": "K", "PK": "pre-K", "TK": "TK"}.get(code, code.lstrip("0") or code)


def what_it_is(place: Place, words: Words) -> str:
    if place.kind == PlaceKind.SCHOOL:
        return words.level(place.level)
    return _("district") if place.kind == PlaceKind.DISTRICT else words.term(place.kind)


def leads_at(place: Place, *, words: Words, day: date) -> tuple[Lead, ...]:
    """What is led at the place on that day. Whoever's term is over leads it no more."""
    return tuple(_lead(row, words) for row in led_at(place, day=day))


def _lead(row: Responsibility, words: Words) -> Lead:
    if row.term is None or not row.is_held:  # type: ignore[attr-defined]
        return Lead(row, "", "")
    return Lead(row, row.term.person.name, words.role_title(row.term.role))


def _sentence(place: Place, leaders: tuple[RoleLine, ...]) -> str:
    """One sentence on who leads the place, computed from its roles."""
    head = next((line for line in leaders if KINDS[line.role.kind].leads_place), None)
    if head is None:
        return ""
    if head.is_vacant:
        return _("Nobody leads %(place)s now: the role of %(role)s is vacant.") % {
            "place": place.name,
            "role": in_sentence(head.title),
        }
    others = sum(len(line.terms) for line in leaders if line is not head)
    said = {
        "name": get_text_list([term.person.name for term in head.terms], _("and")),
        "place": place.name,
        "role": in_sentence(head.title),
        "count": others,
    }
    if head.is_acting:
        return _("%(name)s leads %(place)s as acting %(role)s.") % said
    if len(head.terms) > 1:
        return _("%(name)s lead %(place)s together.") % said
    if not others:
        return _("%(name)s leads %(place)s.") % said
    return (
        ngettext(
            "%(name)s leads %(place)s, with one other leader.",
            "%(name)s leads %(place)s, with %(count)s other leaders.",
            others,
        )
        % said
    )
