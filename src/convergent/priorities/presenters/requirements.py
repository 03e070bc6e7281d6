"""What is asked of a place, as its page shows it: what nobody meets first, then the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS_3
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.learning.presenters.figures import Cell, Header, Table
from convergent.people.days import day_text
from convergent.people.models import Place, PlaceKind
from convergent.people.queries.places import places_above
from convergent.people.school_year import first_day_by_calendar
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import why_prioritise
from convergent.priorities.access.requirements import why_require
from convergent.priorities.models import Requirement
from convergent.priorities.presenters.sources import source_words
from convergent.priorities.queries.requirements import (
    Asked,
    Duplicate,
    Load,
    Spread,
    asked_at,
    duplicates_among,
    load_by_month,
    spread_within,
)


@dataclass(frozen=True)
class AskedLine:
    asked: Asked
    requirement: Requirement
    when: str
    is_late: bool
    source: str


@dataclass(frozen=True)
class MetBy:
    """A priority with the requirements that it absorbs."""

    statement: str
    priority_id: object
    lines: tuple[AskedLine, ...]


@dataclass(frozen=True)
class SpreadLine:
    spread: Spread
    source: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class RequirementsPage:
    place: Place
    above: tuple[Place, ...]
    headline: str
    lead: str
    orphans: tuple[AskedLine, ...]
    met: tuple[MetBy, ...]
    duplicates: tuple[Duplicate, ...]
    spread: tuple[SpreadLine, ...]
    load: Table | None
    has_dues: bool
    can_write: bool
    can_meet: bool


def requirements_page(place: Place, *, viewer: Viewer, day: date) -> RequirementsPage:
    asked = asked_at(viewer, place)
    is_above = place.kind in {PlaceKind.DISTRICT, PlaceKind.NETWORK}
    spread = spread_within(viewer, place) if is_above else []
    everything = [*asked, *(one.asked for one in spread)]
    lines = [_line(one, viewer) for one in asked]
    orphans = tuple(line for line in lines if line.asked.answer is None)
    is_now = day == viewer.today
    duplicates = tuple(duplicates_among(everything))
    return RequirementsPage(
        place=place,
        above=places_above(place),
        headline=_headline(place, len(lines), len(orphans), of_schools=len(spread)),
        lead=_lead(duplicates, lines),
        orphans=orphans,
        met=_met([line for line in lines if line.asked.answer is not None]),
        duplicates=duplicates,
        spread=tuple(_spread(one) for one in spread),
        load=_load_table(everything, viewer=viewer, day=day, by_team=not is_above),
        has_dues=any(one.dues for one in asked),
        can_write=is_now and why_require(viewer, place) is not None,
        can_meet=is_now and why_prioritise(viewer, place) is not None,
    )


def _line(one: Asked, viewer: Viewer) -> AskedLine:
    due = one.next_due()
    is_late = due is not None and due.is_late(viewer.today)
    when = day_text(due.due.day, viewer) if due else _("nothing open")
    return AskedLine(
        asked=one,
        requirement=one.requirement,
        when=_("late since %(day)s") % {"day": when} if is_late else when,
        is_late=is_late,
        source=source_words(one.requirement),
    )


def _met(lines: list[AskedLine]) -> tuple[MetBy, ...]:
    found: dict[object, list[AskedLine]] = {}
    names: dict[object, str] = {}
    for line in lines:
        if line.asked.answer is not None:
            priority = line.asked.answer.priority
            names[priority.pk] = priority.statement
            found.setdefault(priority.pk, []).append(line)
    return tuple(MetBy(names[pk], pk, tuple(found[pk])) for pk in found)


def _spread(one: Spread) -> SpreadLine:
    said = ngettext(
        "%(answered)s of %(schools)s school has said how it meets it.",
        "%(answered)s of %(schools)s schools have said how they meet it.",
        one.schools,
    ) % {"answered": one.answered, "schools": one.schools}
    return SpreadLine(one, source_words(one.asked.requirement), said)


def _headline(place: Place, count: int, orphans: int, *, of_schools: int) -> str:
    said = {"place": place.name, "count": count, "orphans": orphans}
    if of_schools:
        return ngettext(
            "One thing is asked of each school",
            "%(count)s things are asked of each school",
            of_schools,
        ) % {"count": of_schools}
    if not count:
        return _("Nothing is asked of %(place)s that is written down here") % said
    if not orphans:
        return _("Everything asked of %(place)s is met by what it works on") % said
    return (
        ngettext(
            "The one thing that is asked serves no priority yet",
            "%(orphans)s of %(count)s requirements serve no priority yet",
            count,
        )
        % said
    )


def _lead(duplicates: tuple[Duplicate, ...], lines: list[AskedLine]) -> str:
    said = []
    if duplicates:
        most = duplicates[0]
        said.append(
            _("%(count)s requirements ask for “%(data)s”.")
            % {"data": most.name, "count": len(most.requirements)}
        )
    if late := sum(line.is_late for line in lines):
        said.append(ngettext("One is late.", "%(count)s are late.", late) % {"count": late})
    return " ".join(said)


def _load_table(asked: list[Asked], *, viewer: Viewer, day: date, by_team: bool) -> Table | None:
    """The school year that the day lies in, a column for each month that has something."""
    first = first_day_by_calendar(viewer.district_id, day)
    last = date(first.year + 1, first.month, min(first.day, 28))
    load = load_by_month(asked, first=first, last=last, by_team=by_team)
    months = sorted({month for row in load.values() for month in row})
    if not months:
        return None
    headers = [Header(_("Team") if by_team else _("Who asks"))]
    headers += [
        Header(str(MONTHS_3[month]).capitalize(), is_number=True) for _year, month in months
    ]
    return Table(
        caption=_("What is due, by team and month") if by_team else _("What is due, by who asks"),
        headers=(*headers, Header(_("Hours"), is_number=True)),
        rows=tuple(_load_row(name, row, months) for name, row in sorted(load.items())),
    )


def _load_row(
    name: str, row: dict[tuple[int, int], Load], months: list[tuple[int, int]]
) -> tuple[Cell, ...]:
    hours = sum(one.hours for one in row.values())
    return (
        Cell(name or _("no team yet")),
        *(Cell(str(row[month].count) if month in row else "", is_number=True) for month in months),
        Cell(_hours(hours), is_number=True),
    )


def _hours(hours: float) -> str:
    """“58”, “3.5”; nought stands for nobody having said."""
    if not hours:
        return _("not said")
    return number_format(hours, 0 if hours == int(hours) else 1)
