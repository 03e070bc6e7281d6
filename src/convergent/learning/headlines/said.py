"""What a headline is, and how sure it says that we are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.text import capfirst
from django.utils.translation import gettext as _

QUITE_SURE = 0.01


class Finding(StrEnum):
    """What kind of thing a headline says; pages choose what to offer by it."""

    DIFFERS = "differs"  # from similar schools, by more than chance
    CHANGED = "changed"  # since the year before, by more than chance
    ALIKE = "alike"  # we know enough to say so
    NOT_ENOUGH = "not enough evidence"
    DESCRIBED = "described"  # nothing is compared
    TOO_FEW = "too few students"
    NOTHING = "nothing is known"


@dataclass(frozen=True)
class Headline:
    """A sentence with a full stop; `grades` are those that it speaks of."""

    finding: Finding
    sentence: str
    grades: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.sentence


def headline(finding: Finding, sentence: str, grades: tuple[str, ...] = ()) -> Headline:
    return Headline(finding, capfirst(sentence), grades)


def how_sure(q: float) -> str:
    """By the chance that a difference told apart is none (adjusted for all that is compared)."""
    if q <= QUITE_SURE:
        return _("and we are quite sure of it")
    return _("and we are fairly sure of it")
