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
    page, last = reverse("support_schools"), _("the last twelve weeks")
    if not count:
        said = _("No contact of supervisor and principal in the last twelve weeks was about it.")
        mending = _("A contact that says it was about this would test it.")
        return Cell(State.UNTESTED, said, freshness=last, url=page, mending=mending)
    said = ngettext(
        "%(count)s contact of supervisor and principal was about it.",
        "%(count)s contacts of supervisor and principal were about it.",
        count,
    ) % {"count": count}
    state = state_of(count, places)
    return Cell(state, said, freshness=last, url=page, mending=_mending(state))


def _mending(state: State) -> str:
    if state is State.HOLDS:
        return ""
    return _("A contact a month about it, at each school, would make it hold.")


def state_of(count: int, places: int) -> State:
    """It holds where there was one a month at each school that had any."""
    return State.HOLDS if count >= A_MONTH_AT_LEAST * places else State.THIN


def _of_others(count: int, places: int) -> Cell:
    if places < STAFF_AT_LEAST:
        said = _("How often a supervisor and a principal meet about it is for the two of them.")
        mending = _("When %(count)s schools have such contacts, everybody hears.")
        return Cell(State.UNTESTED, said, mending=mending % {"count": STAFF_AT_LEAST})
    said = _("Supervisors and principals of many schools met about it.")
    state = state_of(count, places)
    return Cell(state, said, freshness=_("the last twelve weeks"), mending=_mending(state))
