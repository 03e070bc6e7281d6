"""What is in the way stays on both Todays until it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent import clock
from convergent.people.days import day_text
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.practice.access.obstacles import visible_obstacles
from convergent.practice.models import Obstacle

A_WEEK, EACH = timedelta(days=7), 3


@on_today
def in_the_way(viewer: Viewer) -> Iterator[AgendaItem]:
    """Open ones that I have in hand or told of; and what was lately answered to me."""
    own = Q(seen_by=viewer.person)
    found = visible_obstacles(viewer).select_related("place", "owner", "seen_by")
    lately = found.filter(own, answered_at__gte=clock.now() - A_WEEK).order_by("-answered_at")
    still_open = found.filter(own | Q(owner=viewer.person), answered_at__isnull=True)
    for one in (*still_open, *lately[:EACH]):
        yield _item(one, viewer)


def _item(one: Obstacle, viewer: Viewer) -> AgendaItem:
    page, is_mine = reverse("obstacle", args=[one.pk]), one.owner_id == viewer.person.pk
    is_open = one.answered_at is None
    day = timezone.localtime(one.answered_at or one.seen_at).date()
    waits = is_open and is_mine
    return AgendaItem(
        group=Group.WAITING if waits else Group.NEXT if is_open else Group.CHANGED,
        day=day,
        when=day_text(day, viewer),
        title=f"{one.get_what_display()}: {one.place.name}",
        detail=_detail(one, is_open=is_open, is_mine=is_mine),
        url=page,
        weight=1,
        late=waits and day < viewer.today - A_WEEK,
        actions=(Action(_("Say what becomes of it") if waits else _("See it"), page),),
    )


def _detail(one: Obstacle, *, is_open: bool, is_mine: bool) -> str:
    if not is_open:
        return f"{one.owner.name}: {one.answer}"
    if is_mine:
        said = _("%(name)s told of it") % {"name": one.seen_by.name}
    else:
        said = _("%(name)s has it in hand") % {"name": one.owner.name}
    return " · ".join(part for part in (one.detail, said) if part)
