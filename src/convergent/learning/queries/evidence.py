"""The values of one place, in one read, and the few that stand beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from convergent.facts.measures import query
from convergent.facts.measures.aggregate_table import AGAINST, ALL_GRADES, ALL_STUDENTS
from convergent.facts.measures.query import Asked
from convergent.facts.measures.values import MeasureValue
from convergent.facts.measures.values import Place as FactsPlace
from convergent.facts.snapshot import Snapshot
from convergent.learning.access import Scope, school_of
from convergent.learning.queries.choices import Choice
from convergent.learning.words import group_order
from convergent.people.models import Place

YEARS_SHOWN = 5
GROWTH = ("official_growth", "median_growth")
LEVEL = ("share_at_level", "mean_score")
GAPS = ("gap_in_means", "gap_v")
OTHERS = ("chronic_absence", "course_passing")
EXPLAINED = frozenset((*GROWTH, *LEVEL, *GAPS, *OTHERS))
"""What pages show, and so “Why this number?” answers for; nothing else that is worked out."""
MOST_GAPS = 6


@dataclass(frozen=True)
class Evidence:
    """Every value of a place for a subject and the years up to the one shown."""

    choice: Choice
    values: tuple[MeasureValue, ...]

    def of(
        self, measure: str, *, grade: str | None = ALL_GRADES, group: str | None = ALL_STUDENTS
    ) -> list[MeasureValue]:
        """Those of the year shown; None stands for any grade or group."""
        return [
            one for one in self.over_years(measure, grade=grade, group=group) if self._is_now(one)
        ]

    def over_years(
        self, measure: str, *, grade: str | None = ALL_GRADES, group: str | None = ALL_STUDENTS
    ) -> list[MeasureValue]:
        return [
            one
            for one in self.values
            if one.measure == measure
            and grade in {None, one.grade}
            and group in {None, one.student_group}
        ]

    def one(self, measure: str) -> MeasureValue | None:
        """That of the year shown, of everybody."""
        return next(iter(self.of(measure)), None)

    def first_known(self, measures: Iterable[str]) -> str:
        """The first of these measures that has a value in the year shown; else the last."""
        known = {one.measure for one in self.values if self._is_now(one)}
        names = list(measures)
        return next((name for name in names if name in known), names[-1])

    def grades_of(self, measure: str) -> list[MeasureValue]:
        return [one for one in self.of(measure, grade=None) if one.grade != ALL_GRADES]

    def gaps_of(self, measure: str) -> list[MeasureValue]:
        return self.of(measure, group=None)[:MOST_GAPS]

    def groups_of(self, measure: str) -> list[MeasureValue]:
        """Everybody first, then groups; what remains beside a group is left out."""
        found = self.of(measure, group=None)
        shown = [one for one in found if is_shown_group(one.student_group)]
        return sorted(shown, key=lambda one: group_order(one.student_group))

    def _is_now(self, one: MeasureValue) -> bool:
        return one.school_year == self.choice.school_year


def is_shown_group(group: str) -> bool:
    return AGAINST not in group and not group.startswith("not_")


def evidence_at(snapshot: Snapshot, scope: Scope, place: Place, choice: Choice) -> Evidence:
    where = facts_place(place)
    if where is None:
        return Evidence(choice, ())
    years = [year for year in choice.school_years if year <= choice.school_year][:YEARS_SHOWN]
    asked = Asked(
        assessments=("", choice.subject.assessment),
        subjects=("", choice.subject.subject),
        school_years={*years, choice.last_year},
        grades=None,
        student_groups=None,
    )
    return Evidence(choice, tuple(query.values_at(snapshot, scope, [where], asked)))


def facts_place(place: Place) -> FactsPlace | None:
    """The place as the facts know it; None for one that no export names."""
    if not place.sourced_id or place.kind not in {"district", "network", "school", "team"}:
        return None
    return FactsPlace(place.kind, place.sourced_id, school_of(place) or "")  # type: ignore[arg-type]
