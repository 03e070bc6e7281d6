"""How far the schools of a district lie apart: a strip for each grade, none of them named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.measures.values import MeasureValue
from convergent.learning.pictures.shapes import Axis, Strip
from convergent.learning.presenters.figures import StripLine, Strips
from convergent.learning.presenters.growth import row_title, typical_words
from convergent.learning.presenters.numbers import (
    axis_around,
    number_words,
    on_axis,
    range_words,
    unit_of,
)
from convergent.learning.presenters.rests_on import Ground
from convergent.learning.words import counted
from convergent.people.models import Place, PlaceKind
from convergent.people.words import in_sentence

FEWEST_SCHOOLS = 8


def schools_spread(
    values: Sequence[MeasureValue],
    schools: Mapping[str, Sequence[float]],
    *,
    place: Place,
    measure: str,
    ground: Ground,
) -> Strips:
    """`schools` are the values of all schools of the district, by grade, lowest first."""
    unit = unit_of(measure)
    every = [on_axis(at, unit) for found in schools.values() for at in found]
    axis = replace(axis_around(every, unit), ticks=())
    is_marked = place.kind == PlaceKind.NETWORK
    return Strips(
        id="spread",
        title=_spread_title(values, schools),
        measure=_("Median growth percentile. Each line is a school; the tall one is this network.")
        if is_marked
        else _("Median growth percentile. Each line is a school."),
        first=_("Grade"),
        heading=_("Schools, from less growth to more. The middle is %(typical)s.")
        % {"typical": typical_words(values)},
        lines=tuple(
            _line(one, schools.get(one.grade, ()), axis, is_marked=is_marked) for one in values
        ),
        foot=ground.foot(values),
        why_url=ground.why_url(measure),
    )


def _spread_title(values: Sequence[MeasureValue], schools: Mapping[str, Sequence[float]]) -> str:
    """Of the grade that most schools have: where their middle half lies."""
    usual = max(values, key=lambda one: len(schools.get(one.grade, ())))
    found = schools.get(usual.grade, ())
    if len(found) < FEWEST_SCHOOLS:
        return _("There are too few schools to show how they lie apart.")
    quarter = len(found) // 4
    unit = unit_of(usual.measure)
    return _("In %(grade)s, half of our schools lie between %(low)s and %(high)s.") % {
        "grade": in_sentence(row_title(usual)),
        "low": number_words(found[quarter], unit),
        "high": number_words(found[-quarter - 1], unit),
    }


def _line(one: MeasureValue, found: Sequence[float], axis: Axis, *, is_marked: bool) -> StripLine:
    unit = unit_of(one.measure)
    title = row_title(one)
    own = on_axis(one.value, unit) if is_marked and isinstance(one.value, float) else None
    if not found:
        why = _("no school can be shown")
        return StripLine(
            label=title, students="", value="", picture=None, alt=f"{title}: {why}", withheld=why
        )
    return StripLine(
        label=title,
        students=counted(one.students) if isinstance(one.students, int) else "",
        value=number_words(one.value, unit) if isinstance(one.value, float) else "",
        picture=Strip(own, tuple(on_axis(at, unit) for at in found), axis),
        alt=_spoken(title, found, unit),
    )


def _spoken(title: str, found: Sequence[float], unit: str) -> str:
    return ngettext(
        "%(row)s: one school, at %(range)s.",
        "%(row)s: %(count)s schools, from %(range)s.",
        len(found),
    ) % {"row": title, "count": len(found), "range": range_words(found[0], found[-1], unit)}
