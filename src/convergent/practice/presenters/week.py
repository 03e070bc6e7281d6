"""The page of a teacher leader's own week: what is meant, what was done, and what came between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.models import PlannedWork
from convergent.practice.models.charters import Work
from convergent.practice.presenters.thread import time_text
from convergent.practice.queries.lived import Logged, logged_by, minutes_by_kind
from convergent.practice.queries.weeks import DayOfWeek, Week, monday_of, week_of

WEEKS = 4
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class WorkLine:
    what: str
    time: str
    address_of: UUID | None = None


@dataclass(frozen=True)
class DayLines:
    """One day: the school, and what is fixed, meant or came between, in one list."""

    title: str
    place: Place
    lines: tuple[WorkLine, ...]
    travels: bool
    is_today: bool


@dataclass(frozen=True)
class KindLine:
    """Hours of a usual week as agreed, and as lived in the last four."""

    work: str
    agreed: str
    lived: str


@dataclass(frozen=True)
class LoggedLine:
    id: UUID
    said: str
    counts_as: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class UsualDay:
    name: str
    place: Place


@dataclass(frozen=True)
class WeekPage:
    headline: str
    days: tuple[DayLines, ...]
    is_laid_out: bool
    here: Place | None
    kinds: tuple[KindLine, ...]
    logged: tuple[LoggedLine, ...]
    usual: tuple[UsualDay, ...]


def week_page(viewer: Viewer) -> WeekPage:
    week = week_of(viewer)
    first = monday_of(viewer.today) - timedelta(weeks=WEEKS)
    logged = logged_by(viewer, first=first, last=viewer.today)
    before = [one for one in logged if one.day < first + timedelta(weeks=WEEKS)]
    today = next((one.place for one in week.days if one.day == viewer.today), None)
    return WeekPage(
        headline=_headline(week),
        days=tuple(_day(one, week, viewer) for one in week.days),
        is_laid_out=bool(week.planned),
        here=today or (week.days[0].place if week.days else None),
        kinds=_kinds(week, before),
        logged=tuple(_logged(one, viewer) for one in logged if one.day >= viewer.today - LATELY),
        usual=tuple(UsualDay(str(WEEKDAYS[at]), place) for at, place in enumerate(week.places)),
    )


def _headline(week: Week) -> str:
    between = sum(one.minutes for day in week.days for one in day.between)
    if between:
        return _("%(time)s of this week went to something else") % {"time": time_text(between)}
    if not week.planned:
        return _("Your week is not laid out yet")
    talks = sum(one.cycle_id is not None for one in week.planned)
    said = ngettext(
        "%(count)s talk this week, and the rest laid out around it",
        "%(count)s talks this week, and the rest laid out around them",
        talks,
    )
    return said % {"count": talks} if talks else _("Your week is laid out")


def _day(one: DayOfWeek, week: Week, viewer: Viewer) -> DayLines:
    fixed = [WorkLine(each.team.name, time_text(each.minutes)) for each in one.meetings]
    came = [WorkLine(each.get_cause_display(), time_text(each.minutes)) for each in one.between]
    planned = sorted((each for each in week.planned if each.day == one.day), key=_talks_first)
    meant = [_meant(each) for each in planned]
    return DayLines(
        title=day_text(one.day, viewer),
        place=one.place,
        lines=(*came, *fixed, *meant),
        travels=one.travels,
        is_today=one.day == viewer.today,
    )


def _talks_first(one: PlannedWork) -> tuple[bool, int]:
    return one.cycle is None, list(Work).index(Work(one.work))


def _meant(one: PlannedWork) -> WorkLine:
    if one.cycle is not None:
        said = _("Coaching: you and %(name)s") % {"name": one.cycle.teacher.name}
        return WorkLine(said, time_text(one.minutes), one.cycle_id)
    return WorkLine(str(Work(one.work).label), time_text(one.minutes))


def _kinds(week: Week, logged: Sequence[Logged]) -> tuple[KindLine, ...]:
    minutes = minutes_by_kind(logged)
    return tuple(
        KindLine(
            work=str(work.label),
            agreed=time_text(60 * sum(hours.get(work, 0) for hours in week.hours.values())),
            lived=time_text(round(minutes[work] / WEEKS)),
        )
        for work in Work
    )


def _logged(one: Logged, viewer: Viewer) -> LoggedLine:
    what = {
        "talk": _("A talk of coaching"),
        "visit": _("A visit"),
        "meeting": one.what,
        "planned": _("As you planned"),
    }[one.source]
    others = tuple((work.value, str(work.label)) for work in Work if work != one.work)
    return LoggedLine(
        id=one.id,
        said=f"{what} · {day_text(one.day, viewer)} · {time_text(one.minutes)}",
        counts_as=str(Work(one.work).label) if one.work else _("does not count"),
        others=others,
    )


def not_placed_text(left: Sequence[PlannedWork]) -> str:
    """What found no room: talks first, for these somebody waits."""
    if not left:
        return _("Laid out: everything has its place.")
    talks = sum(one.cycle_id is not None for one in left)
    time = time_text(sum(one.minutes for one in left))
    if not talks:
        return _("Laid out. The days that are left have no room for %(time)s.") % {"time": time}
    said = ngettext(
        "Laid out. %(time)s found no room, %(count)s talk among it.",
        "Laid out. %(time)s found no room, %(count)s talks among it.",
        talks,
    )
    return said % {"time": time, "count": talks}
