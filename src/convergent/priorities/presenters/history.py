"""How a priority came to be said so: each version, with what it was before and why it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convergent.facts.measures.definitions import definitions
from convergent.learning.words import year_title
from convergent.people.days import day_text
from convergent.people.models import Person, Place
from convergent.people.viewer import Viewer
from convergent.priorities.models import Priority, PriorityMeasure, PriorityVersion
from convergent.priorities.models.measures import as_they_were
from convergent.priorities.presenters.measures import aim_sentence, measure_title
from convergent.priorities.queries.measured import slice_of
from convergent.priorities.queries.priorities import versions_of


@dataclass(frozen=True)
class HistoryEntry:
    """One version as the timeline shows it, with what its words were before."""

    when: str
    title: str
    detail: str
    url: str
    state: str
    version: PriorityVersion
    changes: tuple[tuple[str, str, str], ...]


def history_of(priority: Priority, *, viewer: Viewer) -> tuple[HistoryEntry, ...]:
    """Newest first."""
    versions = list(versions_of(priority))
    before = [*versions[1:], None]
    return tuple(
        _entry(one, earlier, viewer) for one, earlier in zip(versions, before, strict=True)
    )


def _entry(
    version: PriorityVersion, before: PriorityVersion | None, viewer: Viewer
) -> HistoryEntry:
    by = version.by.name if version.by else _("an imported plan")
    said = {"name": by}
    titles = {
        PriorityVersion.Deed.BEGUN: _("Begun by %(name)s") % said,
        PriorityVersion.Deed.CHANGED: _("Changed by %(name)s") % said,
        PriorityVersion.Deed.ENDED: _("Ended by %(name)s") % said,
    }
    return HistoryEntry(
        when=day_text(version.made_on, viewer),
        title=titles[PriorityVersion.Deed(version.deed)],
        detail=version.reason,
        url="",
        state="ring" if version.deed == PriorityVersion.Deed.ENDED else "filled",
        version=version,
        changes=_changes(version, before),
    )


def _changes(
    version: PriorityVersion, before: PriorityVersion | None
) -> tuple[tuple[str, str, str], ...]:
    """What was said otherwise before: the name of it, the old words, the new."""
    if before is None:
        return ((_("What we work on"), "", version.statement),)
    told = (
        (_("What we work on"), before.statement, version.statement),
        (_("Why"), before.why, version.why),
        (_("Whom it serves"), before.serves, version.serves),
        (_("What it started from"), before.started_from, version.started_from),
        (_("What it carries"), _aligned(before), _aligned(version)),
        *_hands_and_measures(version, before),
    )
    return tuple(one for one in told if one[1] != one[2])


def _aligned(version: PriorityVersion) -> str:
    if version.aligned_to is not None:
        return version.aligned_to.statement
    return _("its own") if version.is_own else ""


def _hands_and_measures(
    version: PriorityVersion, before: PriorityVersion
) -> Iterator[tuple[str, str, str]]:
    """Nothing where an older version did not keep them."""
    if before.measures is None or version.measures is None:
        return
    yield _("Who leads it"), _named(before.lead), _named(version.lead)
    yield _("Which team works on it"), _named(before.team), _named(version.team)
    were, are = _measured(before.measures), _measured(version.measures)
    yield (
        _("How we would know"),
        "\n".join(one for one in were if one not in are),
        "\n".join(one for one in are if one not in were),
    )


def _named(one: Person | Place | None) -> str:
    return one.name if one is not None else ""


def _measured(kept: list[dict[str, str | int]]) -> list[str]:
    """“Typical growth in reading, from 2024–25. Aim: 50 by 2027–28.”"""
    return [_measure_words(one) for one in as_they_were(kept)]


def _measure_words(one: PriorityMeasure) -> str:
    if one.measure not in definitions():
        return str(one)
    title, began = measure_title(slice_of(one)), year_title(one.baseline_year)
    path = _("%(measure)s, from %(year)s.") % {"measure": title, "year": began}
    return f"{path} {aim_sentence(one)}"
