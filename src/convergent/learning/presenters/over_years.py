"""Small pictures over the years: each grade, or each group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.values import Bound, MeasureValue
from convergent.facts.values import Suppressed
from convergent.learning.headlines import Headline
from convergent.learning.pictures.shapes import Axis, Panel, YearPoint
from convergent.learning.presenters.figures import (
    Cell,
    Header,
    Multiples,
    SmallFigure,
    Table,
    number_cell,
    withheld_cell,
)
from convergent.learning.presenters.numbers import (
    axis_around,
    ends_of,
    on_axis,
    unit_of,
    value_words,
)
from convergent.learning.presenters.rests_on import Ground
from convergent.learning.words import bound_in_picture, short_year, why_withheld, year_title

Naming = Callable[[MeasureValue], str]


def over_years(
    values: Sequence[MeasureValue],
    *,
    name: str,
    title: Headline,
    named: Naming,
    ground: Ground,
) -> Multiples:
    """A panel for each name, in the order of the values given; all share years, unit and axis."""
    measure = values[0].measure
    names = list(dict.fromkeys(named(one) for one in values))
    years = sorted({one.school_year for one in values})
    by_name = {
        name: {one.school_year: one for one in values if named(one) == name} for name in names
    }
    axis = _axis(values, measure)
    return Multiples(
        id=name,
        title=str(title),
        measure=_measures(values),
        panels=tuple(_panel(name, found, years, axis) for name, found in by_name.items()),
        foot=ground.foot(_newest(values)),
        table=_table(by_name, years, caption=_measures(values)),
        why_url=ground.why_url(measure),
    )


def measure_title(one: MeasureValue) -> str:
    return _(definitions()[one.measure].title)


def _measures(values: Sequence[MeasureValue]) -> str:
    """“Students at or above the standard, with 90% interval”."""
    titles = list(dict.fromkeys(measure_title(one) for one in values))
    return _("%(measures)s, with 90%% interval") % {"measures": get_text_list(titles, _("and"))}


def _newest(values: Sequence[MeasureValue]) -> list[MeasureValue]:
    last = max(one.school_year for one in values)
    return [one for one in values if one.school_year == last]


def _axis(values: Sequence[MeasureValue], measure: str) -> Axis:
    unit = unit_of(measure)
    known = [on_axis(one.value, unit) for one in values if isinstance(one.value, float)]
    return axis_around([*known, *(at for one in values for at in ends_of(one) or ())], unit)


def _panel(
    name: str, found: dict[int, MeasureValue], years: Sequence[int], axis: Axis
) -> SmallFigure:
    return SmallFigure(
        title=name,
        picture=Panel(tuple(_point(year, found.get(year)) for year in years), axis),
        alt=_spoken(name, found, years),
        is_for_school_only=any(one.is_for_school_only for one in found.values()),
    )


def _point(year: int, one: MeasureValue | None) -> YearPoint:
    if one is None:
        return YearPoint(year=short_year(year))
    if isinstance(one.value, Suppressed):
        return YearPoint(year=short_year(year), withheld=why_withheld(one.value.reason))
    low, high = ends_of(one) or (None, None)
    return YearPoint(
        year=short_year(year),
        value=on_axis(one.value, unit_of(one.measure)) if isinstance(one.value, float) else None,
        low=low,
        high=high,
        words=_words(one),
    )


def _words(one: MeasureValue) -> str:
    return bound_in_picture(one.value) if isinstance(one.value, Bound) else value_words(one)


def _spoken(name: str, found: dict[int, MeasureValue], years: Sequence[int]) -> str:
    said = [f"{year_title(year)}: {value_words(found[year])}" for year in years if year in found]
    return f"{name}. {'; '.join(said)}."


def _table(
    by_name: dict[str, dict[int, MeasureValue]], years: Sequence[int], *, caption: str
) -> Table:
    headers = (Header(""), *(Header(year_title(year), True) for year in years))
    rows = tuple(
        (_first(name, found), *(_cell(found.get(year)) for year in years))
        for name, found in by_name.items()
    )
    return Table(caption, headers, rows)


def _first(name: str, found: dict[int, MeasureValue]) -> Cell:
    return Cell(name, is_for_school_only=any(one.is_for_school_only for one in found.values()))


def _cell(one: MeasureValue | None) -> Cell:
    if one is None:
        return number_cell("–")
    if isinstance(one.value, Suppressed):
        return withheld_cell(why_withheld(one.value.reason))
    return number_cell(value_words(one))
