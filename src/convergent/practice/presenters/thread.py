"""The page of one cycle: what the two wrote, where it stands, who reads it and who has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.access.reasons import Reason
from convergent.people.days import day_text
from convergent.people.models import Person
from convergent.people.presenters.readings import ReadingLine, reading_lines
from convergent.people.viewer import Viewer
from convergent.practice.access.coaching import has_coach, meetings_of, why_cycle
from convergent.practice.access.openings import visible_holds, who_could_open
from convergent.practice.access.threads import (
    pieces_of_threads,
    shares_by,
    why_thread,
    why_write,
)
from convergent.practice.access.visits import DAYS_A_YEAR
from convergent.practice.models import (
    CoachingCycle,
    CoachingMeeting,
    CoachingPiece,
    SharedPiece,
)
from convergent.practice.presenters.coaching import other_of, where_it_stands
from convergent.practice.queries.threads import readings_of_thread
from convergent.priorities.access.priorities import visible_priorities
from convergent.priorities.models import Priority

LOG = 10


@dataclass(frozen=True)
class PieceLine:
    piece: CoachingPiece
    is_own: bool
    priority: Priority | None
    shared_with: tuple[SharedPiece, ...]


@dataclass(frozen=True)
class StageSection:
    title: str
    lines: tuple[PieceLine, ...]


@dataclass(frozen=True)
class MeetingLine:
    day: date
    minutes: int
    help: str


@dataclass(frozen=True)
class ThreadPage:
    cycle: CoachingCycle
    headline: str
    stands: str
    readers: str
    sections: tuple[StageSection, ...]
    meetings: tuple[MeetingLine, ...]
    time: str
    kept: str
    log: tuple[ReadingLine, ...]
    is_teacher: bool
    is_pair: bool
    waits_for_me: bool
    may_write: bool


def thread_page(cycle: CoachingCycle, viewer: Viewer) -> ThreadPage:
    is_pair = why_cycle(viewer, cycle) is not None
    meetings = list(meetings_of(viewer).filter(cycle=cycle)) if is_pair else []
    log = readings_of_thread(cycle, viewer)[:LOG] if is_pair else []
    return ThreadPage(
        cycle=cycle,
        headline=_headline(cycle, viewer, is_pair=is_pair),
        stands=where_it_stands(cycle, viewer) if is_pair else "",
        readers=readers_of_thread(cycle, viewer),
        sections=tuple(_sections(cycle, viewer)),
        meetings=tuple(_meeting(one) for one in meetings),
        time=_time(meetings),
        kept=_kept(cycle, viewer),
        log=tuple(reading_lines(log)),
        is_teacher=cycle.teacher_id == viewer.person.pk,
        is_pair=is_pair,
        waits_for_me=cycle.is_asked and cycle.asked_by_id != viewer.person.pk,
        may_write=why_write(viewer, cycle) is not None,
    )


def _headline(cycle: CoachingCycle, viewer: Viewer, *, is_pair: bool) -> str:
    if is_pair:
        return _("You and %(name)s") % {"name": other_of(cycle, viewer).name}
    return _("%(teacher)s and %(coach)s") % {
        "teacher": cycle.teacher.name,
        "coach": cycle.coach.name,
    }


def _sections(cycle: CoachingCycle, viewer: Viewer) -> list[StageSection]:
    pieces = list(pieces_of_threads(viewer).filter(cycle=cycle).select_related("by"))
    shares = list(shares_by(viewer).filter(piece__in=pieces).select_related("person"))
    linked = {one.priority for one in pieces if one.priority}
    priorities = {str(one.pk): one for one in visible_priorities(viewer).filter(pk__in=linked)}
    sections = []
    for stage in CoachingPiece.Stage:
        found = [one for one in pieces if one.stage == stage]
        lines = tuple(_piece(one, shares, priorities, viewer) for one in found)
        if lines:
            sections.append(StageSection(str(stage.label), lines))
    return sections


def _piece(
    piece: CoachingPiece,
    shares: Sequence[SharedPiece],
    priorities: dict[str, Priority],
    viewer: Viewer,
) -> PieceLine:
    return PieceLine(
        piece=piece,
        is_own=piece.by_id == viewer.person.pk,
        priority=priorities.get(piece.priority),
        shared_with=tuple(one for one in shares if one.piece_id == piece.pk),
    )


def _meeting(one: CoachingMeeting) -> MeetingLine:
    return MeetingLine(one.day, one.minutes, str(CoachingMeeting.Help(one.kind).label))


def _time(meetings: Sequence[CoachingMeeting]) -> str:
    if not meetings:
        return _("You have not met yet.")
    said = ngettext(
        "You met %(count)s time: %(time)s.", "You met %(count)s times: %(time)s.", len(meetings)
    )
    return said % {
        "count": len(meetings),
        "time": time_text(sum(one.minutes for one in meetings)),
    }


def time_text(minutes: int) -> str:
    """“3 hours 20 minutes”."""
    hours, left = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    if left or not hours:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", left) % {"count": left})
    return " ".join(parts)


def _kept(cycle: CoachingCycle, viewer: Viewer) -> str:
    """Until when it is kept; while it is held, that it is."""
    hold = visible_holds(viewer).filter(teacher=cycle.teacher_id, lifted_on__isnull=True).first()
    if hold is not None:
        said = _("Since %(day)s it is kept as it is for a procedure.")
        return said % {"day": day_text(hold.placed_on, viewer)}
    said = _("Kept until %(day)s, if nothing more is done in it.")
    return said % {"day": day_text(kept_until(cycle), viewer)}


def kept_until(cycle: CoachingCycle) -> date:
    return cycle.touched_on + timedelta(
        days=DAYS_A_YEAR * settings.CONFIGURATION.coaching_kept_years
    )


# ---- Who reads it


def readers_of_thread(cycle: CoachingCycle, viewer: Viewer) -> str:
    """Who reads what is typed, and who could: said before anything is typed or read."""
    why = why_thread(viewer, cycle)
    if why is Reason.OPENED:
        return _(
            "You read this because two named people opened it. The teacher knows. Each time you "
            "look is noted."
        )
    return f"{_who_reads(cycle, viewer)} {_who_could(cycle, viewer)}"


def _who_reads(cycle: CoachingCycle, viewer: Viewer) -> str:
    other = other_of(cycle, viewer).name
    if cycle.teacher_id != viewer.person.pk:
        return _(
            "Only you and %(name)s read this. What you write becomes hers: she may share a piece "
            "of it, and keeps it when you leave. It is encrypted."
        ) % {"name": other}
    if has_coach(cycle, viewer.today):
        return _("Only you and %(name)s read this. It is encrypted.") % {"name": other}
    return _("Only you read this: it is closed to %(name)s. It is encrypted.") % {"name": other}


def _who_could(cycle: CoachingCycle, viewer: Viewer) -> str:
    pair = {cycle.teacher_id, cycle.coach_id}
    could = [one for one in who_could_open(viewer) if one.pk not in pair]
    if len(could) <= 1:
        return _("Nobody can open it today: that takes two people, one for each side.")
    told = _("you would be told") if cycle.teacher_id == viewer.person.pk else _told(cycle.teacher)
    return _(
        "%(names)s could open it together, for a stated reason and at most 14 days; %(told)s at "
        "once."
    ) % {"names": get_text_list([one.name for one in could], _("and")), "told": told}


def _told(teacher: Person) -> str:
    return _("%(name)s would be told") % {"name": teacher.name}
