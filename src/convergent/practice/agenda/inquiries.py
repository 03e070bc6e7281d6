"""The day on which a team looks again stands on the Today of everybody on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.practice.access.inquiries import visible_inquiries

NEAR = timedelta(days=1)


@on_today
def looked_at_again(viewer: Viewer) -> Iterator[AgendaItem]:
    """What the teams that I am on try; it waits for me from the day before on."""
    own = [term.role.place_id for term in viewer.terms]
    found = visible_inquiries(viewer).filter(
        team__in=own, recheck_on__isnull=False, rechecked_on=None
    )
    for one in found.select_related("team").order_by("recheck_on", "question"):
        day = one.recheck_on or viewer.today
        is_near = day <= viewer.today + NEAR
        page = reverse("inquiry", args=[one.pk])
        yield AgendaItem(
            group=Group.WAITING if is_near else Group.NEXT,
            day=day,
            when=_("today") if day == viewer.today else day_text(day, viewer),
            title=_("Look again: %(question)s") % {"question": one.question},
            detail=_("The %(team)s tries: %(change)s")
            % {"team": one.team.name, "change": one.change},
            url=page,
            late=day < viewer.today,
            weight=1 if is_near else 0,
            actions=(_deed(page, reverse("inquiry_recheck", args=[one.pk]), is_near=is_near),),
        )


def _deed(page: str, recheck: str, *, is_near: bool) -> Action:
    if is_near:
        return Action(_("Say what happened"), recheck, primary=True)
    return Action(_("See it"), page)
