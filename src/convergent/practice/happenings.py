"""A teacher is asked after a visit to her classroom. After coaching no name is given, here or
anywhere: who ended it knows."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.asking.happening import Called, happens
from convergent.people.days import day_text
from convergent.people.viewer import Viewer
from convergent.practice.access.visits import visible_visits
from convergent.practice.actions.asking import PRACTICE


@happens(PRACTICE)
def visits(keys: Iterable[UUID], viewer: Viewer) -> dict[UUID, Called]:
    found = visible_visits(viewer).filter(pk__in=list(keys), teacher=viewer.person)
    return {
        one.pk: Called(
            _("a visit to your classroom, %(day)s") % {"day": day_text(one.day, viewer)},
            reverse("visit", args=[one.pk]),
        )
        for one in found
    }
