"""What the facts say of the measures of priorities: as everybody in the district may read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from convergent.facts.measures import query
from convergent.facts.measures.aggregate_table import ALL_GRADES, ALL_STUDENTS
from convergent.facts.measures.query import Asked
from convergent.facts.measures.values import MeasureValue
from convergent.facts.measures.values import Place as FactsPlace
from convergent.facts.snapshot import Snapshot
from convergent.learning.access import scope_of_everybody
from convergent.learning.queries.evidence import GROWTH, LEVEL, OTHERS, facts_place, is_shown_group
from convergent.people.models import Place, PlaceKind
from convergent.priorities.models import Priority, PriorityMeasure

AIMED_AT = (*GROWTH, *LEVEL, *OTHERS)
"""Measures that a place can aim at; a gap has two groups, either of which may move it."""
LATELY = 2  # years: what is measured no more is not offered


@dataclass(frozen=True, order=True)
class Slice:
    """What a value is of, but for its place and year. Empty: any test, any subject, all grades."""

    measure: str
    assessment: str = ""
    subject: str = ""
    grade: str = ALL_GRADES
    student_group: str = ALL_STUDENTS


@dataclass(frozen=True)
class Measured:
    """A measure of a priority with what the facts have: where it began, every year since."""

    measure: PriorityMeasure
    values: tuple[MeasureValue, ...]

    @property
    def baseline(self) -> MeasureValue | None:
        year = self.measure.baseline_year
        return next((one for one in self.values if one.school_year == year), None)

    @property
    def newest(self) -> MeasureValue | None:
        """The newest value after the baseline; None where nothing has been measured since."""
        later = [one for one in self.values if one.school_year > self.measure.baseline_year]
        return later[-1] if later else None


def slice_of(one: PriorityMeasure | MeasureValue) -> Slice:
    return Slice(one.measure, one.assessment, one.subject, one.grade, one.student_group)


def evidence_place(place: Place) -> Place:
    """Whose numbers a place aims at: its own; of a team that no export names, its school's."""
    if place.kind == PlaceKind.TEAM and not place.sourced_id and place.parent is not None:
        return place.parent
    return place


def measured_of(
    priorities: Sequence[Priority], snapshot: Snapshot | None, *, last_year: int
) -> dict[UUID, list[Measured]]:
    """The measures of each priority with their values up to a school year: one read of Records and
    one of facts, however many they are."""
    found = list(PriorityMeasure.objects.filter(priority__in=priorities))
    places = {one.pk: facts_place(evidence_place(one.place)) for one in priorities}
    told = _values(found, [place for place in places.values() if place], snapshot)
    measured: dict[UUID, list[Measured]] = {one.pk: [] for one in priorities}
    for measure in found:
        values = told.get((places[measure.priority_id], slice_of(measure)), [])
        until = [one for one in values if measure.baseline_year <= one.school_year <= last_year]
        measured[measure.priority_id].append(Measured(measure, tuple(until)))
    return measured


def _values(
    measures: Iterable[PriorityMeasure], places: list[FactsPlace], snapshot: Snapshot | None
) -> dict[tuple[FactsPlace | None, Slice], list[MeasureValue]]:
    wanted = {slice_of(one) for one in measures}
    found: dict[tuple[FactsPlace | None, Slice], list[MeasureValue]] = {}
    if snapshot is None or not wanted or not places:
        return found
    asked = Asked(
        measures={one.measure for one in wanted},
        assessments={one.assessment for one in wanted},
        subjects={one.subject for one in wanted},
        grades={one.grade for one in wanted},
        student_groups={one.student_group for one in wanted},
    )
    for value in query.values_at(snapshot, scope_of_everybody(), places, asked):
        found.setdefault((value.place, slice_of(value)), []).append(value)
    return found


@dataclass(frozen=True)
class Offered:
    """What a place could aim at: measures with their tests, grades, groups and years, as the facts
    hold them now."""

    slices: tuple[Slice, ...]
    years: tuple[int, ...]

    @property
    def tests(self) -> list[Slice]:
        """One for each measure, assessment and subject."""
        whole = {Slice(one.measure, one.assessment, one.subject) for one in self.slices}
        return sorted(whole, key=lambda one: (one.subject, AIMED_AT.index(one.measure)))

    @property
    def grades(self) -> list[str]:
        return sorted({one.grade for one in self.slices})

    @property
    def groups(self) -> list[str]:
        return sorted({one.student_group for one in self.slices})


def offered_at(place: Place, snapshot: Snapshot | None) -> Offered:
    where = facts_place(evidence_place(place))
    if snapshot is None or where is None:
        return Offered((), ())
    asked = Asked(measures=AIMED_AT, grades=None, student_groups=None)
    found = query.values_at(snapshot, scope_of_everybody(), [where], asked)
    shown = [one for one in found if is_shown_group(one.student_group)]
    years = sorted({one.school_year for one in shown}, reverse=True)
    lately = {slice_of(one) for one in shown if one.school_year in years[:LATELY]}
    return Offered(tuple(sorted(lately)), tuple(years))
