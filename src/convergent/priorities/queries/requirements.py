"""What is asked of a place, how it is met, what nobody meets and what is asked for twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from convergent.people.models import Place, PlaceKind
from convergent.people.viewer import Viewer
from convergent.priorities.access.requirements import visible_requirements
from convergent.priorities.models import (
    Answer,
    AskedData,
    DueDate,
    HandedIn,
    Priority,
    Requirement,
)


@dataclass(frozen=True)
class Due:
    """One day on which a place has something to hand in, and whether it has."""

    due: DueDate
    handed_in: HandedIn | None

    def is_late(self, day: date) -> bool:
        return self.handed_in is None and self.due.day < day


@dataclass(frozen=True)
class Asked:
    """One requirement as one place meets it; without an answer it is an orphan."""

    requirement: Requirement
    answer: Answer | None
    dues: tuple[Due, ...]
    data: tuple[AskedData, ...]

    def next_due(self) -> Due | None:
        """The earliest that is not handed in, be it late."""
        return next((one for one in self.dues if one.handed_in is None), None)


def asked_of(place: Place) -> Q:
    """Requirements of the place itself; for a school also what is asked of each school above."""
    itself = Q(place=place, of_each_school=False)
    if place.kind != PlaceKind.SCHOOL:
        return itself
    above = [UUID(step) for step in place.path.split("/") if step]
    return itself | Q(place__in=above, of_each_school=True)


def asked_at(viewer: Viewer, place: Place) -> list[Asked]:
    """What is asked of the place now, the nearest open day first; five queries."""
    found = visible_requirements(viewer).filter(asked_of(place), withdrawn_on=None)
    answers = Answer.objects.filter(place=place).select_related("priority", "team", "by")
    handed_in = HandedIn.objects.filter(place=place)
    with_all = found.select_related("place").prefetch_related(
        "data",
        Prefetch("answers", queryset=answers, to_attr="answers_here"),
        Prefetch(
            "dues",
            queryset=DueDate.objects.prefetch_related(
                Prefetch("handed_in", queryset=handed_in, to_attr="handed_in_here")
            ),
        ),
    )
    return sorted((_asked(one) for one in with_all), key=_by_next_day)


def _asked(requirement: Requirement) -> Asked:
    answers: list[Answer] = requirement.answers_here  # type: ignore[attr-defined]
    return Asked(
        requirement=requirement,
        answer=next(iter(answers), None),
        dues=tuple(
            Due(due, next(iter(due.handed_in_here), None))  # type: ignore[attr-defined]
            for due in requirement.dues_now()
        ),
        data=tuple(requirement.data.all()),
    )


def _by_next_day(one: Asked) -> tuple[date, str]:
    due = one.next_due()
    return (due.due.day if due else date.max), one.requirement.title


@dataclass(frozen=True)
class Duplicate:
    """The same data, asked for by two or more."""

    name: str
    requirements: tuple[Requirement, ...]


def duplicates_among(asked: Iterable[Asked]) -> list[Duplicate]:
    """What two or more requirements of a place ask for, most often asked first."""
    found: dict[str, list[tuple[str, Requirement]]] = defaultdict(list)
    for one in asked:
        for data in one.data:
            found[data.name_key].append((data.name, one.requirement))
    twice = [
        Duplicate(pairs[0][0], tuple(requirement for _name, requirement in pairs))
        for pairs in found.values()
        if len(pairs) > 1
    ]
    return sorted(twice, key=lambda one: (-len(one.requirements), one.name))


@dataclass(frozen=True)
class Load:
    """What falls due for one team, or from one office, in one month; `hours` where said."""

    count: int = 0
    hours: float = 0.0


def load_by_month(
    asked: Sequence[Asked], *, first: date, last: date, by_team: bool
) -> dict[str, dict[tuple[int, int], Load]]:
    """By the name of the team that answers (or of who asks), by year and month. What no team
    answers stands under an empty name."""
    found: dict[str, dict[tuple[int, int], Load]] = defaultdict(dict)
    for one in asked:
        team = one.answer.team if one.answer else None
        name = (team.name if team else "") if by_team else one.requirement.asked_by
        for due in one.dues:
            if first <= due.due.day <= last:
                month = due.due.day.year, due.due.day.month
                before = found[name].get(month, Load())
                hours = before.hours + float(due.due.hours or 0)
                found[name][month] = Load(before.count + 1, hours)
    return found


@dataclass(frozen=True)
class Spread:
    """A requirement of each school: how many of them have said how they meet it."""

    asked: Asked
    answered: int
    schools: int


def spread_within(viewer: Viewer, place: Place) -> list[Spread]:
    """What is asked of each school within the place, by whatever place it was written down for."""
    schools = list(_open_schools(place).values_list("pk", "path"))
    above = {UUID(step) for _pk, path in schools for step in path.split("/") if step}
    found = list(
        visible_requirements(viewer)
        .filter(of_each_school=True, withdrawn_on=None, place__in=above)
        .select_related("place")
        .prefetch_related("dues", "data")
    )
    told = Answer.objects.filter(
        requirement__in=found, place__in=[pk for pk, _path in schools]
    ).values_list("requirement", "place")
    answers: dict[UUID, set[UUID]] = defaultdict(set)
    for requirement, school in told:
        answers[requirement].add(school)
    return [
        Spread(
            _asked_of_schools(one),
            len(answers[one.pk]),
            sum(path.startswith(one.place.path) for _pk, path in schools),
        )
        for one in found
    ]


def _asked_of_schools(requirement: Requirement) -> Asked:
    """Seen from above, where no single school has answered or handed in."""
    dues = tuple(Due(due, None) for due in requirement.dues_now())
    return Asked(requirement, None, dues, tuple(requirement.data.all()))


def answers_of(requirement: Requirement) -> QuerySet[Answer]:
    found = requirement.answers.select_related("place", "priority", "team")
    return found.order_by("place__name_key")


def met_by(priority: Priority) -> QuerySet[Answer]:
    """What the priority meets that is asked still."""
    found = Answer.objects.filter(priority=priority, requirement__withdrawn_on=None)
    return found.select_related("requirement").order_by("requirement__title")


def places_asked(requirement: Requirement) -> QuerySet[Place]:
    """Every place that has to meet it."""
    if not requirement.of_each_school:
        return Place.objects.filter(pk=requirement.place_id)
    return _open_schools(requirement.place)


def _open_schools(place: Place) -> QuerySet[Place]:
    found = Place.objects.filter(path__startswith=place.path, kind=PlaceKind.SCHOOL)
    return found.filter(closed_on=None)
