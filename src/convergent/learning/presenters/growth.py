"""The figure of growth: each grade with its interval, beside similar schools."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convergent.facts.measures.aggregate_table import ALL_GRADES
from convergent.facts.measures.values import MeasureValue
from convergent.facts.values import Suppressed
from convergent.learning.headlines import Headline
from convergent.learning.pictures.shapes import DotRow, Dots
from convergent.learning.presenters.figures import (
    Cell,
    Figure,
    Header,
    Table,
    number_cell,
    withheld_cell,
)
from convergent.learning.presenters.numbers import (
    axis_around,
    interval_words,
    number_words,
    on_axis,
    range_words,
    unit_of,
    value_words,
)
from convergent.learning.presenters.rests_on import Ground, similar_words
from convergent.learning.words import counted, grade_title

TYPICAL = 50.0


def growth_figure(
    values: Sequence[MeasureValue], *, title: Headline, measure: str, ground: Ground
) -> Figure:
    """Of the values of one measure: a row for each grade, and for all where some are withheld."""
    ordered = with_all_grades(values)
    rows = [_row(one) for one in ordered]
    unit = unit_of(measure)
    amounts = [at for row in rows for at in _amounts(row)]
    axis = axis_around(amounts, unit, reference=TYPICAL, words=typical_words(values))
    return Figure(
        id="growth",
        title=measure_words(measure),
        measure=_("Half of the students grew more than this number. With 90% interval."),
        picture=Dots(tuple(rows), axis),
        is_for_school_only=any(one.is_for_school_only for one in values),
        alt=" ".join([str(title), *(spoken(one) for one in ordered)]),
        foot=ground.foot(values, comparison=similar_words(values)),
        table=growth_table(values, caption=measure_words(measure)),
        why_url=ground.why_url(measure),
        key=_("the middle 80% of schools of similar need") if similar_words(values) else "",
    )


def measure_words(measure: str) -> str:
    return {
        "official_growth": _("Median growth percentile, as the state reports it"),
        "median_growth": _("Median growth percentile, by grade"),
    }.get(measure, measure)


def typical_words(values: Sequence[MeasureValue]) -> str:
    """Against whom growth is measured: said on the picture itself."""
    norms = {one.norm for one in values}
    if norms <= {"district", ""}:
        return _("typical growth in our district")
    return _("typical growth in the state")


def in_order(values: Sequence[MeasureValue]) -> list[MeasureValue]:
    """By grade; all grades where there is none."""
    grades = [one for one in values if one.grade != ALL_GRADES]
    return sorted(grades, key=lambda one: one.grade) or list(values)


def with_all_grades(values: Sequence[MeasureValue]) -> list[MeasureValue]:
    """By grade; where one is withheld, all grades together say what there is to say."""
    rows = in_order(values)
    shown = [one for one in values if not isinstance(one.value, Suppressed)]
    whole = [one for one in shown if one.grade == ALL_GRADES and one not in rows]
    return rows if all(one in shown for one in rows) else [*rows, *whole]


def row_title(one: MeasureValue) -> str:
    return grade_title(one.grade) if one.grade != ALL_GRADES else _("All grades")


def _row(one: MeasureValue) -> DotRow:
    if not isinstance(one.value, float):
        return DotRow(label=row_title(one), withheld=value_words(one))
    unit = unit_of(one.measure)
    low, high = one.interval or (None, None)
    band = (one.peers.low, one.peers.high) if one.peers else (None, None)
    return DotRow(
        label=row_title(one),
        value=on_axis(one.value, unit),
        low=None if low is None else on_axis(low, unit),
        high=None if high is None else on_axis(high, unit),
        band_low=None if band[0] is None else on_axis(band[0], unit),
        band_high=None if band[1] is None else on_axis(band[1], unit),
        words=number_words(one.value, unit),
        stands_out=one.peers is not None and one.peers.is_told_apart,
    )


def _amounts(row: DotRow) -> list[float]:
    every = (row.value, row.low, row.high, row.band_low, row.band_high)
    return [at for at in every if at is not None]


def spoken(one: MeasureValue) -> str:
    """“6th grade: 41, between 36 and 46; similar schools 49 to 57.”"""
    said = {"row": row_title(one), "value": value_words(one), "interval": interval_words(one)}
    if isinstance(one.value, Suppressed):
        return _("%(row)s: %(value)s.") % said
    if one.peers is None:
        return _("%(row)s: %(value)s, interval %(interval)s.") % said
    said["peers"] = range_words(one.peers.low, one.peers.high, unit_of(one.measure))
    return _("%(row)s: %(value)s, interval %(interval)s; similar schools %(peers)s.") % said


def growth_table(values: Sequence[MeasureValue], *, caption: str) -> Table:
    rows = tuple(table_row(one, row_title(one)) for one in with_all_grades(values))
    return Table(caption, table_headers(_("Grade"), _("Median")), rows)


def table_headers(first: str, value: str) -> tuple[Header, ...]:
    words = (_("Students"), value, _("90% interval"), _("Similar schools"))
    return Header(first), *(Header(word, True) for word in words)


def table_row(one: MeasureValue, name: str) -> tuple[Cell, ...]:
    """Students, value, interval and similar schools; the reason instead where it is withheld."""
    if isinstance(one.value, Suppressed):
        dash = number_cell("–")
        return Cell(name), withheld_cell(value_words(one)), dash, dash, dash
    unit = unit_of(one.measure)
    peers = range_words(one.peers.low, one.peers.high, unit) if one.peers else "–"
    return (
        Cell(name, is_for_school_only=one.is_for_school_only),
        number_cell(counted(one.students) if isinstance(one.students, int) else "–"),
        number_cell(value_words(one)),
        number_cell(interval_words(one)),
        number_cell(peers),
    )
