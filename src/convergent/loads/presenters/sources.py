"""What data serves: each kind with its rows, and how fresh it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.snapshot import Snapshot
from convergent.loads.presenters.kinds import forms_words, kind_words, order_of
from convergent.loads.presenters.words import number
from convergent.loads.queries import LastLoaded, day_of_rosters


@dataclass(frozen=True)
class SourceLine:
    """One kind of row: how many serve, from what kind of file, and how old they are."""

    kind: str
    forms: str
    rows: str
    age: str


def freshness(snapshot: Snapshot, today: date) -> str:
    """“The rosters are from today”, or how many days old they are."""
    return roster_words(day_of_rosters(snapshot), today)


def roster_words(day: date, today: date) -> str:
    days = (today - day).days
    if days <= 0:
        return _("The rosters are from today.")
    return ngettext(
        "The rosters are from yesterday, %(day)s.",
        "The rosters are %(count)s days old, from %(day)s.",
        days,
    ) % {"count": days, "day": date_format(day, "DATE_FORMAT")}


def attendance_words(day: date, today: date) -> str:
    return _("Attendance is %(count)s days old, from %(day)s.") % {
        "count": (today - day).days,
        "day": date_format(day, "DATE_FORMAT"),
    }


def source_lines(
    snapshot: Snapshot | None,
    served: Mapping[str, int],
    last: Mapping[str, LastLoaded],
    *,
    today: date,
) -> tuple[SourceLine, ...]:
    """In the order of our own list; kinds without a row are left out."""
    if snapshot is None:
        return ()
    return tuple(
        _line(name, served[name], last.get(name), snapshot.manifest.as_of, today)
        for name in sorted(served, key=order_of)
        if served[name]
    )


def _line(name: str, rows: int, last: LastLoaded | None, as_of: date, today: date) -> SourceLine:
    day = timezone.localdate(last.at) if last else as_of
    return SourceLine(
        kind=kind_words(name),
        forms=forms_words(last.forms) if last else "",
        rows=number(rows),
        age=age_words((today - day).days),
    )


def age_words(days: int) -> str:
    if days <= 0:
        return _("today")
    return ngettext("yesterday", "%(count)s days ago", days) % {"count": days}
