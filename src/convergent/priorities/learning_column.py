"""The last column of the chain: what the first measure of a priority says of students' learning."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.analysis.intervals import Z
from convergent.facts.measures.values import MeasureValue
from convergent.learning.words import year_title
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import why_prioritise
from convergent.priorities.chain import Cell, Column, Mend, State, fills
from convergent.priorities.models import Priority
from convergent.priorities.presenters.measures import (
    aim_in_unit,
    aim_sentence,
    how_it_goes,
    measure_title,
    why_url,
)
from convergent.priorities.queries.measured import Measured, measured_of, slice_of


@fills(Column.LEARNING)
def learning(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, Cell]:
    year = viewer.year_began.year + 1
    measured = measured_of(priorities, viewer.snapshot, last_year=year)
    return {
        one.pk: _measured(one, measured[one.pk][0])
        if measured[one.pk]
        else _not_measured(one, viewer)
        for one in priorities
    }


def _not_measured(priority: Priority, viewer: Viewer) -> Cell:
    may = why_prioritise(viewer, priority.place) is not None
    add = Mend(_("Add a measure"), reverse("measure_add", args=[priority.pk]))
    return Cell(
        State.UNTESTED,
        _("Nothing is measured yet."),
        mending=_("A measure would say whether it works."),
        mend=add if may else None,
    )


def _measured(priority: Priority, first: Measured) -> Cell:
    state, mending = _judged(first)
    title, newest = measure_title(slice_of(first.measure)), first.newest or first.baseline
    results = _("results of %(year)s")
    return Cell(
        state=state,
        sentence=how_it_goes(first),
        detail=f"{title}. {aim_sentence(first.measure)}",
        freshness=results % {"year": year_title(newest.school_year)} if newest else "",
        url=why_url(first.measure, priority.place),
        trend=tuple(one.value for one in first.values if isinstance(one.value, float)),
        mending=mending,
    )


def _judged(first: Measured) -> tuple[State, str]:
    """With what would mend it."""
    if first.baseline is None:
        return State.UNTESTED, _("A start in a year that has results would test it.")
    if first.newest is None:
        return State.UNTESTED, _("The next results will test it.")
    state = state_of(first.baseline, first.newest, aim=aim_in_unit(first.measure))
    return state, _mending(state)


def _mending(state: State) -> str:
    if state is State.UNTESTED:
        return _("A measure of more students could be told, and would test it.")
    if state is State.THIN:
        return _("It moved by no more than chance: another year, or more students, would tell.")
    if state is State.BROKEN:
        return _("It moved away from its aim: ask what students met in class, and try a change.")
    return ""


def state_of(baseline: MeasureValue, newest: MeasureValue, *, aim: float) -> State:
    """Whether students moved toward the aim by more than chance: the interval of the difference
    leaves out nought. Both years have their errors."""
    if not isinstance(baseline.value, float) or not isinstance(newest.value, float):
        return State.UNTESTED
    moved = newest.value - baseline.value
    error = hypot(baseline.standard_error or 0.0, newest.standard_error or 0.0)
    if abs(moved) <= Z * error:
        return State.THIN
    is_toward = (moved > 0) == (aim > baseline.value)
    return State.HOLDS if is_toward else State.BROKEN
