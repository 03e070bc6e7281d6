"""The small figure of the classroom: how much of what is looked for visits saw, by quarter."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from convergent.people.viewer import Viewer
from convergent.practice.access.over_time import seen_by_quarter
from convergent.practice.queries.look_fors import newest_look_fors
from convergent.priorities.chain import Column, Figure, draws
from convergent.priorities.models import Priority
from convergent.priorities.queries.kept_by_quarter import QUARTERS, quarters_until


@draws(Column.CLASSROOM)
def seen_in_classrooms(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, Figure]:
    versions = newest_look_fors(priorities)
    asked = [(versions[one.pk], one.place) for one in priorities if one.pk in versions]
    quarters = quarters_until(viewer.today, count=QUARTERS + 1)
    told = seen_by_quarter(viewer, asked, quarters)
    return {one.pk: _figure(told[versions[one.pk].pk]) for one in priorities if one.pk in versions}


def _figure(tenths: Sequence[int]) -> Figure:
    said = [_("%(tenths)s of 10") % {"tenths": one} for one in tenths]
    words = _("Seen of what is looked for, by quarter: %(values)s") % {"values": ", ".join(said)}
    return Figure(tuple(float(one) for one in tenths), 0.0, 10.0, words)
