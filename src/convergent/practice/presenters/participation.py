"""What a principal, or whoever supervises a coach, may know of coaching: that it runs, and how
long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.viewer import Viewer
from convergent.practice.access.coaching import (
    tells_of_coaching,
    told_meetings,
    visible_participation,
)
from convergent.practice.models import CoachingCycle
from convergent.practice.presenters.coaching_reach import help_lines
from convergent.practice.presenters.thread import time_text
from convergent.practice.queries.coaching_reach import HelpPattern, help_pattern


@dataclass(frozen=True)
class ParticipationLine:
    teacher: str
    coach: str
    period: str
    stands: str
    time: str


@dataclass(frozen=True)
class ParticipationPage:
    headline: str
    lines: tuple[ParticipationLine, ...]
    is_agreed: bool
    help: HelpPattern | None
    help_lines: tuple[str, ...]


def participation_page(viewer: Viewer) -> ParticipationPage:
    """Cycles of this school year, the newest first."""
    found = visible_participation(viewer).select_related("teacher", "coach")
    cycles = [one for one in found if _is_of_this_year(one, viewer)]
    minutes: dict[UUID, list[int]] = defaultdict(list)
    for cycle, spent in told_meetings(viewer).values_list("cycle_id", "minutes"):
        minutes[cycle].append(spent)
    lines = tuple(_line(one, minutes[one.pk], viewer) for one in cycles)
    pattern = help_pattern(viewer.main_place, viewer)
    return ParticipationPage(
        headline=_headline(cycles),
        lines=lines,
        is_agreed=tells_of_coaching(viewer.district_id, viewer.today),
        help=pattern,
        help_lines=tuple(help_lines(pattern)) if pattern else (),
    )


def _is_of_this_year(cycle: CoachingCycle, viewer: Viewer) -> bool:
    return cycle.ended_on is None or cycle.ended_on >= viewer.year_began


def _headline(cycles: Sequence[CoachingCycle]) -> str:
    teachers = {one.teacher_id for one in cycles}
    if not teachers:
        return _("Coaching, as far as it is told")
    said = ngettext(
        "Coaching reached %(count)s teacher this school year",
        "Coaching reached %(count)s teachers this school year",
        len(teachers),
    )
    return said % {"count": len(teachers)}


def _line(cycle: CoachingCycle, minutes: Sequence[int], viewer: Viewer) -> ParticipationLine:
    first = day_text(cycle.began_on, viewer) if cycle.began_on else ""
    last = day_text(cycle.ended_on, viewer) if cycle.ended_on else ""
    period = _("%(first)s to %(last)s") if last else _("since %(first)s")
    met = ngettext("%(count)s time", "%(count)s times", len(minutes)) % {"count": len(minutes)}
    return ParticipationLine(
        teacher=cycle.teacher.name,
        coach=cycle.coach.name,
        period=period % {"first": first, "last": last},
        stands=_stands(cycle),
        time=f"{met}, {time_text(sum(minutes))}",
    )


def _stands(cycle: CoachingCycle) -> str:
    if cycle.ended_on is not None:
        return _("completed") if cycle.is_completed else _("ended")
    return _("paused") if cycle.paused_on is not None else _("runs")
