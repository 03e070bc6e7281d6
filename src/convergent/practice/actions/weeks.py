"""A week is laid out, and anew after something came between; that is noted in one tap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.analysis.weeks import Room, Wanted, laid_out
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.access.weeks import (
    own_plan,
    put_right_by,
    visible_interference,
    why_note,
    why_take_back,
    why_week,
)
from convergent.practice.models import (
    CoachingCycle,
    DayAtSchool,
    Interference,
    PlannedWork,
    PutRight,
)
from convergent.practice.models.charters import Work
from convergent.practice.models.weeks import LONGEST_BETWEEN
from convergent.practice.queries.lived import logged_by
from convergent.practice.queries.weeks import TALK, Week, week_of
from convergent.records.turns import take_turn

STRETCH, SHORTEST = 60, 30


@transaction.atomic
def lay_out_week(*, by: Viewer) -> list[PlannedWork]:
    """What is left of the week, laid out anew from today on: talks that are due first, then the
    hours of the charter that are not done yet, kind by kind. Gives what found no room, unsaved."""
    required(why_week(by))
    take_turn(f"week {by.person.pk}")
    week = week_of(by)
    own_plan(by).filter(day__gte=max(by.today, week.first), day__lte=week.last).delete()
    open_days = [one for one in week.days if one.day >= by.today]
    rooms = [Room(one.place.pk, one.room) for one in open_days]
    meant = list(_meant(week, by))
    found = laid_out([Wanted(one.place_id, one.minutes) for one in meant], rooms)
    for one, at in zip(meant, found, strict=True):
        if at is not None:
            one.day = open_days[at].day
    PlannedWork.objects.bulk_create(
        one for one, at in zip(meant, found, strict=True) if at is not None
    )
    return [one for one, at in zip(meant, found, strict=True) if at is None]


def _meant(week: Week, by: Viewer) -> Iterator[PlannedWork]:
    """In the order in which it matters."""
    for cycle in week.due:
        yield _stretch(by, cycle.place_id, Work.SUPPORT, TALK, cycle=cycle)
    for place, hours in week.hours.items():
        left = _left(place, hours, week, by)
        while any(minutes >= SHORTEST for minutes in left.values()):
            for work in Work:
                minutes = min(STRETCH, left[work])
                if minutes >= SHORTEST:
                    left[work] -= minutes
                    yield _stretch(by, place, work, minutes)


def _left(place: UUID, hours: Mapping[str, int], week: Week, by: Viewer) -> dict[str, int]:
    """Minutes of each kind that the week still owes this school: less what was done there before
    today, the talks that are due and the meetings that stand."""
    left = {work.value: 60 * hours.get(work, 0) for work in Work}
    for one in week.planned:
        if one.place_id == place and one.day < by.today:
            left[one.work] -= one.minutes
    left[Work.SUPPORT] -= TALK * sum(one.place_id == place for one in week.due)
    for day in week.days:
        left[Work.DATA] -= sum(one.minutes for one in day.meetings if one.team.parent_id == place)
    return left


def _stretch(
    by: Viewer, place: UUID, work: str, minutes: int, cycle: CoachingCycle | None = None
) -> PlannedWork:
    return PlannedWork(
        person=by.person,
        place_id=place,
        day=by.today,
        work=work,
        minutes=minutes,
        cycle=cycle,
    )


@transaction.atomic
def note_interference(place: Place, *, cause: str, minutes: int, by: Viewer) -> Interference:
    """Today, at that school. Whoever leads it reads it."""
    why = why_note(by, place)
    required(why)
    if cause not in Interference.Cause:
        raise BadInput(_("Choose what came between."))
    if not 1 <= minutes <= LONGEST_BETWEEN:
        raise BadInput(_("Write how many minutes it took, at most 480."))
    noted = Interference(
        person=by.person,
        place=place,
        day=by.today,
        minutes=minutes,
        cause=cause,
        noted_at=clock.now(),
    )
    note_change(
        "note interference", noted, by=by.person.pk, about=by.person.pk, why=str(why), cause=cause
    )
    noted.save()
    return noted


@transaction.atomic
def take_back_interference(noted: Interference, *, by: Viewer) -> None:
    """On the same day, by whoever noted it."""
    stored = visible_interference(by).select_for_update(of=("self",)).get(pk=noted.pk)
    why = why_take_back(by, stored)
    required(why)
    note_change("take interference back", stored, by=by.person.pk, about=by.person.pk, why=str(why))
    stored.delete()


@transaction.atomic
def set_days(places: Sequence[Place], *, by: Viewer) -> None:
    """At which school she is on each of five days of the week, from Monday on."""
    for place in places:
        required(why_note(by, place))
    note_change("set days at schools", by.person, by=by.person.pk, about=by.person.pk)
    for weekday, place in enumerate(places):
        DayAtSchool.objects.update_or_create(
            person=by.person, weekday=weekday, defaults={"place": place}
        )


@transaction.atomic
def put_right(logged: UUID, *, work: str, first: date, by: Viewer) -> PutRight:
    """What was logged since `first` was another kind of work or, with none, does not count."""
    required(why_week(by))
    if work and work not in Work:
        raise BadInput(_("Choose what kind of work it was."))
    own = {one.id for one in logged_by(by, first=first, last=by.today)}
    required(logged if logged in own else None)
    found = put_right_by(by).filter(logged=logged).first() or PutRight(
        person=by.person, logged=logged
    )
    found.work = work
    found.save()
    return found
