"""What a page of evidence offers: the brief of a school or a network, to take along."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.learning.possible import Possible, Situation, could_do
from convergent.people.models import PlaceKind


@could_do
def take_a_brief_along(situation: Situation) -> Iterator[Possible]:
    if situation.place.kind in {PlaceKind.SCHOOL, PlaceKind.NETWORK}:
        is_school = situation.place.kind == PlaceKind.SCHOOL
        yield Possible(
            label=_("Brief for a visit") if is_school else _("Brief of the network"),
            url=reverse("brief", args=[situation.place.pk]),
            detail=_("two pages to take along"),
            order=20,
        )
