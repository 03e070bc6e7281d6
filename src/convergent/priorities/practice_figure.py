"""The small figure of practice: how much of what fell due was done, quarter by quarter.

Whoever sees all of it reads shares; others the same three levels that they hear in words, and a
quarter only where eight people promised something in it. A quarter with less than five things says
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from convergent.people.viewer import Viewer
from convergent.priorities.chain import Column, Figure, draws
from convergent.priorities.models import Priority
from convergent.priorities.practice_column import ENOUGH, HALF, MOST, is_told
from convergent.priorities.queries.commitments import KeptFor
from convergent.priorities.queries.kept_by_quarter import kept_by_quarter


@draws(Column.PRACTICE)
def done_by_quarter(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, Figure]:
    found = kept_by_quarter(priorities, viewer)
    return {one.pk: figure_of(found[one.pk]) for one in priorities}


def figure_of(quarters: Sequence[KeptFor]) -> Figure:
    told = [one for one in quarters if one.promised >= ENOUGH and is_told(one)]
    if all(one.is_all_seen for one in quarters):
        shares = [one.done / one.promised for one in told]
        said = [_("%(tenths)s of 10") % {"tenths": round(10 * share)} for share in shares]
        return Figure(tuple(shares), 0.0, 1.0, _by_quarter(said))
    levels = [_level(one) for one in told]
    return Figure(tuple(float(one) for one in levels), 0.0, 2.0, _by_quarter(_words(levels)))


def _level(kept: KeptFor) -> int:
    share = kept.done / kept.promised
    return (share >= HALF) + (share >= MOST)


def _words(levels: Sequence[int]) -> list[str]:
    words = [_("less than half"), _("more than half"), _("most")]
    return [words[level] for level in levels]


def _by_quarter(said: Sequence[str]) -> str:
    return _("Done, by quarter: %(values)s") % {"values": ", ".join(said)}
