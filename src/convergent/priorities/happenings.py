"""People are asked after a meeting that they were at."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent.asking.happening import Called, happens
from convergent.people.days import day_text
from convergent.people.viewer import Viewer
from convergent.priorities.access.meetings import visible_meetings


@happens("meeting")
def meetings(keys: Iterable[UUID], viewer: Viewer) -> dict[UUID, Called]:
    found = visible_meetings(viewer).filter(pk__in=list(keys)).select_related("team")
    return {
        one.pk: Called(
            _("%(team)s, %(day)s")
            % {
                "team": one.team.name,
                "day": day_text(timezone.localtime(one.starts_at).date(), viewer),
            },
            reverse("meeting", args=[one.pk]),
        )
        for one in found
    }
