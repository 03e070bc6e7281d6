"""The page of visits: the headline, whom to see next, what waits, what was shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent import clock
from convergent.people.days import day_text
from convergent.people.models import Person, Place
from convergent.people.role_kinds import TEACHER
from convergent.people.viewer import Viewer
from convergent.practice.access.agreements import why_name_evaluators
from convergent.practice.access.visits import own_drafts, own_visits, visible_feedback
from convergent.practice.models import Feedback, JointVisit, Visit
from convergent.practice.presenters.missing import GapLine, gap_lines, missing_sentence
from convergent.practice.presenters.waiting import DraftLine, draft_line
from convergent.practice.queries.joint import waiting_for
from convergent.practice.queries.missing import gaps_of
from convergent.practice.queries.reach import (
    Reached,
    closed_loops,
    long_unreached,
    reach_of,
    schools_to_visit,
)

NEXT, RECENT, SHARED = 5, 10, 10


@dataclass(frozen=True)
class TeacherLine:
    """Somebody to visit; `said` says when that was last, or what is due."""

    person: Person
    said: str
    is_due: bool = False


@dataclass(frozen=True)
class VisitsPage:
    headline: str
    lead: str
    schools: tuple[Place, ...]
    school: Place | None
    due: tuple[TeacherLine, ...]
    next: tuple[TeacherLine, ...]
    others: tuple[TeacherLine, ...]
    missing: str
    gaps: tuple[GapLine, ...]
    beside: tuple[JointVisit, ...]
    drafts: tuple[DraftLine, ...]
    recent: tuple[Visit, ...]
    shared: tuple[Feedback, ...]
    is_visited: bool
    names_evaluators: bool

    @property
    def has_teachers(self) -> bool:
        return bool(self.due or self.next or self.others)


def visits_page(viewer: Viewer, *, school: Place | None) -> VisitsPage:
    """By school: whoever visits at several chooses one, or has the one that she looks at."""
    schools = schools_to_visit(viewer)
    if school not in schools:
        school = schools[0] if len(schools) == 1 else None
    reached = reach_of(viewer, [school]) if school else []
    due = [one for one in reached if one.follow_up_on and one.follow_up_on <= viewer.today]
    gaps = gaps_of(reached, viewer)
    missed = {pk for gap in gaps if gap.is_missed for pk in gap.group.people}
    unseen = [one for one in long_unreached(reached, missed) if one not in due]
    shared = _shared(viewer)
    return VisitsPage(
        headline=_headline(reached, shared, viewer),
        lead=_lead(reached),
        schools=tuple(schools),
        school=school,
        due=tuple(due_line(one, viewer) for one in due),
        next=tuple(reach_line(one, viewer) for one in unseen[:NEXT]),
        others=tuple(_by_name(unseen[NEXT:], viewer)),
        missing=missing_sentence(gaps),
        gaps=tuple(gap_lines(gaps)),
        beside=tuple(waiting_for(viewer)),
        drafts=tuple(
            draft_line(one, viewer) for one in own_drafts(viewer).select_related("teacher")
        ),
        recent=tuple(own_visits(viewer).select_related("teacher", "place")[:RECENT]),
        shared=tuple(shared),
        names_evaluators=bool(school and why_name_evaluators(viewer, school)),
        is_visited=bool(shared) or viewer.holds(TEACHER),
    )


def _shared(viewer: Viewer) -> list[Feedback]:
    """What others shared with the viewer, newest first."""
    mine = visible_feedback(viewer).filter(visit__teacher=viewer.person, shares_at__lte=clock.now())
    return list(mine.select_related("visit__visitor").order_by("-shares_at")[:SHARED])


def _headline(reached: Sequence[Reached], shared: Sequence[Feedback], viewer: Viewer) -> str:
    """What followed, not how many visits there were."""
    if reached:
        return ngettext(
            "%(closed)s of %(count)s teacher had feedback and a follow-up from you this year",
            "%(closed)s of %(count)s teachers had feedback and a follow-up from you this year",
            len(reached),
        ) % {"closed": closed_loops(reached), "count": len(reached)}
    if shared:
        return _("%(name)s shared feedback with you on %(day)s") % {
            "name": shared[0].visit.visitor.name,
            "day": day_text(shared[0].visit.day, viewer),
        }
    return _("Visits to classrooms")


def _lead(reached: Sequence[Reached]) -> str:
    unseen = sum(not one.days for one in reached)
    if not reached:
        return ""
    if not unseen:
        return _("You have been with each of them this year.")
    return ngettext(
        "You have not been with %(count)s of them yet this year.",
        "You have not been with %(count)s of them yet this year.",
        unseen,
    ) % {"count": unseen}


def due_line(one: Reached, viewer: Viewer) -> TeacherLine:
    day = one.follow_up_on or viewer.today
    said = _("follow up, due %(day)s") % {"day": day_text(day, viewer)}
    return TeacherLine(one.term.person, said, is_due=True)


def reach_line(one: Reached, viewer: Viewer) -> TeacherLine:
    if one.last_day is None:
        return TeacherLine(one.term.person, _("not yet this year"))
    said = _("last on %(day)s") % {"day": day_text(one.last_day, viewer)}
    return TeacherLine(one.term.person, said)


def _by_name(found: Sequence[Reached], viewer: Viewer) -> list[TeacherLine]:
    ordered = sorted(found, key=lambda one: (one.term.person.family_key, one.term.person.given_key))
    return [reach_line(one, viewer) for one in ordered]
