"""The third column of the chain: whether what teams promised for a priority is done.

Teams see their own counts. Others hear it in words, and only where eight people promised something:
how one team follows through is for that team.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.asking.questions import STAFF_AT_LEAST
from convergent.people.days import day_text
from convergent.people.viewer import Viewer
from convergent.priorities.chain import Cell, Column, Mend, State, fills
from convergent.priorities.models import Priority
from convergent.priorities.practice_told import told_of_practice
from convergent.priorities.queries.commitments import KeptFor, kept_for, last_decided

ENOUGH, MOST, HALF = 5, 0.75, 0.5


@fills(Column.PRACTICE)
def practice(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, Cell]:
    kept = kept_for(priorities, viewer)
    decided = last_decided(priorities)
    days = {pk: day_text(day, viewer) for pk, day in decided.items()}
    told = told_of_practice([one.place for one in priorities], viewer)
    cells = {one.pk: cell_of(kept[one.pk], decided=days.get(one.pk, "")) for one in priorities}
    return {one.pk: replace(cells[one.pk], detail=told[one.place_id]) for one in priorities}


def cell_of(kept: KeptFor, *, decided: str = "") -> Cell:
    """`decided` is the day on which a team last decided something for it: that everybody hears."""
    last = _("last decided: %(day)s") % {"day": decided} if decided else ""
    if not kept.promised:
        said = _("Nothing that a team promised for it has fallen due in the last half year.")
        return Cell(State.UNTESTED, said, freshness=last)
    if not kept.is_all_seen and kept.people < STAFF_AT_LEAST:
        said = _("A few people promised something for it. How it goes is for their teams to see.")
        return Cell(State.UNTESTED, said, freshness=last)
    state = state_of(promised=kept.promised, done=kept.done)
    fell_due = _("what fell due in the last half year")
    return Cell(
        state=state,
        sentence=_counted(kept) if kept.is_all_seen else _in_words(kept),
        freshness=" · ".join(one for one in (fell_due, last) if one),
        url=reverse("meetings") if kept.is_all_seen else "",
        mend=_mend(state, kept),
    )


def state_of(*, promised: int, done: int) -> State:
    """Holds from three quarters on, broken below a half; less than five things are too few."""
    if promised < ENOUGH:
        return State.THIN
    share = done / promised
    if share < HALF:
        return State.BROKEN
    return State.HOLDS if share >= MOST else State.THIN


def _counted(kept: KeptFor) -> str:
    said = ngettext(
        "%(done)s of %(count)s thing that teams promised for it is done.",
        "%(done)s of %(count)s things that teams promised for it are done.",
        kept.promised,
    )
    return said % {"done": kept.done, "count": kept.promised}


def _in_words(kept: KeptFor) -> str:
    share = kept.done / kept.promised
    if share >= MOST:
        return _("Most of what teams promised for it is done.")
    if share >= HALF:
        return _("More than half of what teams promised for it is done.")
    return _("Less than half of what teams promised for it is done.")


def _mend(state: State, kept: KeptFor) -> Mend | None:
    if state is State.HOLDS or not kept.is_all_seen:
        return None
    return Mend(_("See what is promised"), reverse("meetings"))
