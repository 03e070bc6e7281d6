"""Two named people open a thread together, and the teacher is told at once; threads are held for a
procedure, and the teacher is told of that too."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change
from convergent.errors import BadInput, NotThere
from convergent.people.access.require import required
from convergent.people.models import Person
from convergent.people.viewer import Viewer
from convergent.practice.access.openings import (
    is_held,
    visible_holds,
    visible_openings,
    why_hold,
    why_open,
    why_open_threads,
)
from convergent.practice.actions.telling import write_of_something_new
from convergent.practice.models import CoachingHold, Opening

MOST_DAYS = 14


@transaction.atomic
def ask_for_opening(
    teacher: Person, coach: Person, *, reason: str, days: int, by: Viewer
) -> Opening:
    """Nothing opens yet. Whether the two ever wrote to each other, the answer does not tell."""
    why = why_open_threads(by)
    required(why)
    if not reason.strip():
        raise BadInput(_("Write the reason. The teacher reads it."))
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(_("Choose for how many days, at most 14."))
    _refuse_pair(teacher, coach, by)
    opening = Opening(
        district=by.person.district,
        teacher=teacher,
        coach=coach,
        reason=reason.strip(),
        days=days,
        asked_by=by.person,
        asked_at=clock.now(),
    )
    note_change("ask for opening", opening, by=by.person.pk, about=teacher.pk, why=str(why))
    opening.save()
    return opening


def _refuse_pair(teacher: Person, coach: Person, by: Viewer) -> None:
    if {teacher.district_id, coach.district_id} != {by.district_id} or teacher.pk == coach.pk:
        raise BadInput(_("Choose two people of this district."))
    if by.person.pk in {teacher.pk, coach.pk}:
        raise BadInput(_("Somebody else has to ask for what you are a part of."))


@transaction.atomic
def open_thread(opening: Opening, *, by: Viewer) -> Opening:
    """The second agrees. It is open from now on, until its time is over; the teacher is told in
    the same transaction."""
    stored = _locked(opening, by)
    why = why_open(by, stored)
    required(why)
    note_change("open thread", stored, by=by.person.pk, about=stored.teacher_id, why=str(why))
    return _opened(stored, by)


def _opened(opening: Opening, by: Viewer) -> Opening:
    opening.opened_by, opening.opened_at = by.person, clock.now()
    opening.until = opening.opened_at + timedelta(days=opening.days)
    opening.save()
    write_of_something_new(opening.teacher, of=opening.pk)
    return opening


@transaction.atomic
def close_thread(opening: Opening, *, by: Viewer) -> Opening:
    """Either side is done before the time is over."""
    why = why_open_threads(by)
    required(why)
    stored = _locked(opening, by)
    if stored.until is None or stored.until <= clock.now():
        raise BadInput(_("It is not open."))
    note_change("close thread", stored, by=by.person.pk, about=stored.teacher_id, why=str(why))
    stored.until = clock.now()
    stored.save()
    return stored


def _locked(opening: Opening, by: Viewer) -> Opening:
    found = visible_openings(by).select_for_update(of=("self",)).select_related("teacher")
    stored = found.filter(pk=opening.pk).first()
    if stored is None:
        raise NotThere
    return stored


@transaction.atomic
def hold_threads(teacher: Person, *, reason: str, by: Viewer) -> CoachingHold:
    """What the teacher wrote with her coaches is kept. Nobody reads more because of it."""
    why = why_hold(by)
    required(why)
    if not reason.strip():
        raise BadInput(_("Write the reason. The teacher reads it."))
    if teacher.district_id != by.district_id or is_held(teacher.pk):
        raise BadInput(_("Choose somebody of this district whose threads are not held yet."))
    hold = CoachingHold(
        teacher=teacher, reason=reason.strip(), placed_by=by.person, placed_on=by.today
    )
    note_change("hold threads", hold, by=by.person.pk, about=teacher.pk, why=str(why))
    hold.save()
    write_of_something_new(teacher, of=hold.pk)
    return hold


@transaction.atomic
def lift_hold(hold: CoachingHold, *, by: Viewer) -> CoachingHold:
    why = why_hold(by)
    required(why)
    stored = visible_holds(by).select_for_update(of=("self",)).filter(pk=hold.pk).first()
    if stored is None:
        raise NotThere
    if stored.lifted_on is None:
        note_change("lift hold", stored, by=by.person.pk, about=stored.teacher_id, why=str(why))
        stored.lifted_on = by.today
        stored.save()
    return stored
