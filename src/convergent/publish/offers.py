"""What a page of evidence offers: a school's brief, to take along."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.learning.possible import Possible, Situation, could_do
from convergent.people.models import PlaceKind


@could_do
def take_a_brief_along(situation: Situation) -> Iterator[Possible]:
    if situation.place.kind == PlaceKind.SCHOOL:
        yield Possible(
            label=_("Brief for a visit"),
            url=reverse("brief", args=[situation.place.pk]),
            detail=_("two pages to take along"),
            order=20,
        )
