"""The page behind the practice column: what was promised and decided for one priority."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.viewer import Viewer
from convergent.priorities.models import Commitment, Decision, Priority
from convergent.priorities.presenters.commitments import CommitmentLine, commitment_lines
from convergent.priorities.queries.promised import decided_for, promised_for


@dataclass(frozen=True)
class Part:
    """Commitments in one state; `name` begins the ids of its rows."""

    name: str
    title: str
    lines: tuple[CommitmentLine, ...]


@dataclass(frozen=True)
class DecisionLine:
    decision: Decision
    when: str


@dataclass(frozen=True)
class PromisedPage:
    priority: Priority
    headline: str
    parts: tuple[Part, ...]
    decisions: tuple[DecisionLine, ...]


def promised_page(priority: Priority, *, viewer: Viewer) -> PromisedPage:
    found = {state: promised_for(priority, viewer, state) for state in Commitment.State}
    lines = iter(commitment_lines([one for some in found.values() for one in some], viewer))
    parts = [
        Part(state.name.lower(), _title(state), tuple(next(lines) for _one in some))
        for state, some in found.items()
    ]
    return PromisedPage(
        priority=priority,
        headline=_headline(len(found[Commitment.State.OPEN]), len(found[Commitment.State.DONE])),
        parts=tuple(part for part in parts if part.lines),
        decisions=tuple(_decision(one, viewer) for one in decided_for(priority, viewer)),
    )


def _title(state: Commitment.State) -> str:
    titles = {
        Commitment.State.OPEN: _("Still to be done"),
        Commitment.State.DONE: _("Done"),
        Commitment.State.LET_GO: _("Let go"),
    }
    return titles[state]


def _headline(still_open: int, done: int) -> str:
    if not still_open and not done:
        return _("You see no promise for it")
    said = ngettext("%(count)s promise is open", "%(count)s promises are open", still_open)
    open_ones = said % {"count": still_open}
    return _("%(open)s, %(done)s done") % {"open": open_ones, "done": done}


def _decision(decision: Decision, viewer: Viewer) -> DecisionLine:
    on = timezone.localtime(decision.made_at).date()
    return DecisionLine(decision, day_text(on, viewer))
