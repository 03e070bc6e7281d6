"""What the ledger says in words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.facts.measures import disclosure
from convergent.facts.measures.definitions import definitions
from convergent.releases.models import Audience, Kind, Release

_REASONS: dict[str, Promise] = {
    disclosure.TOO_FEW_STUDENTS: gettext_lazy("Fewer than 10 students are behind it"),
    disclosure.TOO_FEW_OTHERS: gettext_lazy("Subtracting it would tell of fewer than 10"),
    disclosure.TOO_FEW_CHANGED: gettext_lazy(
        "Fewer than 10 students came or left since it was last told"
    ),
    disclosure.TOO_FEW_TEACHERS: gettext_lazy("It rests on fewer than 3 teachers"),
    disclosure.TEACHERS_UNKNOWN: gettext_lazy("It is not known whose students they are"),
    disclosure.ONE_TEACHER: gettext_lazy("It is one teacher's alone"),
}
IN_A_TABLE, IN_A_TABLE_OF_STAFF = "in a table", "in a table of staff"


def reason_words(reason: str, minimum: int) -> str:
    """Why a number was withheld, of a release that tells of so many at least."""
    if reason == IN_A_TABLE:
        said = _("It is of fewer than %(count)s students, or would tell of them")
        return said % {"count": minimum}
    if reason == IN_A_TABLE_OF_STAFF:
        said = _("It is of fewer than %(count)s members of staff, or would tell of them")
        return said % {"count": minimum}
    return str(_REASONS.get(reason, reason))


def audience_words(release: Release) -> str:
    return release.body or str(Audience(release.audience).label)


def title_of(release: Release, unit: dict[str, Any] | None) -> str:
    """“Reading · 2025–26”, “Chronic absence · 2026–27”, or a table's own title."""
    if unit is None:
        return release.title if release.kind == Kind.TABLE else kind_words(release)
    year = int(unit["school_year"])
    measure = unit["alone"]
    name = _(definitions()[measure].title) if measure in definitions() else _subject(unit)
    return f"{name} · {year - 1}–{year % 100:02d}"


def _subject(unit: dict[str, Any]) -> str:
    named = [capfirst(one) for one in (unit["subject"], unit["assessment"]) if one]
    return " · ".join(named)


def kind_words(release: Release) -> str:
    return str(Kind(release.kind).label)
