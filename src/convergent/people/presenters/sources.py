"""What data is loaded: each kind with its rows, and how fresh it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convergent.facts.snapshot import Snapshot
from convergent.people.access.district import why_keep_district
from convergent.people.presenters.terms import day_text
from convergent.people.viewer import Viewer

KINDS = {
    "orgs": gettext_lazy("Schools, units and teams"),
    "users": gettext_lazy("People"),
    "roles": gettext_lazy("Roles, past ones too"),
    "academicSessions": gettext_lazy("School years and terms"),
    "courses": gettext_lazy("Courses"),
    "classes": gettext_lazy("Classes"),
    "enrollments": gettext_lazy("Class enrollments"),
    "demographics": gettext_lazy("Students' demographics"),
}


@dataclass(frozen=True)
class SourceLine:
    kind: str
    loaded: int
    rejected: int


@dataclass(frozen=True)
class SourcesPage:
    """Row counts are for keepers: with the schools' numbers a withheld one could be subtracted."""

    sentence: str
    lines: tuple[SourceLine, ...]
    as_of: date | None
    built_at: datetime | None
    snapshot_id: str
    may_keep: bool


def sources_page(snapshot: Snapshot | None, *, viewer: Viewer) -> SourcesPage:
    may_keep = why_keep_district(viewer) is not None
    if snapshot is None:
        return SourcesPage(_("No data is loaded yet."), (), None, None, "", may_keep)
    manifest = snapshot.manifest
    lines = tuple(
        SourceLine(str(KINDS.get(name, name)), count.loaded, count.rejected)
        for name, count in manifest.tables.items()
        if may_keep and (count.loaded or count.rejected)
    )
    return SourcesPage(
        sentence=freshness(snapshot, viewer.today),
        lines=lines,
        as_of=manifest.as_of,
        built_at=manifest.built_at,
        snapshot_id=snapshot.id,
        may_keep=may_keep,
    )


def freshness(snapshot: Snapshot, today: date) -> str:
    """“The rosters are from today”, or how many days old they are."""
    days = (today - snapshot.manifest.as_of).days
    if days <= 0:
        return _("The rosters are from today.")
    return ngettext(
        "The rosters are from yesterday, %(day)s.",
        "The rosters are %(count)s days old, from %(day)s.",
        days,
    ) % {"count": days, "day": day_text(snapshot.manifest.as_of)}
