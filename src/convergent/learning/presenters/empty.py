"""What a page of evidence says before there is any: what will be there, and the first step."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from convergent.facts.measures.folders import built_measures
from convergent.facts.snapshot import Snapshot
from convergent.loads.presenters.sources import freshness
from convergent.people.access.district import why_keep_district
from convergent.people.models import Place
from convergent.people.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class NothingYet:
    place: Place
    headline: str
    lead: str
    may_keep: bool


def nothing_yet(place: Place, *, viewer: Viewer, snapshot: Snapshot | None) -> NothingYet:
    return NothingYet(
        place=place,
        headline=_headline(snapshot),
        lead=freshness(snapshot, viewer.today) if snapshot else "",
        may_keep=why_keep_district(viewer) is not None,
    )


def _headline(snapshot: Snapshot | None) -> str:
    if snapshot is None:
        return _("No data is loaded yet.")
    if built_measures(snapshot) is None:
        return _("The numbers of the newest load are being worked out.")
    return _("No results of tests are loaded yet.")
