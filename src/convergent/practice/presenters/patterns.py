"""A pattern in words."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.access.patterns import FEWEST_TEACHERS, Pattern, pattern_of
from convergent.practice.models import LookForVersion


@dataclass(frozen=True)
class SeenLines:
    """What is looked for, with how often it was seen, and what is behind it."""

    lines: tuple[tuple[str, str], ...]
    behind: str


def seen_lines(version: LookForVersion, place: Place, viewer: Viewer) -> SeenLines:
    pattern = pattern_of(viewer, version, place)
    few = _("Visits have not reached enough teachers yet to say (%(count)s at least).")
    return SeenLines(
        tuple((one.text, _often(pattern, one.pk)) for one in version.look_fors.all()),
        behind(pattern) if pattern else few % {"count": FEWEST_TEACHERS},
    )


def _often(pattern: Pattern | None, look_for: UUID) -> str:
    if pattern is None:
        return ""
    return _("in about %(tenths)s of 10 visits") % {"tenths": pattern.tenths[look_for]}


def pattern_sentence(pattern: Pattern, version: LookForVersion) -> str:
    """What was seen most and least, in tenths of the visits."""
    texts = {one.pk: one.text for one in version.look_fors.all()}
    ordered = sorted(pattern.tenths, key=lambda pk: -pattern.tenths[pk])
    most, least = ordered[0], ordered[-1]
    if most == least:
        return _("“%(most)s” was seen in about %(tenths)s of 10 visits") % {
            "most": texts[most],
            "tenths": pattern.tenths[most],
        }
    return _("“%(most)s” was seen in about %(many)s of 10 visits, “%(least)s” in about %(few)s") % {
        "most": texts[most],
        "many": pattern.tenths[most],
        "least": texts[least],
        "few": pattern.tenths[least],
    }


def behind(pattern: Pattern) -> str:
    return _("Visits to %(count)s teachers this school year, until the end of last month") % {
        "count": pattern.teachers
    }
