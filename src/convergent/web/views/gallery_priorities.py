"""The invented content of the gallery's priorities: a chain in all its states, and a run chart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from convergent.priorities.chain import Cell, Column, Mend, State
from convergent.priorities.models import Cycle, CyclePoint
from convergent.priorities.presenters.chain import Chain, drawn_chain
from convergent.priorities.presenters.cycles import run_chart

CELLS = {
    Column.INVESTMENT: Cell(
        State.HOLDS, "Two of three coach days are filled", "0.6 of a post", "positions of today"
    ),
    Column.SUPPORT: Cell(
        State.THIN,
        "One visit of the supervisor since August",
        url="#main",
        mending="A contact a month about it would make this hold.",
        mend=Mend("Plan a visit", "#main"),
    ),
    Column.PRACTICE: Cell(
        State.BROKEN,
        "Less than half of what was promised is done.",
        mending="Each thing that is open could be done, moved or let go.",
    ),
    Column.CLASSROOM: Cell(
        State.UNTESTED,
        "Nobody has looked since March",
        mending="Visits to eight teachers would show it.",
    ),
    Column.LEARNING: Cell(
        State.HOLDS, "48 of 100 in 2026, 41 before", trend=(41.0, 42.0, 45.0, 48.0), url="#main"
    ),
}
COUNTS = (3, 4, 3, 5, 6, 5, 8, 7, 9)


def chain() -> Chain:
    return drawn_chain(CELLS, {})


def cycle() -> Any:
    """What the run chart shows of a cycle; no row of the records."""
    tried = Cycle(measured="Pairs that quote the text, of 12", expected=Decimal(8))
    points = [
        CyclePoint(day=date(2026, 10, number), value=Decimal(value))
        for number, value in enumerate(COUNTS, start=1)
    ]
    return SimpleNamespace(cycle=tried, chart=run_chart(points, tried))
