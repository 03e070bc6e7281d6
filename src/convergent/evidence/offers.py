"""What a page of evidence offers: to see results beside what else is known of the place."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.evidence.access import why_picture
from convergent.learning.possible import Possible, Situation, could_do


@could_do
def see_the_picture(situation: Situation) -> Iterator[Possible]:
    if why_picture(situation.viewer, situation.place) is not None:
        yield Possible(
            label=_("See where vantage points agree"),
            url=reverse("picture", args=[situation.place.pk]),
            order=25,
        )
