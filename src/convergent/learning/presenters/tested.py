"""Who was tested: enrolled, tested, exempt, by an alternate assessment, arrived late."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convergent.facts.measures.values import MeasureValue, Participation
from convergent.facts.values import Suppressed
from convergent.learning.presenters.figures import (
    Cell,
    Header,
    Table,
    number_cell,
    withheld_cell,
)
from convergent.learning.presenters.growth import in_order, row_title
from convergent.learning.words import bound_words, counted, why_withheld

COUNTS = ("enrolled", "tested", "exempt", "alternate", "arrived_late")


def tested_table(values: Sequence[MeasureValue]) -> Table | None:
    """By grade; none where no roster tells who was enrolled."""
    told = [(row_title(one), one.participation) for one in in_order(values) if one.participation]
    if not told:
        return None
    if all(isinstance(each.enrolled, Suppressed) for _title, each in told):
        return _in_bands(told)
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
        tuple(_row(title, each) for title, each in told),
    )


def _in_bands(told: Sequence[tuple[str, Participation]]) -> Table:
    """Where no count is told at all."""
    rows = tuple((Cell(title), _tested(each)) for title, each in told)
    return Table(_("Who was tested"), (Header(_("Grade")), Header(_("Tested"), True)), rows)


def _tested(told: Participation) -> Cell:
    return number_cell(bound_words(told.tested_share)) if told.tested_share else _cell(told.tested)


def _row(title: str, told: Participation) -> tuple[Cell, ...]:
    """The counts, or how many were tested in a band: next to it, a count would tell the others."""
    first = Cell(title, is_for_school_only=told.is_for_school_only)
    cells = {name: _cell(getattr(told, name)) for name in COUNTS}
    cells["tested"] = _tested(told)
    return first, *cells.values()


def _cell(count: object) -> Cell:
    if isinstance(count, Suppressed):
        return withheld_cell(why_withheld(count.reason))
    return number_cell(counted(count) if isinstance(count, int) else "–")
