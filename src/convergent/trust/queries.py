"""What the pulse tells of a school, and of several together, so that nobody can be made out.

A wave is told when its month is over, of a school where eight people answered. Counts that nearly
all or nearly none agree with are told as that, without their number.

**Against subtracting one wave from another.** Who answered is known here, though not what. Of two
waves of a school, the difference tells of those who answered in one of them alone. So a wave is
told only if the people who answered it are, beside each earlier wave that is told, the same ones,
or others by eight at least (those who left out one wave and those who left out the other, counted
together). A wave that fails this is never told; the earlier one stays.

**Against subtracting schools from a sum.** A sum is made of what is told of its schools by
themselves, of at least three, and of nothing else: a school's “nearly all” counts in it as one
fewer than all, whatever is behind it. So no sum tells what its schools do not. What this rule does
not weigh is people who change schools within a district between two waves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from convergent.analysis.finite_share import interval_of_share
from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.role_kinds import TEACHER
from convergent.trust.access import asked_to_count, boxes_to_count
from convergent.trust.models import Box
from convergent.trust.statements import FEW, PEOPLE_AT_LEAST, SCHOOLS_AT_LEAST

People = frozenset[UUID]


class Why(StrEnum):
    """Why a wave is not told."""

    FEW = "few"
    NEARLY_THE_SAME = "nearly the same"
    FEW_SCHOOLS = "few schools"


@dataclass(frozen=True)
class Share:
    """How many agree with a statement; None where that is nearly all, or nearly none. Shares are
    of all who were asked, between 0 and 1; `middle` is that of those who answered."""

    agree: int | None
    counted: int
    middle: float
    low: float
    high: float

    @property
    def is_nearly_all(self) -> bool:
        return self.agree is None and self.middle > 1 / 2


@dataclass(frozen=True)
class Heard:
    """One wave: `asked` is None where so few did not answer that it would count them out; `schools`
    is how many a sum is made of."""

    opens_on: date
    version: int
    people: int
    asked: int | None
    shares: Mapping[str, Share]
    schools: int = 1


@dataclass(frozen=True)
class Unheard:
    opens_on: date
    why: Why


Told = Heard | Unheard


@dataclass(frozen=True)
class _Wave:
    box: Box
    asked: People
    answered: People


def waves_of(place: Place, *, today: date) -> list[Told]:
    """Each wave that is over, the newest first."""
    schools = _schools_in(place)
    told = _told_by_school(schools, today)
    is_school = place.kind == PlaceKind.SCHOOL
    found = told.get(place.pk, []) if is_school else _sums(told.values())
    return sorted(found, key=lambda one: one.opens_on, reverse=True)


def newest_of(schools: Iterable[UUID], *, today: date) -> dict[UUID, Heard]:
    """The newest wave of each school, if it is told and eight teachers are among those who
    answered it."""
    waves = _waves_by_school(schools, today)
    found = {}
    for school, told in _tell(waves).items():
        newest, behind = max(told, key=lambda one: one.opens_on), waves[school][-1]
        if isinstance(newest, Heard) and _are_teachers(behind) >= PEOPLE_AT_LEAST:
            found[school] = newest
    return found


def _are_teachers(wave: _Wave) -> int:
    held = RoleTerm.objects.on(wave.box.opens_on).filter(
        person__in=wave.answered, role__kind=TEACHER
    )
    return held.order_by().values("person").distinct().count()


def _schools_in(place: Place) -> list[UUID]:
    if place.kind == PlaceKind.SCHOOL:
        return [place.pk]
    within = Place.objects.filter(kind=PlaceKind.SCHOOL, path__startswith=place.path)
    return list(within.values_list("pk", flat=True))


def _told_by_school(schools: Iterable[UUID], today: date) -> dict[UUID, list[Told]]:
    return _tell(_waves_by_school(schools, today))


def _waves_by_school(schools: Iterable[UUID], today: date) -> dict[UUID, list[_Wave]]:
    """The oldest first."""
    schools, this_month = list(schools), today.replace(day=1)
    asked: dict[tuple[UUID, date], set[UUID]] = defaultdict(set)
    answered: dict[tuple[UUID, date], set[UUID]] = defaultdict(set)
    asks = asked_to_count(schools, before=this_month).order_by()
    for school, day, answer, person in asks.values_list(
        "place_id", "asked_on", "answered_on", "person_id"
    ):
        wave = school, day.replace(day=1)
        asked[wave].add(person)
        if answer is not None:
            answered[wave].add(person)
    waves: dict[UUID, list[_Wave]] = defaultdict(list)
    for box in boxes_to_count(schools, before=this_month).order_by("opens_on"):
        key = box.place_id, box.opens_on
        waves[box.place_id].append(_Wave(box, frozenset(asked[key]), frozenset(answered[key])))
    return waves


def _tell(waves: Mapping[UUID, Sequence[_Wave]]) -> dict[UUID, list[Told]]:
    return {school: list(_tell_of_school(found)) for school, found in waves.items()}


def _tell_of_school(waves: Sequence[_Wave]) -> Iterable[Told]:
    earlier: list[People] = []
    for wave in waves:
        if len(wave.answered) < PEOPLE_AT_LEAST:
            yield Unheard(wave.box.opens_on, Why.FEW)
        elif not all(_may_stand_beside(wave.answered, before) for before in earlier):
            yield Unheard(wave.box.opens_on, Why.NEARLY_THE_SAME)
        else:
            earlier.append(wave.answered)
            yield _heard(wave)


def _may_stand_beside(people: People, before: People) -> bool:
    """The same people, or others by eight at least."""
    others = len(people ^ before)
    return others == 0 or others >= PEOPLE_AT_LEAST


def _heard(wave: _Wave) -> Heard:
    counts = wave.box.counts
    silent = len(wave.asked) - counts.people
    group = counts.people + max(silent, PEOPLE_AT_LEAST)
    return Heard(
        opens_on=wave.box.opens_on,
        version=wave.box.version,
        people=counts.people,
        asked=group if silent >= PEOPLE_AT_LEAST else None,
        shares={code: _share(many, counts.people, group) for code, many in counts.agree.items()},
    )


def _share(agree: int, people: int, group: int) -> Share:
    """Where nearly all agree, or nearly none, everything is as wide as that alone."""
    if agree > people - FEW:
        low, _high = interval_of_share(people - FEW + 1, people, group)
        return Share(None, people - 1, (people - 1) / people, low, 1.0)
    if agree < FEW:
        _low, high = interval_of_share(FEW - 1, people, group)
        return Share(None, 1, 1 / people, 0.0, high)
    return Share(agree, agree, agree / people, *interval_of_share(agree, people, group))


def _sums(told: Iterable[Sequence[Told]]) -> Iterable[Told]:
    """Of each wave, what is told of enough schools by themselves."""
    heard: dict[date, list[Heard]] = defaultdict(list)
    waves: set[date] = set()
    for school in told:
        waves |= {one.opens_on for one in school}
        for one in school:
            if isinstance(one, Heard):
                heard[one.opens_on].append(one)
    for opens_on in waves:
        found = heard[opens_on]
        enough = len(found) >= SCHOOLS_AT_LEAST
        yield _sum(found) if enough else Unheard(opens_on, Why.FEW_SCHOOLS)


def _sum(schools: Sequence[Heard]) -> Heard:
    people = sum(one.people for one in schools)
    group = sum(one.asked or one.people + PEOPLE_AT_LEAST for one in schools)
    counted = {code: sum(one.shares[code].counted for one in schools) for code in schools[0].shares}
    return Heard(
        opens_on=schools[0].opens_on,
        version=schools[0].version,
        people=people,
        asked=None,
        shares={
            code: Share(many, many, many / people, *interval_of_share(many, people, group))
            for code, many in counted.items()
        },
        schools=len(schools),
    )
