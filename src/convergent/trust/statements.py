"""The statements of the trust pulse, in versions. A version that was asked is never changed: other
words are a new version, and its answers do not stand beside those of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convergent.facts.values import SMALLEST_STAFF

PEOPLE_AT_LEAST = SMALLEST_STAFF
FEW = 3  # what fewer say, or all but fewer, is not counted out
SCHOOLS_AT_LEAST = 3  # in a sum: whoever takes her own school away is left with two others


@dataclass(frozen=True)
class Version:
    """Three statements that staff agree with or not, asked from a day on."""

    number: int
    since: date
    statements: Mapping[str, str | Promise]


VERSIONS = (
    Version(
        1,
        date(2024, 8, 1),
        {
            "wrong": _("When something I try goes wrong, I can say so here."),
            "meant": _("What I am told about my work is meant to help me."),
            "between": _("What somebody says to a coach here stays with the coach."),
        },
    ),
)


def version_on(day: date) -> Version:
    """The one that is asked in a term that begins on that day; before the first one, the first."""
    begun = [one for one in VERSIONS if one.since <= day]
    return begun[-1] if begun else VERSIONS[0]


def version_numbered(number: int) -> Version:
    return next(one for one in VERSIONS if one.number == number)
