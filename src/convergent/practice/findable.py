"""What can be found of practice: what visitors look for, which everybody may read. What was seen,
said or coached is private and no part of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convergent.people.viewer import Viewer
from convergent.practice.models import LookFor, LookForVersion
from convergent.priorities.access.priorities import visible_priorities
from convergent.search.kinds import Findable, Said, findable


def _used_now(viewer: Viewer) -> QuerySet[LookFor]:
    """Of the newest wording of each set; earlier ones stand with the visits that used them."""
    newest = LookForVersion.objects.filter(set=OuterRef("version__set")).order_by("-number")
    return LookFor.objects.filter(
        version=Subquery(newest.values("pk")[:1]),
        version__set__ended_on=None,
        version__set__priority__in=visible_priorities(viewer),
    )


def _whose(found: Sequence[LookFor], _viewer: Viewer) -> list[str]:
    sets = [one.version.set for one in found]
    return [f"{one.priority.place.name} · {one.priority.statement}" for one in sets]


findable(
    Findable(
        code="look-for",
        title=_("What visitors look for"),
        model=LookFor,
        visible=_used_now,
        said=lambda one: Said(one.text),
        address=lambda one: reverse("look_fors", args=[one.version.set.priority_id]),
        details=_whose,
        related=("version__set__priority__place",),
    )
)
