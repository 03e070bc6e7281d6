"""Writing down what is asked, and how a place meets it by what it works on anyway."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Place, PlaceKind
from convergent.people.names import folded
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import why_prioritise
from convergent.priorities.access.requirements import why_require
from convergent.priorities.days import refuse_far
from convergent.priorities.models import (
    Answer,
    AskedData,
    DueDate,
    HandedIn,
    Priority,
    Requirement,
)
from convergent.priorities.queries.requirements import places_asked


@dataclass(frozen=True)
class WhatIsDue:
    """`known` is the day that this was before, in other words or on another day."""

    day: date
    what: str
    hours: Decimal | None = None
    known: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What is asked, by whom, and when."""

    source: str
    asked_by: str
    title: str
    asks: str = ""
    reference: str = ""
    of_each_school: bool = False
    data: tuple[str, ...] = ()
    dues: tuple[WhatIsDue, ...] = ()


@transaction.atomic
def write_requirement(place: Place, demand: Demand, *, by: Viewer) -> Requirement:
    """Something that is asked of the place, or of each school within it."""
    why = why_require(by, place)
    required(why)
    refuse_far(*(one.day for one in demand.dues), today=by.today)
    requirement = Requirement(place=place, added_on=by.today)
    _say(requirement, demand)
    note_change(
        "write requirement",
        requirement,
        by=by.person.pk,
        why=str(why),
        place=place.pk,
        title=demand.title,
    )
    requirement.save()
    _keep_dues(requirement, demand.dues, on=by.today)
    _keep_data(requirement, demand.data)
    return requirement


@transaction.atomic
def change_requirement(
    requirement: Requirement, demand: Demand, *, version: int | None = None, by: Viewer
) -> Requirement:
    """Other days or words. What was handed in stays, also where its day is asked for no more."""
    requirement, why = _locked(requirement, version, by)
    refuse_far(*(one.day for one in demand.dues), today=by.today)
    before = [str(due) for due in requirement.dues_now()]
    _say(requirement, demand)
    requirement.version += 1
    note_change(
        "change requirement",
        requirement,
        by=by.person.pk,
        why=why,
        title=demand.title,
        due_before=before,
    )
    requirement.save()
    _keep_dues(requirement, demand.dues, on=by.today)
    _keep_data(requirement, demand.data)
    return requirement


@transaction.atomic
def withdraw_requirement(
    requirement: Requirement, *, version: int | None = None, by: Viewer
) -> Requirement:
    """It is asked no more; how it was met stays to be read."""
    requirement, why = _locked(requirement, version, by)
    note_change("withdraw requirement", requirement, by=by.person.pk, why=why)
    requirement.withdrawn_on = by.today
    requirement.version += 1
    requirement.save()
    return requirement


@transaction.atomic
def meet_requirement(
    requirement: Requirement,
    place: Place,
    *,
    priority: Priority,
    how: str,
    team: Place | None = None,
    version: int | None = None,
    by: Viewer,
) -> Answer:
    """The place says by which of its priorities it meets what is asked, and how."""
    why = why_prioritise(by, place)
    required(why)
    fresh = Requirement.objects.select_for_update(of=("self",)).get(pk=requirement.pk)
    required(places_asked(fresh).filter(pk=place.pk).first())
    _refuse_withdrawn(fresh)
    _refuse_other_places(place, priority, team)
    before = Answer.objects.filter(requirement=fresh, place=place).first()
    refuse_older(before.version if before else 0, version)
    answer = before or Answer(requirement=requirement, place=place, version=0)
    answer.priority, answer.how, answer.team = priority, how.strip(), team
    answer.by, answer.answered_on = by.person, by.today
    answer.version += 1
    note_change(
        "meet requirement",
        answer,
        by=by.person.pk,
        why=str(why),
        requirement=requirement.pk,
        priority=priority.pk,
        team=team.pk if team else None,
    )
    answer.save()
    return answer


@transaction.atomic
def hand_in(due: DueDate, place: Place, *, by: Viewer) -> HandedIn:
    """What was due has been handed in; said once, and by whoever leads the place."""
    why = why_prioritise(by, place)
    required(why)
    required(places_asked(due.requirement).filter(pk=place.pk).first())
    stored = DueDate.objects.select_for_update()  # said twice at once, it is kept once
    required(stored.filter(pk=due.pk, withdrawn_on=None).first())
    done = HandedIn.objects.filter(due=due, place=place).first()
    if done is not None:
        return done
    done = HandedIn(due=due, place=place, by=by.person, on=by.today)
    note_change("hand in", due, by=by.person.pk, why=str(why), place=place.pk)
    done.save()
    return done


def _locked(requirement: Requirement, version: int | None, by: Viewer) -> tuple[Requirement, str]:
    stored = Requirement.objects.select_for_update(of=("self",)).select_related("place")
    fresh = stored.get(pk=requirement.pk)
    why = why_require(by, fresh.place)
    required(why)
    refuse_older(fresh.version, version)
    _refuse_withdrawn(fresh)
    return fresh, str(why)


def _refuse_withdrawn(requirement: Requirement) -> None:
    if requirement.withdrawn_on is not None:
        raise BadInput(_("This is asked no more. Write it down anew if it is."))


def _say(requirement: Requirement, demand: Demand) -> None:
    is_above = requirement.place.kind in {PlaceKind.DISTRICT, PlaceKind.NETWORK}
    if demand.of_each_school and not is_above:
        raise BadInput(_("Only a district or a network has schools to ask."))
    for name in ("source", "asked_by", "title", "asks", "reference"):
        setattr(requirement, name, getattr(demand, name).strip())
    requirement.of_each_school = demand.of_each_school


def _keep_dues(requirement: Requirement, dues: Sequence[WhatIsDue], *, on: date) -> None:
    """The days as asked for now: those that were known before change, others begin, and what is
    asked for no more is withdrawn."""
    left = {due.pk: due for due in requirement.dues_now()}
    wanted: dict[tuple[date, str], WhatIsDue] = {}
    for one in sorted(dues, key=lambda one: one.known is None):
        wanted.setdefault((one.day, one.what.strip()), one)
    told = [(_taken(one, left) or DueDate(requirement=requirement), one) for one in wanted.values()]
    requirement.dues.filter(withdrawn_on=None).update(withdrawn_on=on)  # two may change places
    for due, one in told:
        due.day, due.what, due.hours, due.withdrawn_on = one.day, one.what.strip(), one.hours, None
        due.save()


def _taken(one: WhatIsDue, left: dict[UUID, DueDate]) -> DueDate | None:
    """The day that it was before, or that says the same, out of those that are left."""
    words = one.day, one.what.strip()
    same = (pk for pk, due in left.items() if (due.day, due.what) == words)
    known = one.known if one.known in left else next(same, None)
    return left.pop(known) if known else None


def _keep_data(requirement: Requirement, names: Sequence[str]) -> None:
    requirement.data.all().delete()
    by_key = {folded(name): name.strip() for name in names if folded(name)}
    AskedData.objects.bulk_create(
        AskedData(requirement=requirement, name=name, name_key=key) for key, name in by_key.items()
    )


def _refuse_other_places(place: Place, priority: Priority, team: Place | None) -> None:
    if priority.place_id != place.pk or priority.ended_on is not None:
        raise BadInput(_("Choose a priority that this place works on now."))
    if team is not None and (team.parent_id != place.pk or team.kind != PlaceKind.TEAM):
        raise BadInput(_("Choose a team of this place."))
