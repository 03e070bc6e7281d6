"""Who we're missing, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convergent.analysis.reach import difference_of
from convergent.practice.queries.missing import Gap


@dataclass(frozen=True)
class GapLine:
    """How many of a group were reached, and how many of the others."""

    group: str
    reached: str
    others: str
    difference: str
    is_missed: bool


def gap_lines(gaps: Sequence[Gap]) -> list[GapLine]:
    return [
        GapLine(
            group=gap.group.team or _("In their first three years"),
            reached=_share(gap.reach.reached, gap.reach.of),
            others=_share(gap.reach.others_reached, gap.reach.others_of),
            difference=_difference(gap),
            is_missed=gap.is_missed,
        )
        for gap in gaps
    ]


def _share(reached: int, of: int) -> str:
    return _("%(reached)s of %(of)s") % {"reached": reached, "of": of}


def _difference(gap: Gap) -> str:
    """In 100 teachers, with the limits of its interval: “−60 (−98 to −30)”."""
    found = difference_of(gap.reach)
    words = {"one": found.share, "low": found.low, "high": found.high}
    return _("%(one)s (%(low)s to %(high)s)") % {
        name: _in_hundred(value) for name, value in words.items()
    }


def _in_hundred(share: float) -> str:
    number = round(100 * share)
    return f"+{number}" if number > 0 else str(number).replace("-", "−")


def missing_sentence(gaps: Sequence[Gap]) -> str:
    """The most missed group; or that none is missed by more than chance would make."""
    missed = next((gap for gap in gaps if gap.is_missed), None)
    if not gaps:
        return ""
    if missed is None:
        return _("You reach no group of teachers less than the others, beyond what chance makes.")
    told = {
        "group": missed.group.team,
        "reached": _share(missed.reach.reached, missed.reach.of),
        "others": _share(missed.reach.others_reached, missed.reach.others_of),
    }
    if missed.group.team:
        said = _("You reach the %(group)s less: %(reached)s, and %(others)s of the others.")
    else:
        said = _(
            "You reach teachers in their first three years less: %(reached)s, and %(others)s of "
            "the others."
        )
    return said % told
