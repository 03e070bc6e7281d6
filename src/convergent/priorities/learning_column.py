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
    return {one.pk: _cell(one, measured[one.pk]) for one in priorities}


def _cell(priority: Priority, measured: list[Measured]) -> Cell:
    add = Mend(_("Add a measure"), reverse("measure_add", args=[priority.pk]))
    if not measured:
        return Cell(State.UNTESTED, _("Nothing is measured yet."), mend=add)
    first = measured[0]
    sentence, title = how_it_goes(first), measure_title(slice_of(first.measure))
    url = why_url(first.measure, priority.place)
    if first.baseline is None or first.newest is None:
        return Cell(State.UNTESTED, sentence, detail=title, url=url)
    return Cell(
        state=state_of(first.baseline, first.newest, aim=aim_in_unit(first.measure)),
        sentence=sentence,
        detail=f"{title}. {aim_sentence(first.measure)}",
        freshness=_("results of %(year)s") % {"year": year_title(first.newest.school_year)},
        url=url,
        trend=tuple(one.value for one in first.values if isinstance(one.value, float)),
    )


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
