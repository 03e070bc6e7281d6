"""Who sees the ledger: whoever keeps the district's data."""

from __future__ import annotations

from django.db.models import QuerySet

from convergent.people.access.district import why_keep_district
from convergent.people.access.reasons import Reason
from convergent.people.viewer import Viewer
from convergent.releases.models import Release


def visible_releases(viewer: Viewer) -> QuerySet[Release]:
    if why_keep_district(viewer) is None:
        return Release.objects.none()
    return Release.objects.filter(district_key=viewer.person.district.sourced_id)


def why_release(viewer: Viewer, release: Release) -> Reason | None:
    is_own = release.district_key == viewer.person.district.sourced_id
    return why_keep_district(viewer) if is_own else None
