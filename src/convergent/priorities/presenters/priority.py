"""The page of one priority: what it says, how it is measured, who works on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.models import Person, RoleTerm
from convergent.people.school_year import first_day_by_calendar
from convergent.people.viewer import Viewer
from convergent.priorities.access.notes import why_notes
from convergent.priorities.access.priorities import visible_priorities, why_prioritise
from convergent.priorities.access.work import why_work_on
from convergent.priorities.models import Answer, Priority
from convergent.priorities.presenters.chain import Chain, chain_of
from convergent.priorities.presenters.cycles import CycleLine, cycle_lines
from convergent.priorities.presenters.lines import Carries, carries, leader_of
from convergent.priorities.presenters.measures import MeasureLine, measure_line
from convergent.priorities.presenters.theory import LinkLine, theory_lines
from convergent.priorities.queries.measured import measured_of
from convergent.priorities.queries.requirements import met_by


@dataclass(frozen=True, kw_only=True)
class PriorityPage:
    priority: Priority
    since: str
    ended: str
    carries: Carries
    leader: str
    leader_was: str
    members: tuple[Person, ...]
    chain: Chain
    theory: tuple[LinkLine, ...]
    cycles: tuple[CycleLine, ...]
    measures: tuple[MeasureLine, ...]
    meets: tuple[Answer, ...]
    below: tuple[Priority, ...]
    can_change: bool
    may_note: bool
    may_work: bool


def priority_page(priority: Priority, *, viewer: Viewer, is_now: bool) -> PriorityPage:
    """`priority` comes with its lead, as `priorities_at` gives it; `is_now` where no year gone by
    is looked at, in which nothing can be changed."""
    is_open = is_now and priority.ended_on is None
    leader = leader_of(priority)
    return PriorityPage(
        priority=priority,
        since=day_text(priority.starts_on, viewer),
        ended=_ended(priority, viewer),
        carries=carries(priority, day=priority.ended_on or viewer.today),
        leader=leader,
        leader_was=priority.lead.person.name if priority.lead and not leader else "",
        members=_members(priority, day=viewer.today),
        chain=chain_of(priority, viewer),
        theory=theory_lines(priority, viewer=viewer),
        cycles=cycle_lines(priority, viewer=viewer),
        measures=_measures(priority, viewer),
        meets=tuple(met_by(priority)),
        below=_below(priority, viewer),
        can_change=is_open and why_prioritise(viewer, priority.place) is not None,
        may_note=why_notes(viewer, priority) is not None,
        may_work=is_open and why_work_on(viewer, priority) is not None,
    )


def _ended(priority: Priority, viewer: Viewer) -> str:
    if priority.ended_on is None:
        return ""
    return _("It ended on %(day)s.") % {"day": day_text(priority.ended_on, viewer)}


def _members(priority: Priority, *, day: date) -> tuple[Person, ...]:
    """Each once, also who is on the team in two roles."""
    if priority.team_id is None:
        return ()
    running = RoleTerm.objects.on(day).filter(role__place=priority.team_id)
    found = running.select_related("person").order_by("person__family_key", "person__given_key")
    return tuple(dict.fromkeys(term.person for term in found))


def _measures(priority: Priority, viewer: Viewer) -> tuple[MeasureLine, ...]:
    day = priority.ended_on or viewer.today
    year = first_day_by_calendar(viewer.district_id, day).year + 1
    found = measured_of([priority], viewer.snapshot, last_year=year)[priority.pk]
    return tuple(measure_line(one, priority.place) for one in found)


def _below(priority: Priority, viewer: Viewer) -> tuple[Priority, ...]:
    found = visible_priorities(viewer).filter(aligned_to=priority).on(viewer.today)
    return tuple(found.select_related("place").order_by("place__name_key", "statement"))
