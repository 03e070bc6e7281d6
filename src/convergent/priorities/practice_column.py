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
from convergent.priorities.chain import Cell, Column, State, fills
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
    pages = {one.pk: reverse("priority_promised", args=[one.pk]) for one in priorities}
    return {
        one.pk: replace(cells[one.pk], detail=told[one.place_id], url=pages[one.pk])
        for one in priorities
    }


def cell_of(kept: KeptFor, *, decided: str = "") -> Cell:
    """`decided` is the day on which a team last decided something for it: that everybody hears."""
    state, sentence, mending = _told(kept)
    fell_due = _("what fell due in the last half year")
    last = _("last decided: %(day)s") % {"day": decided} if decided else ""
    fresh = " · ".join(one for one in (fell_due, last) if one)
    return Cell(state, sentence, freshness=fresh, mending=mending)


def _told(kept: KeptFor) -> tuple[State, str, str]:
    """How it stands, in a sentence, and what would mend it."""
    if not kept.promised:
        said = _("Nothing that a team promised for it has fallen due in the last half year.")
        return State.UNTESTED, said, _("A team that promises a first step by a day would test it.")
    if not is_told(kept):
        said = _("A few people promised something for it. How it goes is for their teams to see.")
        mending = _("When %(count)s people have promised something for it, everybody hears.")
        return State.UNTESTED, said, mending % {"count": STAFF_AT_LEAST}
    state = state_of(promised=kept.promised, done=kept.done)
    return state, _counted(kept) if kept.is_all_seen else _in_words(kept), _mending(state, kept)


def is_told(kept: KeptFor) -> bool:
    """Whether the viewer hears how it goes."""
    return kept.is_all_seen or kept.people >= STAFF_AT_LEAST


def _mending(state: State, kept: KeptFor) -> str:
    if state is State.HOLDS:
        return ""
    if kept.promised < ENOUGH:
        return _("It is too little to tell yet: a few more promises with a day would.")
    if state is State.THIN:
        return _("It holds when three of four promises are done: do, move or drop those open.")
    return _("Ask what got in the way, and promise less that can be done.")


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
