"""A year of coaching by the coach of the cast. Teachers of teams that the improvement does not
reach (a truth of the demonstration) are not coached: the counts of coaching show it, and no page
tells what any of it was about.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from convergent.demo.cast import CAST
from convergent.demo.years import Calendar
from convergent.people.models import Person, Place, RoleTerm
from convergent.people.role_kinds import COACH, TEACHER
from convergent.practice.models import CoachingCycle, CoachingMeeting, CoachingPiece

CAST_KEYS = [member.key for member in CAST]
COACHED, WEEKS = 14, 5
NEWEST, APART, FRIDAY = timedelta(days=10), timedelta(days=6), 4
HELP = {"work": 4, "planning": 3, "showing": 2, "watching": 3, "teaching": 1}
Stage = CoachingPiece.Stage
WRITTEN = (
    (Stage.GOAL, "I want more of them to talk about the text than the same five."),
    (Stage.BASELINE, "On Tuesday six of 27 spoke. I spoke for 24 of 40 minutes."),
    (Stage.LEARN, "Ask a question that has two answers, and wait until four hands are up."),
    (Stage.TRY, "Two questions in the third period on Thursday, pairs first."),
    (Stage.LOOK, "Eleven exit slips quote a line. The others retell the story."),
    (Stage.CHANGED, "Fourteen spoke. The pairs carry it; the waiting is still hard."),
    (Stage.KEPT, "Pairs first, then wait. I write the two answers down before the lesson."),
)


def coach_teachers(
    school: Place, unreached: Collection[object], *, calendar: Calendar, chance: random.Random
) -> None:
    """By whoever of the cast coaches there: some cycles completed, some running, one overdue."""
    coach = _coach(school, calendar.today)
    if coach is None:
        return
    written: list[tuple[CoachingCycle, list[CoachingMeeting], list[CoachingPiece]]] = []
    for number, teacher in enumerate(_coached(school, unreached, calendar.today, chance)):
        began = _weekday(calendar.today - NEWEST - number * APART)
        if began > calendar.this_year.staff_begin:
            written.append(_cycle(coach, teacher, school, began, calendar.today, chance))
    CoachingCycle.objects.bulk_create(cycle for cycle, _meetings, _pieces in written)
    CoachingMeeting.objects.bulk_create(one for _cycle, rows, _pieces in written for one in rows)
    CoachingPiece.objects.bulk_create(one for _cycle, _rows, pieces in written for one in pieces)


def _weekday(day: date) -> date:
    return day + timedelta(days=2) if day.weekday() > FRIDAY else day


def _coach(school: Place, day: date) -> Person | None:
    held = RoleTerm.objects.on(day).filter(
        role__place=school, role__kind=COACH, person__sourced_id__in=CAST_KEYS
    )
    term = held.select_related("person").first()
    return term.person if term else None


def _coached(
    school: Place, unreached: Collection[object], day: date, chance: random.Random
) -> list[Person]:
    """Teachers of teams that the improvement reaches; nobody of the cast, who ask by themselves."""
    held = RoleTerm.objects.on(day).filter(role__place=school, role__kind=TEACHER)
    people = Person.objects.filter(pk__in=held.values("person")).exclude(sourced_id__in=CAST_KEYS)
    ordered = sorted(people, key=lambda one: (one.sourced_id, one.family_key))
    reached = [one for one in ordered if one.pk not in unreached]
    return chance.sample(reached, k=min(COACHED, len(reached)))


def _cycle(
    coach: Person,
    teacher: Person,
    school: Place,
    began: date,
    today: date,
    chance: random.Random,
) -> tuple[CoachingCycle, list[CoachingMeeting], list[CoachingPiece]]:
    """Five weeks, a talk a week; of the last ones as many as have been."""
    cycle = CoachingCycle(
        id=uuid.UUID(int=chance.getrandbits(128), version=4),
        teacher=teacher,
        coach=coach,
        place=school,
        asked_by=chance.choice([teacher, coach]),
        asked_on=began - timedelta(days=2),
        asker_was_told=True,
        other_was_told=True,
        began_on=began,
        every_weeks=1,
        touched_on=began,
    )
    days = [began + timedelta(weeks=week) for week in range(WEEKS)]
    been = [day for day in days if day < today - timedelta(days=2)]
    meetings = [_meeting(cycle, day, chance) for day in been]
    pieces = [
        _piece(cycle, stage, text, day)
        for (stage, text), day in zip(WRITTEN, [began, *been], strict=False)
    ]
    _stand(cycle, been)
    return cycle, meetings, pieces


def _stand(cycle: CoachingCycle, been: list[date]) -> None:
    last = been[-1]
    cycle.touched_on = last
    if len(been) == WEEKS:
        cycle.ended_on, cycle.is_completed = last, True
    else:
        cycle.next_on = last + timedelta(weeks=1)


def _meeting(cycle: CoachingCycle, day: date, chance: random.Random) -> CoachingMeeting:
    return CoachingMeeting(
        cycle=cycle,
        day=day,
        minutes=chance.choice([30, 35, 40, 45, 50]),
        kind=chance.choices(list(HELP), list(HELP.values()))[0],
    )


def _piece(cycle: CoachingCycle, stage: str, text: str, day: date) -> CoachingPiece:
    by = cycle.coach if stage == Stage.LEARN else cycle.teacher
    moment = timezone.make_aware(datetime.combine(day, time(15, 40)))
    return CoachingPiece(cycle=cycle, by=by, stage=stage, text=text, written_at=moment)
