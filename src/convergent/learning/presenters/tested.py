"""Who was tested: enrolled, tested, exempt, by an alternate assessment, arrived late."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convergent.facts.measures.values import MeasureValue
from convergent.facts.values import SMALLEST_GROUP, Suppressed
from convergent.learning.presenters.figures import (
    Cell,
    Header,
    Table,
    number_cell,
    withheld_cell,
)
from convergent.learning.presenters.growth import in_order, row_title
from convergent.learning.words import counted

COUNTS = ("enrolled", "tested", "exempt", "alternate", "arrived_late")


def tested_table(values: Sequence[MeasureValue]) -> Table | None:
    """By grade; none where no roster tells who was enrolled."""
    told = [one for one in in_order(values) if one.participation is not None]
    if not told:
        return None
    words = (
        _("Enrolled"),
        _("Tested"),
        _("Exempt"),
        _("Alternate test"),
        _("Arrived late"),
    )
    return Table(
        _("Who was tested"),
        (Header(_("Grade")), *(Header(word, True) for word in words)),
        tuple((Cell(row_title(one)), *_counts(one)) for one in told),
    )


def _counts(one: MeasureValue) -> list[Cell]:
    return [_cell(getattr(one.participation, name)) for name in COUNTS]


def _cell(count: object) -> Cell:
    """Nobody at all may be said; of one to nine only that they are few."""
    if isinstance(count, Suppressed):
        return withheld_cell(_("fewer than %(count)s") % {"count": SMALLEST_GROUP})
    return number_cell(counted(count) if isinstance(count, int) else "–")
