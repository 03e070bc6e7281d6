"""The page of a coach's caseload: who asked, whom she asked, and whom she has not met."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.viewer import Viewer
from convergent.practice.models import CoachingCycle
from convergent.practice.presenters.coaching import where_it_stands
from convergent.practice.presenters.missing import GapLine, gap_lines, missing_sentence
from convergent.practice.queries.caseload import Caseload, caseload_of
from convergent.practice.queries.reach import Reached

UNMET_SHOWN = 12


@dataclass(frozen=True)
class TeacherLine:
    name: str
    school: str
    said: str
    cycle: UUID | None = None


@dataclass(frozen=True)
class CaseloadPage:
    headline: str
    asked: tuple[TeacherLine, ...]
    offered: tuple[TeacherLine, ...]
    unmet: tuple[TeacherLine, ...]
    unmet_more: int
    missing: str
    gaps: tuple[GapLine, ...]


def caseload_page(viewer: Viewer) -> CaseloadPage:
    found = caseload_of(viewer)
    missed = {pk for gap in found.gaps if gap.is_missed for pk in gap.group.people}
    new = {pk for gap in found.gaps if not gap.group.team for pk in gap.group.people}
    unmet = _unmet(found, missed=missed, new=new)
    working = [one for one in found.teachers if one.term.person_id in found.open]
    asked = [one for one in working if _has_asked(found.open[one.term.person_id])]
    offered = [one for one in working if one not in asked]
    return CaseloadPage(
        headline=_headline(found, len(asked)),
        asked=tuple(_working(one, found, viewer) for one in asked),
        offered=tuple(_working(one, found, viewer) for one in offered),
        unmet=tuple(_waiting(one, new) for one in unmet[:UNMET_SHOWN]),
        unmet_more=max(0, len(unmet) - UNMET_SHOWN),
        missing=missing_sentence(found.gaps),
        gaps=tuple(gap_lines(found.gaps)),
    )


def _has_asked(cycle: CoachingCycle) -> bool:
    return cycle.asked_by_id == cycle.teacher_id


def _unmet(found: Caseload, *, missed: Collection[UUID], new: Collection[UUID]) -> list[Reached]:
    """Whom she has not met this year: of missed groups first, then in their first years."""
    unmet = [one for one in found.teachers if not one.days and one.term.person_id not in found.open]
    return sorted(
        unmet,
        key=lambda one: (
            one.term.person_id not in missed,
            one.term.person_id not in new,
            one.term.person.family_key,
        ),
    )


def _headline(found: Caseload, asked: int) -> str:
    if not found.teachers:
        return _("Whom you work with")
    said = _("You work with %(count)s of %(of)s teachers; %(asked)s of them asked")
    return said % {"count": len(found.open), "of": len(found.teachers), "asked": asked}


def _working(one: Reached, found: Caseload, viewer: Viewer) -> TeacherLine:
    cycle = found.open[one.term.person_id]
    last = one.last_day
    met = _("last together: %(day)s") % {"day": day_text(last, viewer)} if last else ""
    said = " · ".join(part for part in (where_it_stands(cycle, viewer), met) if part)
    return TeacherLine(one.term.person.name, one.term.role.place.name, said, cycle.pk)


def _waiting(one: Reached, new: Collection[UUID]) -> TeacherLine:
    is_new = one.term.person_id in new
    said = _("in the first three years") if is_new else ""
    return TeacherLine(one.term.person.name, one.term.role.place.name, said)
