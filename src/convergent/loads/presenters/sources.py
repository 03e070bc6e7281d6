"""What data serves: each kind with its rows, and how fresh it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.snapshot import Snapshot
from convergent.loads.presenters.kinds import kind_words, place_of
from convergent.loads.queries import LastLoaded


@dataclass(frozen=True)
class SourceLine:
    """One kind of row: how many there are, how many were left out, and how old they are."""

    kind: str
    form: str
    loaded: int
    rejected: int
    age: str


def freshness(snapshot: Snapshot, today: date) -> str:
    """“The rosters are from today”, or how many days old they are."""
    days = (today - snapshot.manifest.as_of).days
    if days <= 0:
        return _("The rosters are from today.")
    return ngettext(
        "The rosters are from yesterday, %(day)s.",
        "The rosters are %(count)s days old, from %(day)s.",
        days,
    ) % {"count": days, "day": date_format(snapshot.manifest.as_of, "DATE_FORMAT")}


def source_lines(
    snapshot: Snapshot | None, last: dict[str, LastLoaded], *, today: date
) -> tuple[SourceLine, ...]:
    """In the order of our own list; kinds without a row are left out."""
    if snapshot is None:
        return ()
    manifest = snapshot.manifest
    return tuple(
        _line(name, count, last.get(name), manifest.built_at, today)
        for name, count in sorted(manifest.tables.items(), key=lambda pair: place_of(pair[0]))
        if count.loaded or count.rejected
    )


def _line(
    name: str, count: Any, last: LastLoaded | None, built_at: datetime, today: date
) -> SourceLine:
    at = last.at if last else built_at
    return SourceLine(
        kind=kind_words(name),
        form=last.form if last else "",
        loaded=count.loaded,
        rejected=count.rejected,
        age=age_words((today - timezone.localtime(at).date()).days),
    )


def age_words(days: int) -> str:
    if days <= 0:
        return _("today")
    return ngettext("yesterday", "%(count)s days ago", days) % {"count": days}
