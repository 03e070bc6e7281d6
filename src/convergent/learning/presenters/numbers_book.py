"""The numbers of a page as a workbook: real numbers, and what withheld means beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.facts.measures.definitions import definitions
from convergent.facts.values import SMALLEST_GROUP
from convergent.learning.presenters.download import EXACT, LESS, MORE, WITHHELD
from convergent.learning.presenters.rests_on import Ground
from convergent.learning.presenters.workbook import Cell, Column, Grid, workbook_of
from convergent.learning.words import (
    grade_title,
    group_title,
    subject_title,
    year_title,
)
from convergent.people.models import Place
from convergent.people.viewer import Viewer

WRITTEN = {"share": "0%", "standard deviations": "0.00"}
WHOLE, COUNTED = "0", "#,##0"
ALL_GRADES = "all"


def as_workbook(
    rows: list[dict[str, Any]], *, place: Place, ground: Ground, viewer: Viewer
) -> bytes:
    grid = Grid(_("Numbers"), _columns(), [_cells(row) for row in rows])
    measures = list(dict.fromkeys(row["measure"] for row in rows))
    return workbook_of(grid, _notes(place, ground, viewer, measures))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Place"), _("The school, network or district."), 30),
        Column(_("Measure"), _("What is measured; the sheet of notes says how."), 34),
        Column(_("Subject"), _("Empty where no test is behind it, as with attendance.")),
        Column(_("School year"), _("From summer to summer."), 12),
        Column(_("Grade"), _("“All” is everybody who was counted, not the sum of rows.")),
        Column(_("Students"), _("Which group; of a gap, the two groups."), 30),
        Column(
            _("Value"),
            _("A number; “withheld” where it would tell about too few people. It is never 0."),
            12,
        ),
        Column(
            _("It is"),
            _("“Exact”; near 0% and 100% “less than” or “or more”, so that nobody is told of."),
            12,
        ),
        Column(_("Low"), _("The lower end of the 90% interval."), 10),
        Column(_("High"), _("The upper end of the 90% interval."), 10),
        Column(_("Counted"), _("How many students are behind the value."), 10),
        Column(_("Why withheld"), _("The reason, where there is no number."), 34),
    )


def _cells(row: dict[str, Any]) -> list[Cell]:
    return [*map(Cell, _names(row)), *_numbers(row), Cell(row["why_withheld"])]


def _names(row: dict[str, Any]) -> tuple[str, ...]:
    measured = definitions()[row["measure"]]
    return (
        row["place"],
        _(measured.title),
        subject_title(row["subject"]) if row["subject"] else "",
        year_title(row["school_year"]),
        _("All") if row["grade"] == ALL_GRADES else grade_title(row["grade"]),
        group_title(row["group"]),
    )


def _numbers(row: dict[str, Any]) -> Iterator[Cell]:
    written = WRITTEN.get(row["unit"], WHOLE)
    said = {EXACT: _("exact"), LESS: _("less than"), MORE: _("or more"), WITHHELD: _("withheld")}
    if row["is"] == WITHHELD:
        yield from map(Cell, (_("withheld"), said[WITHHELD], None, None, _("withheld")))
        return
    yield Cell(row["value"], written)
    yield Cell(said[row["is"]])
    yield Cell(row["low"], written)
    yield Cell(row["high"], written)
    yield Cell(row["students"], COUNTED)


def _notes(
    place: Place, ground: Ground, viewer: Viewer, measures: list[str]
) -> list[tuple[str, str]]:
    known = [definitions()[one] for one in measures]
    said = {"count": SMALLEST_GROUP}
    return [
        (_("Numbers of"), place.name),
        (_("From"), ground.source),
        (_("Saved on"), date_format(viewer.today, "DATE_FORMAT")),
        (_("Who may see it"), _("Everybody who works in the district: it is what all see there.")),
        (
            _("Withheld"),
            _(
                "Numbers about fewer than %(count)s students, and those from which such a number "
                "could be worked out, are withheld. They are not 0, and must not be counted as 0."
            )
            % said,
        ),
        *((_(one.title), _(one.definition)) for one in known),
    ]
