"""Three of the five words, as far as roles alone tell: leadership posts, the supervisors' webs,
and who leads what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.access.directory import visible_places
from convergent.people.models import Place, PlaceKind, Responsibility
from convergent.people.queries.leads import led_within
from convergent.people.queries.roles import RoleLine, role_lines, roles_at
from convergent.people.queries.schools import open_schools
from convergent.people.queries.support import NetworkLine, network_lines
from convergent.people.role_kinds import ASSISTANT_PRINCIPAL, PRINCIPAL, SUPERVISOR
from convergent.people.school_year import first_day_of_year
from convergent.people.viewer import Viewer
from convergent.people.words import Words

COUNTED = (PRINCIPAL, ASSISTANT_PRINCIPAL, "coach")


@dataclass(frozen=True)
class LeadershipLine:
    """A school's leadership posts filled on a day, in full-time posts, by kind of role; and a
    note where its leadership is not settled."""

    school: Place
    posts: tuple[Decimal, ...]
    note: str


@dataclass(frozen=True)
class LeadershipPage:
    sentence: str
    kinds: tuple[str, ...]
    unsettled: tuple[LeadershipLine, ...]
    groups: tuple[tuple[Place, tuple[LeadershipLine, ...]], ...]
    schools: int


def leadership_by_school(viewer: Viewer, *, words: Words, day: date) -> LeadershipPage:
    schools = list(open_schools(viewer))
    lines: dict[UUID, list[RoleLine]] = defaultdict(list)
    for line in role_lines(roles_at(schools, day=day).filter(kind__in=COUNTED), words):
        lines[line.role.place_id].append(line)
    rows = [_leadership(school, lines[school.pk]) for school in schools]
    without = sum(row.posts[0] == 0 for row in rows)
    return LeadershipPage(
        sentence=_leadership_sentence(len(rows), without),
        kinds=tuple(words.role(kind, plural=True) for kind in COUNTED),
        unsettled=tuple(row for row in rows if row.note),
        groups=_by_network(rows),
        schools=len(rows),
    )


def _leadership(school: Place, lines: list[RoleLine]) -> LeadershipLine:
    posts = tuple(
        sum(
            (term.share for line in lines if line.role.kind == kind for term in line.terms),
            Decimal(0),
        )
        for kind in COUNTED
    )
    head = next((line for line in lines if line.role.kind == PRINCIPAL), None)
    if head is None or head.is_vacant:
        return LeadershipLine(school, posts, _("no principal now"))
    return LeadershipLine(school, posts, _("acting principal") if head.is_acting else "")


def _leadership_sentence(schools: int, without: int) -> str:
    if not schools:
        return _("No schools are loaded yet.")
    if not without:
        return _("Each of the %(count)s schools has a principal.") % {"count": schools}
    return ngettext(
        "%(without)s of %(count)s schools has no principal now.",
        "%(without)s of %(count)s schools have no principal now.",
        without,
    ) % {"without": without, "count": schools}


def _by_network(
    rows: Iterable[LeadershipLine],
) -> tuple[tuple[Place, tuple[LeadershipLine, ...]], ...]:
    groups: dict[Place, list[LeadershipLine]] = defaultdict(list)
    for row in rows:
        groups[row.school.parent].append(row)  # type: ignore[index]
    ordered = sorted(groups.items(), key=lambda pair: pair[0].name_key)
    return tuple((place, tuple(lines)) for place, lines in ordered)


@dataclass(frozen=True)
class SupportPage:
    sentence: str
    supervises: bool
    leads: bool
    networks: tuple[NetworkLine, ...]


def web_of(viewer: Viewer, *, day: date) -> SupportPage:
    """Supervisors and their schools; principals in their first year are counted."""
    district = visible_places(viewer).get(kind=PlaceKind.DISTRICT)
    networks = network_lines(
        district, day=day, year_began=first_day_of_year(viewer.district_id, day)
    )
    without = sum(not line.supervisors for line in networks)
    if not networks:
        sentence = _("No networks are loaded yet.")
    elif without:
        sentence = ngettext(
            "%(count)s network has no supervisor now.",
            "%(count)s networks have no supervisor now.",
            without,
        ) % {"count": without}
    else:
        sentence = _("Every network has its supervisor.")
    return SupportPage(sentence, viewer.holds(SUPERVISOR), viewer.holds(PRINCIPAL), tuple(networks))


@dataclass(frozen=True)
class PracticeLine:
    school: Place
    led: int
    open: tuple[str, ...]


@dataclass(frozen=True)
class PracticePage:
    sentence: str
    lines: tuple[PracticeLine, ...]


def practice_by_school(viewer: Viewer, *, day: date) -> PracticePage:
    """What is led at each school and by nobody; schools that have named nothing are left out."""
    rows: dict[UUID, list[Responsibility]] = defaultdict(list)
    schools = {school.pk: school for school in open_schools(viewer)}
    for row in led_within(viewer.person.district, day=day):
        school = row.place_id if row.place_id in schools else row.place.parent_id
        if school in schools:
            rows[school].append(row)
    lines = tuple(_practice(schools[pk], found) for pk, found in rows.items())
    open_count = sum(len(line.open) for line in lines)
    said = ngettext(
        "%(count)s school has said who leads what.",
        "%(count)s schools have said who leads what.",
        len(lines),
    ) % {"count": len(lines)}
    left = ngettext(
        "One thing is led by nobody.", "%(count)s things are led by nobody.", open_count
    ) % {"count": open_count}
    sentence = f"{said} {left}" if open_count else said
    return PracticePage(
        sentence if lines else "", tuple(sorted(lines, key=lambda line: line.school.name_key))
    )


def _practice(school: Place, rows: list[Responsibility]) -> PracticeLine:
    held = [row for row in rows if row.is_held]  # type: ignore[attr-defined]
    return PracticeLine(school, len(held), tuple(row.title for row in rows if row not in held))
