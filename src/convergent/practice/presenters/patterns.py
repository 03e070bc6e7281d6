"""A pattern in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from convergent.practice.access.patterns import Pattern
from convergent.practice.models import LookForVersion


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
