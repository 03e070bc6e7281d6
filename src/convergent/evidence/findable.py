"""What can be found of evidence: the claims of pictures that the reader may see. The pieces behind
them hold private words and are no part of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convergent.evidence.access import places_pictured_for
from convergent.evidence.library import statement_of
from convergent.evidence.models import Claim
from convergent.people.viewer import Viewer
from convergent.search.kinds import Findable, Said, findable, in_every_language


def _held(viewer: Viewer) -> QuerySet[Claim]:
    return Claim.objects.on(viewer.today).filter(place__in=places_pictured_for(viewer))


def _said(one: Claim) -> Said:
    return Said(
        statement_of(one), day=one.starts_on, also=in_every_language(lambda: statement_of(one))
    )


def _whose(found: Sequence[Claim], _viewer: Viewer) -> list[str]:
    return [one.place.name for one in found]


findable(
    Findable(
        code="claim",
        title=_("Claims"),
        model=Claim,
        visible=_held,
        said=_said,
        address=lambda one: reverse("picture", args=[one.place_id]),
        details=_whose,
        related=("place",),
    )
)
