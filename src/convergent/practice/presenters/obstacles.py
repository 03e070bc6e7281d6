"""What is in the way at a school, for the page of its supervisor and principal."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.access.obstacles import visible_obstacles
from convergent.priorities.in_the_way import InTheWay, tells_what_is_in_the_way


@tells_what_is_in_the_way
def open_obstacles(school: Place, viewer: Viewer) -> Iterator[InTheWay]:
    found = visible_obstacles(viewer).filter(place=school, answered_at__isnull=True)
    for one in found.select_related("owner"):
        since = day_text(timezone.localtime(one.seen_at).date(), viewer)
        said = {"name": one.owner.name, "day": since}
        yield InTheWay(
            sentence=" · ".join(part for part in (one.get_what_display(), one.detail) if part),
            detail=_("%(name)s has it in hand, since %(day)s") % said,
            url=reverse("obstacle", args=[one.pk]),
        )
