"""Groups of students: where each stands among the same group of other schools, and the gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from convergent.facts.measures.values import MeasureValue
from convergent.facts.values import Suppressed
from convergent.learning.headlines import gaps_headline, groups_headline
from convergent.learning.pictures.shapes import Axis, DotRow, Dots, Strip
from convergent.learning.presenters.figures import (
    Figure,
    StripLine,
    Strips,
    Table,
)
from convergent.learning.presenters.growth import table_headers, table_row
from convergent.learning.presenters.numbers import (
    axis_around,
    interval_words,
    number_words,
    on_axis,
    unit_of,
    value_words,
)
from convergent.learning.presenters.rests_on import Ground
from convergent.learning.words import counted, gap_title, group_title

Others = Mapping[str, Sequence[float]]


def group_strips(
    values: Sequence[MeasureValue], others: Others, *, measure: str, ground: Ground
) -> Strips:
    """`others` are the values of the same group elsewhere in the district, by group."""
    unit = unit_of(measure)
    own = [on_axis(one.value, unit) for one in values if isinstance(one.value, float)]
    elsewhere = {group: tuple(on_axis(at, unit) for at in found) for group, found in others.items()}
    axis = axis_around([*own, *(at for found in elsewhere.values() for at in found)], unit)
    return Strips(
        id="groups",
        title=str(groups_headline(values)),
        measure=_("Each line is one school of our district; the tall one is this school."),
        first=_("Group"),
        heading=_("Where the group stands among the same group elsewhere"),
        lines=tuple(
            _line(one, elsewhere.get(one.student_group, ()), replace(axis, ticks=()))
            for one in values
        ),
        foot=ground.foot(values),
        why_url=ground.why_url(measure),
    )


def _line(one: MeasureValue, others: tuple[float, ...], axis: Axis) -> StripLine:
    title = group_title(one.student_group)
    if not isinstance(one.value, float):
        why = value_words(one)
        return StripLine(
            label=title, students="", value="", picture=None, alt=f"{title}: {why}", withheld=why
        )
    at = on_axis(one.value, unit_of(one.measure))
    return StripLine(
        label=title,
        students=counted(one.students) if isinstance(one.students, int) else "",
        value=value_words(one),
        picture=Strip(at, others, axis) if others else None,
        alt=_spoken(one, at, others),
        is_for_school_only=one.is_for_school_only,
    )


def _spoken(one: MeasureValue, at: float, others: tuple[float, ...]) -> str:
    """“English learners: 47; of 38 schools 12 lie lower.”"""
    return _("%(group)s: %(value)s; of %(count)s other schools %(lower)s lie lower.") % {
        "group": group_title(one.student_group),
        "value": value_words(one),
        "count": len(others),
        "lower": sum(other < at for other in others),
    }


def gaps_figure(values: Sequence[MeasureValue], *, measure: str, ground: Ground) -> Figure:
    unit = unit_of(measure)
    rows = tuple(_gap_row(one, unit) for one in values)
    amounts = [at for row in rows for at in (row.value, row.low, row.high) if at is not None]
    title = str(gaps_headline(values))
    return Figure(
        id="gaps",
        title=title,
        measure=gap_words(measure),
        picture=Dots(rows, axis_around(amounts, unit, reference=0.0, words=_("no gap"))),
        is_for_school_only=any(one.is_for_school_only for one in values),
        alt=" ".join([title, *(_gap_spoken(one) for one in values)]),
        foot=ground.foot(()),
        table=gap_table(values, caption=gap_words(measure)),
        why_url=ground.why_url(measure),
    )


def gap_words(measure: str) -> str:
    return {
        "gap_in_means": _("The first group’s mean score less the second’s, with 90% interval"),
        "gap_v": _("How far apart the groups’ levels lie (V), with 90% interval"),
    }.get(measure, measure)


def _gap_row(one: MeasureValue, unit: str) -> DotRow:
    label = gap_title(one.student_group)
    if not isinstance(one.value, float):
        return DotRow(label=label, withheld=value_words(one))
    low, high = one.interval or (None, None)
    return DotRow(
        label=label,
        value=on_axis(one.value, unit),
        low=None if low is None else on_axis(low, unit),
        high=None if high is None else on_axis(high, unit),
        words=number_words(one.value, unit),
        stands_out=bool(one.known_change and one.known_change.is_told_apart),
    )


def _gap_spoken(one: MeasureValue) -> str:
    said = {
        "group": group_title(one.student_group),
        "value": value_words(one),
        "interval": interval_words(one),
    }
    if isinstance(one.value, Suppressed):
        return _("%(group)s: %(value)s.") % said
    return _("%(group)s: %(value)s, interval %(interval)s.") % said


def gap_table(values: Sequence[MeasureValue], *, caption: str) -> Table:
    rows = tuple(table_row(one, group_title(one.student_group)) for one in values)
    return Table(caption, table_headers(_("Groups"), _("Gap")), rows)
