"""Coaching is asked for by one of the two and agreed to by the other; the pair meets, pauses, and
ends it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput, NotThere
from convergent.people.access.reasons import Reason
from convergent.people.models import Person, Place, RoleTerm
from convergent.people.role_kinds import COACH, TEACHER
from convergent.people.viewer import Viewer
from convergent.practice.access.coaching import (
    coaches_for,
    has_coach,
    is_open_between,
    meetings_of,
    own_cycles,
    tells_of_coaching,
    terms_coached_by,
    why_cycle,
)
from convergent.practice.actions.asking import ask_after_coaching
from convergent.practice.actions.telling import write_of_something_new
from convergent.practice.actions.threads import refuse_held
from convergent.practice.models import CoachingCycle, CoachingMeeting
from convergent.practice.models.coaching import LONGEST_MEETING, USUAL_WEEKS
from convergent.records.turns import take_turn

MOST_WEEKS = 8


@transaction.atomic
def ask_for_coaching(coach: Person, *, every_weeks: int = USUAL_WEEKS, by: Viewer) -> CoachingCycle:
    """A teacher asks somebody who coaches where she teaches."""
    if not coaches_for(by).filter(pk=coach.pk).exists():
        raise BadInput(_("Choose somebody who coaches at your school and does not evaluate you."))
    place = _where_taught(by, coach)
    return _ask(by.person, coach, place=place, every_weeks=every_weeks, why=Reason.OWN, by=by)


@transaction.atomic
def invite_to_coaching(
    teacher: Person, *, every_weeks: int = USUAL_WEEKS, by: Viewer
) -> CoachingCycle:
    """A coach invites a teacher; it begins when the teacher agrees, and not before."""
    terms = terms_coached_by(by).filter(person=teacher).select_related("role__place")
    term = terms.order_by("-share", "pk").first()
    if term is None:
        raise BadInput(_("Choose a teacher where you coach, whom you do not evaluate."))
    return _ask(
        teacher,
        by.person,
        place=term.role.place,
        every_weeks=every_weeks,
        why=Reason.COACHES,
        by=by,
    )


def _where_taught(by: Viewer, coach: Person) -> Place:
    """Where the teacher teaches and that coach coaches; her main such place."""
    held = RoleTerm.objects.on(by.today).filter(person=coach, role__kind=COACH)
    paths = tuple(held.values_list("role__place__path", flat=True))
    taught = [term for term in by.terms if term.role.kind == TEACHER]
    ordered = sorted(taught, key=lambda term: term.weight)
    return next(one.role.place for one in ordered if one.role.place.path.startswith(paths))


def _ask(
    teacher: Person, coach: Person, *, place: Place, every_weeks: int, why: Reason, by: Viewer
) -> CoachingCycle:
    take_turn(f"coaching {teacher.pk} {coach.pk}")
    if is_open_between(teacher, coach):
        raise BadInput(_("There is a cycle of you two already. End it before you begin another."))
    if not 1 <= every_weeks <= MOST_WEEKS:
        raise BadInput(_("Choose how often you meet: every week, up to every eight weeks."))
    cycle = CoachingCycle(
        teacher=teacher,
        coach=coach,
        place=place,
        asked_by=by.person,
        asked_on=by.today,
        asker_was_told=tells_of_coaching(by.district_id, by.today),
        every_weeks=every_weeks,
        touched_on=by.today,
    )
    note_change("ask for coaching", cycle, by=by.person.pk, about=teacher.pk, why=str(why))
    cycle.save()
    other = coach if by.person.pk == teacher.pk else teacher
    write_of_something_new(other, of=cycle.pk)
    return cycle


@transaction.atomic
def agree_to_coaching(cycle: CoachingCycle, *, by: Viewer) -> CoachingCycle:
    """The other one consents. From today on the pair writes, and it counts as running."""
    stored, why = _locked(cycle, by)
    if not stored.is_asked or stored.asked_by_id == by.person.pk:
        raise BadInput(_("This waits for nobody’s consent."))
    if not has_coach(stored, by.today):
        raise BadInput(_("This coach does not coach you any more. Ask another one."))
    note_change("agree to coaching", stored, by=by.person.pk, about=stored.teacher_id, why=why)
    stored.began_on = by.today
    stored.other_was_told = tells_of_coaching(by.district_id, by.today)
    stored.next_on = by.today + timedelta(weeks=stored.every_weeks)
    return _saved(stored, by)


@transaction.atomic
def decline_coaching(cycle: CoachingCycle, *, by: Viewer) -> CoachingCycle:
    """Either says no before it begins; nobody else learns that it was asked."""
    stored, why = _locked(cycle, by)
    if not stored.is_asked:
        raise BadInput(_("It has begun. End it instead."))
    note_change("decline coaching", stored, by=by.person.pk, about=stored.teacher_id, why=why)
    stored.ended_on = by.today
    return _saved(stored, by)


@transaction.atomic
def note_meeting(
    cycle: CoachingCycle, *, day: date, minutes: int, kind: str, by: Viewer
) -> CoachingMeeting:
    """The pair met; when it meets again follows from how often. The same day twice is once, with
    the later words."""
    stored, why = _locked(cycle, by)
    _refuse_wrong_meeting(stored, day, minutes, kind, by)
    found = meetings_of(by).filter(cycle=stored, day=day).first()
    if found is not None:
        refuse_held(stored)
    meeting = found or CoachingMeeting(cycle=stored, day=day)
    note_change(
        "meet for coaching", stored, by=by.person.pk, about=stored.teacher_id, why=why, day=day
    )
    meeting.minutes, meeting.kind = minutes, kind
    meeting.save()
    due = day + timedelta(weeks=stored.every_weeks)
    stored.next_on = max(due, stored.next_on) if found and stored.next_on else due
    stored.paused_on = None
    _saved(stored, by)
    return meeting


def _refuse_wrong_meeting(
    cycle: CoachingCycle, day: date, minutes: int, kind: str, by: Viewer
) -> None:
    if not cycle.runs or cycle.began_on is None:
        raise BadInput(_("This cycle does not run."))
    if not cycle.began_on <= day <= by.today:
        raise BadInput(_("Choose a day since it began, up to today."))
    if not 1 <= minutes <= LONGEST_MEETING:
        raise BadInput(_("Write how many minutes it took, at most 240."))
    if kind not in CoachingMeeting.Help:
        raise BadInput(_("Choose what kind of help it was."))


@transaction.atomic
def pause_coaching(cycle: CoachingCycle, *, by: Viewer) -> CoachingCycle:
    """Nothing is due until one of the two takes it up again. Asked again, it goes on."""
    stored, why = _locked(cycle, by)
    if not stored.runs:
        raise BadInput(_("This cycle does not run."))
    teacher = stored.teacher_id
    if stored.paused_on is None:
        note_change("pause coaching", stored, by=by.person.pk, about=teacher, why=why)
        stored.paused_on = by.today
    else:
        note_change("take coaching up again", stored, by=by.person.pk, about=teacher, why=why)
        stored.paused_on = None
        stored.next_on = by.today + timedelta(weeks=stored.every_weeks)
    return _saved(stored, by)


@transaction.atomic
def end_coaching(cycle: CoachingCycle, *, is_completed: bool, by: Viewer) -> CoachingCycle:
    """Either ends it, completed or not. The thread stays the teacher's."""
    stored, why = _locked(cycle, by)
    if not stored.runs:
        raise BadInput(_("This cycle does not run."))
    note_change(
        "end coaching",
        stored,
        by=by.person.pk,
        about=stored.teacher_id,
        why=why,
        completed=is_completed,
    )
    stored.ended_on, stored.is_completed = by.today, is_completed
    stored.paused_on = stored.next_on = None
    ask_after_coaching(stored)
    return _saved(stored, by)


def _locked(cycle: CoachingCycle, by: Viewer) -> tuple[CoachingCycle, str]:
    locked = own_cycles(by).select_for_update(of=("self",))
    stored = locked.select_related("place", "coach", "teacher").filter(pk=cycle.pk).first()
    why = why_cycle(by, stored) if stored else None
    if stored is None or why is None:
        raise NotThere
    return stored, str(why)


def _saved(cycle: CoachingCycle, by: Viewer) -> CoachingCycle:
    cycle.touched_on = by.today
    cycle.version += 1
    cycle.save()
    return cycle
