"""One priority as lists show it: what it says, what it carries, who leads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from convergent.people.models import PlaceKind
from convergent.priorities.models import Priority
from convergent.priorities.queries.alignment import Drift, drift_of


@dataclass(frozen=True)
class Carries:
    """What a priority hangs on, in words; `is_drift` where that has to be said again."""

    words: str
    above: Priority | None = None
    is_drift: bool = False


@dataclass(frozen=True)
class PriorityLine:
    priority: Priority
    statement: str
    carries: Carries
    leader: str
    measure: str = ""


def carries(priority: Priority, *, day: date) -> Carries:
    drift, above = drift_of(priority, day=day), priority.aligned_to
    if drift is Drift.ENDED_ABOVE:
        return Carries(_("what it carried has ended"), above, is_drift=True)
    if drift is Drift.NOT_SAID:
        return Carries(_("not said yet which priority it carries"), is_drift=True)
    if above is not None:
        said = {"priority": above.statement, "place": above.place.name}
        return Carries(_("carries “%(priority)s” of %(place)s") % said, above)
    if priority.place.kind == PlaceKind.DISTRICT:
        return Carries("")
    return Carries(_("its own, aligned to none above"))


def leader_of(priority: Priority) -> str:
    """Whoever leads it still; empty where nobody does. Wants `with_lead`."""
    is_led = priority.lead is not None and priority.is_held  # type: ignore[attr-defined]
    return priority.lead.person.name if is_led and priority.lead else ""


def lines_of(
    priorities: Iterable[Priority],
    *,
    day: date,
    worded: Mapping[UUID, str],
    measures: Mapping[UUID, str],
) -> tuple[PriorityLine, ...]:
    return tuple(
        PriorityLine(
            priority=one,
            statement=worded.get(one.pk, one.statement),
            carries=carries(one, day=day),
            leader=leader_of(one),
            measure=measures.get(one.pk, ""),
        )
        for one in priorities
    )
