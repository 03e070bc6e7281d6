"""The second column of the chain: whether principals get help with the priority.

The two of a school see their own counts. Others hear it in words, and only where the contacts of
eight schools are behind it: how often two people meet is for the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.asking.questions import STAFF_AT_LEAST
from convergent.people.role_kinds import PRINCIPAL, SUPERVISOR
from convergent.people.viewer import Viewer
from convergent.priorities.chain import Cell, Column, State, fills
from convergent.priorities.models import Priority
from convergent.support.access import contacts_to_count
from convergent.support.queries import LOOKED_BACK

A_MONTH_AT_LEAST = 3  # contacts in the twelve weeks that are looked at


@fills(Column.SUPPORT)
def support(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, Cell]:
    """One question for all priorities of a page."""
    since = viewer.today - LOOKED_BACK
    rows = contacts_to_count(list(priorities)).filter(day__gte=since).order_by()
    met: dict[UUID | None, list[UUID]] = defaultdict(list)
    for own, above, school in rows.values_list(
        "priority_id", "priority__aligned_to_id", "school_id"
    ):
        for pk in (own, above):
            met[pk].append(school)
    return {one.pk: _cell(met[one.pk], is_own=_is_own(one, viewer)) for one in priorities}


def _is_own(priority: Priority, viewer: Viewer) -> bool:
    """Whether all contacts behind it are the viewer’s to see: of her school, or of her network."""
    path = priority.place.path
    supervised = any(path.startswith(one) for one in viewer.paths_as(SUPERVISOR))
    return supervised or path in viewer.paths_as(PRINCIPAL)


def _cell(schools: list[UUID], *, is_own: bool) -> Cell:
    count, places = len(schools), len(set(schools))
    if not is_own:
        return _of_others(count, places)
    page = reverse("support_schools")
    if not count:
        said = _("No contact of supervisor and principal in the last twelve weeks was about it.")
        return Cell(State.UNTESTED, said, url=page)
    said = ngettext(
        "%(count)s contact of supervisor and principal was about it.",
        "%(count)s contacts of supervisor and principal were about it.",
        count,
    ) % {"count": count}
    return Cell(state_of(count, places), said, freshness=_("the last twelve weeks"), url=page)


def state_of(count: int, places: int) -> State:
    """It holds where there was one a month at each school that had any."""
    return State.HOLDS if count >= A_MONTH_AT_LEAST * places else State.THIN


def _of_others(count: int, places: int) -> Cell:
    if places < STAFF_AT_LEAST:
        said = _("How often a supervisor and a principal meet about it is for the two of them.")
        return Cell(State.UNTESTED, said)
    said = _("Supervisors and principals of many schools met about it.")
    return Cell(state_of(count, places), said, freshness=_("the last twelve weeks"))
