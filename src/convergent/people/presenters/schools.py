"""All schools of a district by network, with who leads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from convergent.people.models import Place, RoleTerm
from convergent.people.presenters.overview import heads_of, schools_sentence
from convergent.people.queries.schools import SchoolLine, open_schools, school_lines
from convergent.people.role_kinds import PRINCIPAL
from convergent.people.school_year import first_day_of_year
from convergent.people.viewer import Viewer
from convergent.people.words import Words


@dataclass(frozen=True)
class SchoolGroup:
    """A network (or the district, for schools in none) with its supervisors and schools."""

    place: Place
    supervisors: tuple[RoleTerm, ...]
    schools: tuple[SchoolLine, ...]


@dataclass(frozen=True)
class SchoolsPage:
    sentence: str
    principal: str
    groups: tuple[SchoolGroup, ...]


def schools_page(viewer: Viewer, *, words: Words, day: date) -> SchoolsPage:
    began = first_day_of_year(viewer.district_id, day)
    lines = school_lines(list(open_schools(viewer)), words=words, day=day, year_began=began)
    return SchoolsPage(
        sentence=schools_sentence(lines, words=words, year_began=began),
        principal=words.role(PRINCIPAL),
        groups=_groups(lines, words=words, day=day),
    )


def _groups(lines: Iterable[SchoolLine], *, words: Words, day: date) -> tuple[SchoolGroup, ...]:
    found: dict[Place, list[SchoolLine]] = defaultdict(list)
    for line in lines:
        found[line.school.parent].append(line)  # type: ignore[index]
    heads = heads_of(list(found), words=words, day=day)
    ordered = sorted(found.items(), key=lambda pair: pair[0].name_key)
    return tuple(SchoolGroup(place, heads[place.pk], tuple(own)) for place, own in ordered)
