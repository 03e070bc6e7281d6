"""Cycles of improvement: guessed before the data, tried for weeks, decided from what was seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.access.work import why_work_on
from convergent.priorities.actions.theory import add_evidence
from convergent.priorities.models import Cycle, CyclePoint, Priority, TheoryLink

LONGEST = 12  # weeks: what takes longer is no short try


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is tried, and what we think will come of it before anything is counted."""

    question: str
    idea: str
    prediction: str
    measured: str
    weeks: int
    expected: Decimal | None = None
    link: TheoryLink | None = None
    team: Place | None = None


@dataclass(frozen=True, kw_only=True)
class Replanned:
    """What of a plan can be said otherwise while the cycle runs: all but its prediction."""

    question: str
    idea: str
    measured: str
    weeks: int
    link: TheoryLink | None = None
    team: Place | None = None


@transaction.atomic
def begin_cycle(priority: Priority, plan: Plan, *, by: Viewer) -> Cycle:
    """From today; the prediction is kept as it was made."""
    why = why_work_on(by, priority)
    required(why)
    _refuse_plan(priority, plan)
    cycle = Cycle(
        priority=priority,
        link=plan.link,
        team=plan.team,
        question=plan.question.strip(),
        idea=plan.idea.strip(),
        prediction=plan.prediction.strip(),
        measured=plan.measured.strip(),
        expected=plan.expected,
        starts_on=by.today,
        ends_on=by.today + timedelta(weeks=plan.weeks),
        by=by.person,
    )
    note_change(
        "begin cycle", cycle, by=by.person.pk, why=str(why), priority=priority.pk, weeks=plan.weeks
    )
    cycle.save()
    return cycle


@transaction.atomic
def change_cycle(cycle: Cycle, plan: Replanned, *, version: int | None = None, by: Viewer) -> Cycle:
    """The cycle in other words, for longer or shorter. What was guessed stays as it was, and what
    is counted too, once something has been counted."""
    cycle, why = _locked(cycle, by)
    refuse_older(cycle.version, version)
    _refuse_weeks(plan.weeks)
    _refuse_link(cycle.priority, plan.link)
    measured = plan.measured.strip()
    if measured != cycle.measured and cycle.points.exists():
        raise BadInput(_("Something is counted already. Begin another cycle to count otherwise."))
    note_change("change cycle", cycle, by=by.person.pk, why=why, weeks=plan.weeks)
    cycle.question, cycle.idea, cycle.measured = plan.question.strip(), plan.idea.strip(), measured
    cycle.link, cycle.team = plan.link, plan.team
    cycle.ends_on = cycle.starts_on + timedelta(weeks=plan.weeks)
    cycle.version += 1
    cycle.save()
    return cycle


@transaction.atomic
def add_point(cycle: Cycle, *, day: date, value: Decimal, by: Viewer) -> CyclePoint:
    """What was counted on a day; counted again, the later count stands."""
    cycle, why = _locked(cycle, by)
    if not cycle.starts_on <= day <= by.today:
        raise BadInput(_("Choose a day since the cycle began, and not one to come."))
    point = cycle.points.filter(day=day).first() or CyclePoint(cycle=cycle, day=day)
    before = point.value if point.pk else None
    point.value, point.by = value, by.person
    note_change("add point", cycle, by=by.person.pk, why=why, day=day, value=value, before=before)
    point.save()
    return point


@transaction.atomic
def decide_cycle(
    cycle: Cycle,
    *,
    decision: str,
    result: str,
    next_step: str = "",
    says_of_link: str = "",
    version: int | None = None,
    by: Viewer,
) -> Cycle:
    """Adopt, adapt or abandon, from what was counted; the link that it tested hears of it."""
    cycle, why = _locked(cycle, by)
    refuse_older(cycle.version, version)
    if decision != Cycle.Decision.ABANDON and not cycle.points.exists():
        raise BadInput(_("Enter what you counted first, or abandon it."))
    cycle.decision, cycle.result, cycle.next_step = decision, result.strip(), next_step.strip()
    cycle.decided_on = by.today
    cycle.version += 1
    note_change("decide cycle", cycle, by=by.person.pk, why=why, decision=decision)
    cycle.save()
    if cycle.link is not None and says_of_link:
        add_evidence(cycle.link, speaks=says_of_link, what=cycle.result, seen_on=by.today, by=by)
    return cycle


def _locked(cycle: Cycle, by: Viewer) -> tuple[Cycle, str]:
    stored = Cycle.objects.select_for_update(of=("self",))
    fresh = stored.select_related("priority__place", "priority__lead", "link").get(pk=cycle.pk)
    why = why_work_on(by, fresh.priority)
    required(why)
    if fresh.decided_on is not None:
        raise BadInput(_("This cycle is decided. Begin the next one."))
    return fresh, str(why)


def _refuse_plan(priority: Priority, plan: Plan) -> None:
    if priority.ended_on is not None:
        raise BadInput(_("This priority has ended. Begin a new one instead."))
    _refuse_weeks(plan.weeks)
    _refuse_link(priority, plan.link)
    if not plan.prediction.strip():
        raise BadInput(_("Say what you think will happen, before you know."))


def _refuse_weeks(weeks: int) -> None:
    if not 1 <= weeks <= LONGEST:
        raise BadInput(_("A cycle takes 1 to 12 weeks. Try less of it, sooner."))


def _refuse_link(priority: Priority, link: TheoryLink | None) -> None:
    if link is not None and link.priority_id != priority.pk:
        raise BadInput(_("Choose a link of this priority’s own theory."))
