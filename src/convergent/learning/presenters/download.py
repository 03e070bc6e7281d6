"""The numbers of a page as a file: what everybody sees, since files travel."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from convergent.facts.cells import marked
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.values import Bound, MeasureValue
from convergent.facts.snapshot import Snapshot
from convergent.facts.values import Suppressed
from convergent.learning.access import scope_of_everybody
from convergent.learning.queries.choices import Choice
from convergent.learning.queries.evidence import EXPLAINED, evidence_at, is_shown_group
from convergent.learning.words import why_withheld
from convergent.people.models import Place

COLUMNS = (
    *("place", "measure", "unit", "assessment", "subject", "school_year", "grade", "group"),
    *("value", "is", "low", "high", "students", "why_withheld"),
)
EXACT, LESS, MORE, WITHHELD = "exact", "less than", "or more", "withheld"


def numbers_of(snapshot: Snapshot, place: Place, choice: Choice) -> list[dict[str, Any]]:
    """A row for each value that the pages of a place show; None stands where there is no number."""
    evidence = evidence_at(snapshot, scope_of_everybody(), place, choice)
    return [_row(one, place) for one in evidence.values if _is_shown(one)]


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """“withheld” stands in place of the number, and beside it why; no cell of a number is empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([marked(cell) for cell in _cells(row)])
    return text.getvalue().encode("utf-8-sig")  # Excel takes other text for Windows letters


def as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps({"numbers": rows}, indent=1)


def _is_shown(one: MeasureValue) -> bool:
    is_gap = " - " in one.student_group
    return one.measure in EXPLAINED and (is_gap or is_shown_group(one.student_group))


def _row(one: MeasureValue, place: Place) -> dict[str, Any]:
    return {
        "place": place.name,
        "measure": one.measure,
        "unit": definitions()[one.measure].unit,
        "assessment": one.assessment,
        "subject": one.subject,
        "school_year": one.school_year,
        "grade": one.grade or "all",
        "group": one.student_group,
        **_number(one),
    }


def _number(one: MeasureValue) -> dict[str, Any]:
    if isinstance(one.value, Suppressed):
        nothing = dict.fromkeys(("value", "low", "high", "students"))
        return {**nothing, "is": WITHHELD, "why_withheld": why_withheld(one.value.reason)}
    low, high = one.interval or (None, None)
    if isinstance(one.value, Bound):
        value, how = one.value.at, MORE if one.value.is_more else LESS
    else:
        value, how = one.value, EXACT
    said = {"value": round(value, 4), "is": how, "low": _rounded(low), "high": _rounded(high)}
    return {**said, "students": one.students, "why_withheld": ""}


def _rounded(end: float | None) -> float | None:
    return None if end is None else round(end, 4)


def _cells(row: dict[str, Any]) -> Iterator[str]:
    for name in COLUMNS:
        if row["is"] == WITHHELD and name in {"value", "students"}:
            yield WITHHELD
        else:
            yield "" if row[name] is None else str(row[name])
