"""The chain of a priority as pages draw it: five cells, the line between them, and a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.viewer import Viewer
from convergent.priorities.chain import Cell, Column, Figure, Mend, State, cells_of, figures_of
from convergent.priorities.models import Priority

TITLES = {
    Column.INVESTMENT: gettext_lazy("Investment"),
    Column.SUPPORT: gettext_lazy("Support"),
    Column.PRACTICE: gettext_lazy("Practice"),
    Column.CLASSROOM: gettext_lazy("Classroom"),
    Column.LEARNING: gettext_lazy("Learning"),
}
IN_SENTENCE = {
    Column.INVESTMENT: gettext_lazy("investment"),
    Column.SUPPORT: gettext_lazy("support"),
    Column.PRACTICE: gettext_lazy("practice"),
    Column.CLASSROOM: gettext_lazy("the classroom"),
    Column.LEARNING: gettext_lazy("learning"),
}
STATES = {
    State.HOLDS: gettext_lazy("holds"),
    State.THIN: gettext_lazy("thin"),
    State.BROKEN: gettext_lazy("broken"),
    State.UNTESTED: gettext_lazy("untested"),
    State.NO_RECORD: gettext_lazy("no record yet"),
}
MARKS = {
    State.HOLDS: "filled",
    State.THIN: "half",
    State.BROKEN: "diamond",
    State.UNTESTED: "ring",
    State.NO_RECORD: "dash",
}
WIDE, HIGH = 150, 44


@dataclass(frozen=True)
class ChainCell:
    """One column; `line` are the points of its small figure, `end` where its last dot stands."""

    title: str
    mark: str
    state: State
    state_words: str
    sentence: str
    detail: str
    freshness: str
    url: str
    line: str
    line_said: str
    end: tuple[int, int] | None
    mending: str
    mend: Mend | None

    @property
    def is_recorded(self) -> bool:
        return self.state is not State.NO_RECORD

    @property
    def is_known(self) -> bool:
        """Whether anything is told; what is not is hatched."""
        return self.state not in {State.UNTESTED, State.NO_RECORD}

    @property
    def needs_attention(self) -> bool:
        return self.state in {State.THIN, State.BROKEN}


@dataclass(frozen=True)
class Chain:
    sentence: str
    cells: tuple[ChainCell, ...]

    @property
    def mends(self) -> tuple[Mend, ...]:
        return tuple(cell.mend for cell in self.cells if cell.mend is not None)


def chains_of(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, Chain]:
    """Without the figures that are asked for apart."""
    told = cells_of(priorities, viewer)
    return {one.pk: drawn_chain(told[one.pk], {}) for one in priorities}


def chain_of(priority: Priority, viewer: Viewer) -> Chain:
    """With all its figures."""
    cells = cells_of([priority], viewer)[priority.pk]
    return drawn_chain(cells, figures_of([priority], viewer)[priority.pk])


def states_of(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, tuple[State, ...]]:
    """How each column stands, in their order."""
    return {
        pk: tuple(cell.state if cell else State.NO_RECORD for cell in cells.values())
        for pk, cells in cells_of(priorities, viewer).items()
    }


def drawn_chain(cells: Mapping[Column, Cell | None], figures: Mapping[Column, Figure]) -> Chain:
    known = {
        column: cell or Cell(State.NO_RECORD, _("No record yet.")) for column, cell in cells.items()
    }
    return Chain(
        chain_sentence({column: cell.state for column, cell in known.items()}),
        tuple(
            _drawn(column, cell, figures.get(column, Figure(cell.trend)))
            for column, cell in known.items()
        ),
    )


def _drawn(column: Column, cell: Cell, figure: Figure) -> ChainCell:
    line, end = _line(figure)
    return ChainCell(
        title=str(TITLES[column]),
        mark=MARKS[cell.state],
        state=cell.state,
        state_words=str(STATES[cell.state]),
        sentence=cell.sentence,
        detail=cell.detail,
        freshness=cell.freshness,
        url=cell.url,
        line=line,
        line_said=figure.said if line else "",
        end=end,
        mending=cell.mending,
        mend=cell.mend,
    )


def chain_sentence(states: dict[Column, State]) -> str:
    """Where the chain holds, where it is thin or broken, what is not tested and not recorded."""
    said = [
        (State.HOLDS, _("The chain holds at %(where)s.")),
        (State.BROKEN, _("The chain is broken at %(where)s.")),
        (State.THIN, _("The chain is thin at %(where)s.")),
        (State.UNTESTED, _("Nobody has tested %(where)s yet.")),
        (State.NO_RECORD, _("There is no record yet of %(where)s.")),
    ]
    sentences = []
    for state, words in said:
        where = [str(IN_SENTENCE[column]) for column in Column if states[column] is state]
        if where:
            sentences.append(words % {"where": get_text_list(where, _("and"))})
    return " ".join(sentences)


def _line(figure: Figure) -> tuple[str, tuple[int, int] | None]:
    """The points of a polyline within its box; nothing for fewer than two values."""
    trend = figure.values
    if len(trend) < 2:
        return "", None
    low = min(trend) if figure.low is None else figure.low
    high = max(trend) if figure.high is None else figure.high
    span = (high - low) or 1.0
    points = [
        (
            round(6 + (WIDE - 12) * at / (len(trend) - 1)),
            round(HIGH - 8 - (HIGH - 16) * (value - low) / span),
        )
        for at, value in enumerate(trend)
    ]
    return " ".join(f"{x},{y}" for x, y in points), points[-1]
