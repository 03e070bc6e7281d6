"""The page of coaching: what waits, what runs, what was shared; and before one asks, who learns of
it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.models import Person
from convergent.people.viewer import Viewer
from convergent.practice.access.coaching import (
    coaches_for,
    own_cycles,
    tells_of_coaching,
    terms_coached_by,
    visible_participation,
)
from convergent.practice.access.openings import visible_holds, visible_openings, why_open_threads
from convergent.practice.access.threads import shared_with
from convergent.practice.models import CoachingCycle, SharedPiece

ENDED = 10


@dataclass(frozen=True)
class CycleLine:
    """One cycle, with whom, and where it stands."""

    cycle: CoachingCycle
    other: Person
    said: str
    is_late: bool = False


@dataclass(frozen=True)
class CoachingPage:
    headline: str
    lead: str
    open: tuple[CycleLine, ...]
    ended: tuple[CycleLine, ...]
    shared: tuple[SharedPiece, ...]
    sees_openings: bool
    sees_participation: bool
    is_empty: bool


def coaching_page(viewer: Viewer) -> CoachingPage:
    cycles = own_cycles(viewer).select_related("teacher", "coach", "asked_by")
    lines = [cycle_line(one, viewer) for one in cycles]
    open_ones = sorted(
        (one for one in lines if one.cycle.ended_on is None),
        key=lambda one: (one.cycle.next_on or date.min, one.other.family_key),
    )
    ended = [one for one in lines if one.cycle.ended_on is not None and one.cycle.began_on]
    shared = shared_with(viewer).select_related("piece__cycle__teacher").defer("piece__text")
    return CoachingPage(
        headline=_headline(open_ones),
        lead=_("What you write to each other is yours. Nobody else reads it without due process."),
        open=tuple(open_ones),
        ended=tuple(ended[:ENDED]),
        shared=tuple(shared.order_by("-shared_on", "pk")),
        sees_openings=_sees_openings(viewer),
        sees_participation=visible_participation(viewer).exists(),
        is_empty=not lines and not shared,
    )


def _sees_openings(viewer: Viewer) -> bool:
    if why_open_threads(viewer) is not None:
        return True
    return visible_openings(viewer).exists() or visible_holds(viewer).exists()


def _headline(lines: Sequence[CycleLine]) -> str:
    late = sum(one.is_late for one in lines)
    if late:
        said = ngettext("%(count)s talk is overdue", "%(count)s talks are overdue", late)
        return said % {"count": late}
    running = sum(one.cycle.runs for one in lines)
    if running:
        said = ngettext("%(count)s coaching cycle runs", "%(count)s coaching cycles run", running)
        return said % {"count": running}
    return _("Coaching")


def other_of(cycle: CoachingCycle, viewer: Viewer) -> Person:
    return cycle.coach if cycle.teacher_id == viewer.person.pk else cycle.teacher


def cycle_line(cycle: CoachingCycle, viewer: Viewer) -> CycleLine:
    is_late = bool(cycle.next_on and not cycle.paused_on and cycle.next_on < viewer.today)
    return CycleLine(cycle, other_of(cycle, viewer), where_it_stands(cycle, viewer), is_late)


def where_it_stands(cycle: CoachingCycle, viewer: Viewer) -> str:
    if cycle.is_asked:
        return _asked(cycle, viewer)
    if cycle.ended_on is not None:
        said = _("completed on %(day)s") if cycle.is_completed else _("ended on %(day)s")
        return said % {"day": day_text(cycle.ended_on, viewer)}
    if cycle.paused_on is not None:
        return _("paused since %(day)s") % {"day": day_text(cycle.paused_on, viewer)}
    due = cycle.next_on or viewer.today
    said = _("was due %(day)s") if due < viewer.today else _("next: %(day)s")
    return said % {"day": day_text(due, viewer)}


def _asked(cycle: CoachingCycle, viewer: Viewer) -> str:
    if cycle.asked_by_id != viewer.person.pk:
        return _("waits for your answer")
    return _("waits for %(name)s’s answer") % {"name": other_of(cycle, viewer).name}


def who_learns(viewer: Viewer) -> str:
    """What of a new cycle leaves the pair: told to both, before one asks and the other agrees."""
    if tells_of_coaching(viewer.district_id, viewer.today):
        return _(
            "The principal, and whoever supervises the coach, learn that coaching runs: who, from "
            "when to when, how many hours, and whether it was completed. Not what about."
        )
    return _("Under the visit agreement nobody but the two of you learns that coaching runs.")


def could_be_asked(viewer: Viewer) -> list[Person]:
    """The coaches whom the viewer could ask, and the teachers whom she could invite."""
    taught: QuerySet[Person] = Person.objects.filter(
        pk__in=terms_coached_by(viewer).values("person")
    )
    people = {one.pk: one for one in [*coaches_for(viewer), *taught]}
    known = own_cycles(viewer).filter(ended_on__isnull=True)
    pairs = set(known.values_list("teacher", flat=True)) | set(
        known.values_list("coach", flat=True)
    )
    free = [one for one in people.values() if one.pk not in pairs]
    return sorted(free, key=lambda one: (one.family_key, one.given_key))
