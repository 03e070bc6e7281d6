"""What each column of a picture says of one claim: one mark, with its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.evidence.library import asks_of
from convergent.evidence.models import Claim, EvidencePiece
from convergent.evidence.queries import Behind
from convergent.evidence.vantage import IN_SENTENCES, TITLES, Column, column_of, column_of_people

AGREES, PARTLY, CONTRADICTS, TO_ASK, NO_SOURCE = "filled", "half", "diamond", "ring", "dash"
WORDS: Mapping[str, str | Promise] = {
    AGREES: gettext_lazy("agrees"),
    PARTLY: gettext_lazy("partly"),
    CONTRADICTS: gettext_lazy("contradicts"),
    TO_ASK: gettext_lazy("should be asked"),
    NO_SOURCE: gettext_lazy("not a source for this"),
}
WORST_FIRST = (CONTRADICTS, PARTLY, AGREES)
_OF = {"for": AGREES, "partly": PARTLY, "against": CONTRADICTS}


@dataclass(frozen=True)
class Mark:
    column: Column
    state: str

    @property
    def label(self) -> str:
        """For whoever hears it: “Teachers: should be asked”."""
        said = {"who": TITLES[self.column], "says": WORDS[self.state]}
        return _("%(who)s: %(says)s") % said

    @property
    def title(self) -> str:
        return str(TITLES[self.column])


@dataclass(frozen=True)
class Marked:
    """The marks of one claim. `needed` are columns that have to be heard and are not;
    `is_some_hidden` where too few people are behind a column to show it."""

    marks: Mapping[Column, Mark]
    needed: tuple[Column, ...]
    is_some_hidden: bool = False

    def of(self, state: str) -> list[Column]:
        return [one for one in Column if one in self.marks and self.marks[one].state == state]

    @property
    def heard(self) -> int:
        return sum(mark.state in WORST_FIRST for mark in self.marks.values())


def state_of(piece: EvidencePiece) -> str:
    return _OF[piece.says]


def marks_of(
    claim: Claim, pieces: Iterable[EvidencePiece], not_asked: Sequence[str], behind: Behind
) -> Marked:
    """The least favourable that anything in a column says; and who could be asked."""
    states: dict[Column, str] = {}
    is_some_hidden = False
    for piece in pieces:
        column = behind.shown(column_of(piece.source_type, piece.perspective))
        if column is None:
            is_some_hidden = True
        else:
            worse = (states.get(column, AGREES), state_of(piece))
            states[column] = min(worse, key=WORST_FIRST.index)
    needed = _shown([column_of_people(one) for one in not_asked], behind)
    could = [column_of(one.source_type, one.perspective) for one in asks_of(claim)]
    for column in (*needed, *_shown(could, behind)):
        states.setdefault(column, TO_ASK)
    marks = {column: Mark(column, state) for column, state in states.items()}
    return Marked(marks, needed, is_some_hidden)


def _shown(columns: Iterable[Column], behind: Behind) -> tuple[Column, ...]:
    found = (behind.shown(one) for one in columns)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def in_sentence(column: Column) -> str:
    return str(IN_SENTENCES[column])
