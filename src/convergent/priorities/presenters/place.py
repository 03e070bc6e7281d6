"""What a place works on, what those above it work on, and whether the two meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.models import Place, PlaceKind
from convergent.people.queries.places import open_within, places_above
from convergent.people.school_year import first_day_by_calendar
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import why_prioritise
from convergent.priorities.models import Priority
from convergent.priorities.presenters.lines import PriorityLine, lines_of
from convergent.priorities.presenters.measures import measure_line
from convergent.priorities.queries.measured import measured_of
from convergent.priorities.queries.priorities import (
    ended_at,
    most_at,
    priorities_above,
    priorities_at,
    worded_on,
)


@dataclass(frozen=True)
class Above:
    """A priority above, and what of this place carries it."""

    priority: Priority
    carried_by: tuple[Priority, ...]


@dataclass(frozen=True, kw_only=True)
class PrioritiesPage:
    place: Place
    kicker: tuple[Place, ...]
    headline: str
    lead: str
    lines: tuple[PriorityLine, ...]
    above: tuple[Above, ...]
    ended: tuple[Priority, ...]
    within: tuple[Place, ...]
    within_title: str
    has_alignment: bool
    can_begin: bool
    may_plan: bool
    is_full: str
    day: date


def priorities_page(place: Place, *, viewer: Viewer, day: date) -> PrioritiesPage:
    held = list(priorities_at(viewer, place, day=day))
    may = day == viewer.today and why_prioritise(viewer, place) is not None
    most = most_at(place)
    is_above = place.kind in {PlaceKind.DISTRICT, PlaceKind.NETWORK}
    lines = _lines(held, viewer=viewer, day=day)
    above = _above(viewer, place, held, day=day)
    return PrioritiesPage(
        place=place,
        kicker=places_above(place),
        headline=_headline(place, lines),
        lead=_lead(lines, above),
        lines=lines,
        above=above,
        ended=tuple(ended_at(viewer, place, day=day)),
        within=tuple(_within(place)),
        within_title=_("Networks and schools") if is_above else _("Teams"),
        has_alignment=is_above,
        may_plan=may,
        can_begin=may and len(held) < most,
        is_full=_full(most) if may and len(held) >= most else "",
        day=day,
    )


def _lines(held: list[Priority], *, viewer: Viewer, day: date) -> tuple[PriorityLine, ...]:
    year = first_day_by_calendar(viewer.district_id, day).year + 1
    measured = measured_of(held, viewer.snapshot, last_year=year)
    measures: dict[UUID, str] = {}
    for one in held:
        first = next(iter(measured[one.pk]), None)
        if first is not None:
            line = measure_line(first, one.place)
            measures[one.pk] = f"{line.title}: {line.sentence}"
    worded = worded_on(held, day=day) if day != viewer.today else {}
    return lines_of(held, day=day, worded=worded, measures=measures)


def _above(viewer: Viewer, place: Place, held: list[Priority], *, day: date) -> tuple[Above, ...]:
    return tuple(
        Above(one, tuple(own for own in held if own.aligned_to_id == one.pk))
        for one in priorities_above(viewer, place, day=day)
    )


def _within(place: Place) -> list[Place]:
    kinds = [PlaceKind.NETWORK, PlaceKind.SCHOOL, PlaceKind.TEAM]
    return list(open_within(place, *kinds))


def _headline(place: Place, lines: tuple[PriorityLine, ...]) -> str:
    if not lines:
        return _("%(place)s has not said yet what it works on") % {"place": place.name}
    if len(lines) == 1:
        return _("%(place)s works on one thing") % {"place": place.name}
    return ngettext(
        "%(place)s works on %(count)s thing", "%(place)s works on %(count)s things", len(lines)
    ) % {"place": place.name, "count": len(lines)}


def _lead(lines: tuple[PriorityLine, ...], above: tuple[Above, ...]) -> str:
    """What stands out: what nobody leads, what hangs on nothing, what nobody takes up."""
    said = []
    if without := sum(not line.leader for line in lines):
        said.append(
            ngettext(
                "Nobody leads one of them now.", "Nobody leads %(count)s of them now.", without
            )
            % {"count": without}
        )
    if adrift := sum(line.carries.is_drift for line in lines):
        said.append(
            ngettext(
                "One has to say what it carries.", "%(count)s have to say what they carry.", adrift
            )
            % {"count": adrift}
        )
    if lines and (waiting := sum(not one.carried_by for one in above)):
        said.append(
            ngettext(
                "One priority above is not taken up here.",
                "%(count)s priorities above are not taken up here.",
                waiting,
            )
            % {"count": waiting}
        )
    return " ".join(said)


def _full(most: int) -> str:
    return ngettext(
        "One priority is the most for a place like this, as the district agreed: few are kept, "
        "many are forgotten. End this one before another begins.",
        "%(count)s priorities are the most for a place like this, as the district agreed: few are "
        "kept, many are forgotten. End one before another begins.",
        most,
    ) % {"count": most}
