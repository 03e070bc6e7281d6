"""A measure of a priority in words: where it began, where it is, where it is to come."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from convergent.facts.measures.aggregate_table import ALL_GRADES, ALL_STUDENTS
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.values import MeasureValue
from convergent.learning.presenters.numbers import (
    ends_of,
    number_words,
    on_axis,
    range_words,
    unit_of,
    value_words,
)
from convergent.learning.presenters.rests_on import address
from convergent.learning.words import (
    grade_title,
    group_in_sentence,
    students_counted,
    subject_in_sentence,
    year_title,
)
from convergent.people.models import Place
from convergent.people.words import in_sentence
from convergent.priorities.models import PriorityMeasure
from convergent.priorities.queries.measured import Measured, Slice, evidence_place, slice_of

LENGTH = 240


@dataclass(frozen=True)
class Point:
    """A value in one year, and where its dot and its interval stand on the line, in pixels."""

    when: str
    value: str
    interval: str
    students: str
    at: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class MeasureLine:
    measure: PriorityMeasure
    title: str
    sentence: str
    aim: str
    aim_at: int
    points: tuple[Point, ...]
    why_url: str


def measure_title(what: Slice) -> str:
    """“Typical growth in reading, 6th grade, English learners”."""
    title = _(definitions()[what.measure].title)
    if what.subject:
        title = _("%(measure)s in %(subject)s") % {
            "measure": title,
            "subject": subject_in_sentence(what.subject),
        }
    more = [in_sentence(grade_title(what.grade))] if what.grade != ALL_GRADES else []
    if what.student_group != ALL_STUDENTS:
        more.append(group_in_sentence(what.student_group))
    return ", ".join([title, *more])


def measure_line(one: Measured, place: Place) -> MeasureLine:
    aim = aim_in_unit(one.measure)
    shown = [value for value in (one.baseline, one.newest) if value is not None]
    low, high = _ends(shown, aim, unit_of(one.measure.measure))
    return MeasureLine(
        measure=one.measure,
        title=measure_title(slice_of(one.measure)),
        sentence=how_it_goes(one),
        aim=aim_sentence(one.measure),
        aim_at=_along(on_axis(aim, unit_of(one.measure.measure)), low, high),
        points=tuple(_point(value, low, high) for value in shown),
        why_url=why_url(one.measure, place),
    )


def why_url(measure: PriorityMeasure, place: Place) -> str:
    return address("evidence_why", evidence_place(place).pk, measure.measure)


def aim_in_unit(measure: PriorityMeasure) -> float:
    """People write percents; the facts hold shares."""
    aim = float(measure.aim)
    return aim / 100 if unit_of(measure.measure) == "share" else aim


def aim_sentence(measure: PriorityMeasure) -> str:
    return _("Aim: %(aim)s by %(year)s.") % {
        "aim": number_words(aim_in_unit(measure), unit_of(measure.measure)),
        "year": year_title(measure.aim_year),
    }


def how_it_goes(one: Measured) -> str:
    """Where it began and where it is now, or that nothing has been measured."""
    if one.baseline is None:
        return _("Nothing is measured for %(year)s, where it starts.") % {
            "year": year_title(one.measure.baseline_year)
        }
    said = {
        "before": value_words(one.baseline),
        "began": year_title(one.measure.baseline_year),
    }
    if one.newest is None:
        return _("%(before)s in %(began)s, where it starts. No results since.") % said
    said |= {"now": value_words(one.newest), "year": year_title(one.newest.school_year)}
    return _("%(before)s in %(began)s, %(now)s in %(year)s.") % said


def _point(one: MeasureValue, low: float, high: float) -> Point:
    unit, ends = unit_of(one.measure), ends_of(one)
    return Point(
        when=year_title(one.school_year),
        value=value_words(one),
        interval=range_words(*one.interval, unit) if one.interval else "",
        students=students_counted(one.students) if isinstance(one.students, int) else "",
        at=_along(on_axis(one.value, unit), low, high) if isinstance(one.value, float) else None,
        low=_along(ends[0], low, high) if ends else None,
        high=_along(ends[1], low, high) if ends else None,
    )


def _ends(shown: list[MeasureValue], aim: float, unit: str) -> tuple[float, float]:
    amounts = [on_axis(aim, unit)]
    for value in shown:
        amounts.extend(ends_of(value) or ())
        if isinstance(value.value, float):
            amounts.append(on_axis(value.value, unit))
    low, high = min(amounts), max(amounts)
    room = (high - low) * 0.08 or 1.0
    return low - room, high + room


def _along(amount: float, low: float, high: float) -> int:
    return round(LENGTH * (amount - low) / (high - low))
