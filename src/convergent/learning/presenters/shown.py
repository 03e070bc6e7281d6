"""The evidence of a place, whoever looks: a sentence, its pictures, and who was tested."""

from __future__ import annotations

from dataclasses import dataclass

from convergent.facts.measures import query
from convergent.facts.snapshot import Snapshot
from convergent.learning.access import Scope
from convergent.learning.headlines import (
    Finding,
    Headline,
    change_headline,
    changes_title,
    enrolled_behind,
    growth_detail,
    growth_headline,
    others_headline,
)
from convergent.learning.presenters.figures import AnyFigure, Table
from convergent.learning.presenters.groups import gaps_figure, group_strips
from convergent.learning.presenters.growth import growth_figure, in_order, row_title
from convergent.learning.presenters.over_years import measure_title, over_years
from convergent.learning.presenters.rests_on import Ground
from convergent.learning.presenters.spread import schools_spread
from convergent.learning.presenters.tested import tested_table
from convergent.learning.queries.choices import Choice
from convergent.learning.queries.evidence import (
    GAPS,
    GROWTH,
    LEVEL,
    OTHERS,
    Evidence,
    evidence_at,
)
from convergent.learning.queries.others import others_by
from convergent.people.models import Place, PlaceKind

UNKNOWN = {Finding.NOTHING, Finding.TOO_FEW}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the evidence of a place shows, whoever looks: the same for a page and for the job that
    draws its pictures beforehand."""

    headline: Headline
    detail: str
    figures: tuple[AnyFigure, ...]
    tested: Table | None

    @property
    def holds_small(self) -> bool:
        every = (*self.figures, *([self.tested] if self.tested else []))
        return any(one.is_for_school_only for one in every)


def shown_of(
    snapshot: Snapshot, scope: Scope, place: Place, choice: Choice, *, everybody: Scope
) -> Shown:
    """`everybody` reads what is beside the place: other schools, as anybody may see them."""
    evidence = evidence_at(snapshot, scope, place, choice)
    ground = ground_of(snapshot, place, choice)
    growth, level = _measures(evidence)
    headline, detail = _words(evidence, place, growth=growth, level=level)
    figures = (
        *_growth_figures(snapshot, everybody, evidence, place, growth=growth, ground=ground),
        *_level_figures(evidence, level=level, ground=ground),
        *_gap_figures(evidence, ground=ground),
        *_other_figures(evidence, ground=ground),
    )
    return Shown(
        headline=headline,
        detail=detail,
        figures=figures,
        tested=tested_table(evidence.of("participation", grade=None)),
    )


def ground_of(snapshot: Snapshot, place: Place, choice: Choice) -> Ground:
    origin = query.origin_of(
        snapshot,
        place=place.sourced_id,
        assessment=choice.subject.assessment,
        subject=choice.subject.subject,
        school_year=choice.school_year,
    )
    return Ground(place_id=place.pk, choice=choice, origin=origin)


def headline_of(evidence: Evidence, place: Place) -> Headline:
    """The sentence that heads the page of the place."""
    growth, level = _measures(evidence)
    return _words(evidence, place, growth=growth, level=level)[0]


def _measures(evidence: Evidence) -> tuple[str, str]:
    """By what growth and by what level is told."""
    return evidence.first_known(GROWTH), evidence.first_known(LEVEL)


def _words(evidence: Evidence, place: Place, *, growth: str, level: str) -> tuple[Headline, str]:
    """Schools and teams by how their students grew, districts and networks by what changed; by the
    other where that is not known. That it is withheld is said below."""
    subject, year = evidence.choice.subject.subject, evidence.choice.school_year
    grown = evidence.of(growth, grade=None)
    about_growth = growth_headline(grown, subject=subject, school_year=year)
    about_level = change_headline(evidence.one(level), subject=subject, school_year=year)
    said = (
        (about_growth, growth_detail(grown, about=about_growth)),
        (about_level, enrolled_behind(evidence.of(level), ())),
    )
    first, second = reversed(said) if is_above_schools(place) else said
    if first[0].finding in UNKNOWN and second[0].finding not in UNKNOWN:
        headline, detail = second
        is_withheld = first[0].finding == Finding.TOO_FEW
        return headline, f"{first[0]} {detail}".strip() if is_withheld else detail
    return first if first[0].finding != Finding.NOTHING else second


def is_above_schools(place: Place) -> bool:
    return place.kind in {PlaceKind.DISTRICT, PlaceKind.NETWORK}


def _growth_figures(
    snapshot: Snapshot,
    everybody: Scope,
    evidence: Evidence,
    place: Place,
    *,
    growth: str,
    ground: Ground,
) -> list[AnyFigure]:
    values = evidence.of(growth, grade=None)
    if not values:
        return []
    if is_above_schools(place):
        grades = in_order(values)
        spread = others_by("grade", snapshot, everybody, grades)
        return [schools_spread(grades, spread, place=place, measure=growth, ground=ground)]
    title = growth_headline(
        values, subject=ground.choice.subject.subject, school_year=ground.choice.school_year
    )
    groups = evidence.groups_of(growth)
    others = others_by("student_group", snapshot, everybody, groups)
    return [
        growth_figure(values, title=title, measure=growth, ground=ground),
        group_strips(groups, others, measure=growth, ground=ground),
    ]


def _level_figures(evidence: Evidence, *, level: str, ground: Ground) -> list[AnyFigure]:
    now = in_order(evidence.of(level, grade=None))
    if not now:  # tested in earlier years alone
        return []
    shown = {one.grade for one in now}
    values = evidence.over_years(level, grade=None)
    past = sorted(
        (one for one in values if one.grade in shown), key=lambda one: (one.grade, one.school_year)
    )
    title = changes_title(now, named=row_title)
    return [over_years(past, name="years", title=title, named=row_title, ground=ground)]


def _gap_figures(evidence: Evidence, *, ground: Ground) -> list[AnyFigure]:
    measure = evidence.first_known(GAPS)
    values = evidence.gaps_of(measure)
    return [gaps_figure(values, measure=measure, ground=ground)] if values else []


def _other_figures(evidence: Evidence, *, ground: Ground) -> list[AnyFigure]:
    """Attendance and courses, where they are loaded: of everybody, over the years."""
    values = [one for measure in OTHERS for one in evidence.over_years(measure)]
    if not values:
        return []
    newest = {one.measure: one for one in values}
    title = others_headline(list(newest.values()))
    return [over_years(values, name="others", title=title, named=measure_title, ground=ground)]
