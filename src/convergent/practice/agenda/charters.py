"""Charters on Today: what waits for one's own word, and what a school agreed on lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.models import RoleTerm
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.practice.access.charters import teacher_leaders_on, visible_charters
from convergent.practice.models import Charter

LATELY, EACH = timedelta(days=14), 3


@on_today
def charters(viewer: Viewer) -> Iterator[AgendaItem]:
    """What waits for the viewer, and what was agreed in the last two weeks at her school."""
    waits = Q(agreed_by__isnull=True) & ~Q(written_by=viewer.person)
    lately = Q(agreed_on__gte=viewer.today - LATELY) & ~Q(agreed_by=viewer.person)
    here = Q(place=viewer.main_place)
    found = visible_charters(viewer).filter(waits | (lately & here))
    shown = list(found.select_related("leader", "written_by", "place")[: 2 * EACH])
    terms = _terms(shown, viewer)
    for one in shown:
        term = terms.get((one.leader_id, one.place_id))
        if term is not None:
            yield _item(one, reverse("charter", args=[term.pk]), viewer)


def _terms(found: list[Charter], viewer: Viewer) -> dict[tuple[object, object], RoleTerm]:
    if not found:
        return {}
    people = [one.leader_id for one in found]
    held = teacher_leaders_on(viewer.today).filter(person__in=people).select_related("role")
    return {(one.person_id, one.role.place_id): one for one in held}


def _item(one: Charter, page: str, viewer: Viewer) -> AgendaItem:
    waits = one.agreed_on is None
    day = one.agreed_on or one.written_on
    name = {"name": one.leader.name, "by": one.written_by.name}
    said = _("%(by)s proposes what belongs to the role of a teacher leader")
    told = _("What %(name)s does for teachers, and what not")
    return AgendaItem(
        group=Group.WAITING if waits else Group.CHANGED,
        day=day,
        when=day_text(day, viewer),
        title=(said if waits else told) % name,
        detail=_("The school reads it when you agree.") if waits else one.place.name,
        url=page,
        weight=1,
        actions=(Action(_("Read and agree") if waits else _("Read it"), page, primary=waits),),
    )
