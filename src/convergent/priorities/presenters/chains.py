"""All chains of a place: its own priorities first, then those of the places within it."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.models import Place
from convergent.people.queries.places import places_above
from convergent.people.viewer import Viewer
from convergent.priorities.chain import Column, State
from convergent.priorities.models import Priority
from convergent.priorities.presenters.chain import MARKS, STATES, TITLES, states_of
from convergent.priorities.queries.priorities import priorities_at, priorities_within


@dataclass(frozen=True)
class MarkedRow:
    """A priority with the mark of each of its columns."""

    priority: Priority
    marks: tuple[SafeString, ...]


@dataclass(frozen=True, kw_only=True)
class ChainsPage:
    place: Place
    above: tuple[Place, ...]
    headline: str
    titles: tuple[str, ...]
    parts: tuple[tuple[Place, tuple[MarkedRow, ...]], ...]
    key: tuple[tuple[str, str], ...]


def chains_page(place: Place, *, viewer: Viewer) -> ChainsPage:
    held = list(priorities_at(viewer, place, day=viewer.today))
    below = list(priorities_within(viewer, place, day=viewer.today))
    states = states_of([*held, *below], viewer)
    marks = _marks()
    by_place: dict[Place, list[MarkedRow]] = {}
    for one in (*held, *below):
        told = tuple(marks[state] for state in states[one.pk])
        by_place.setdefault(one.place, []).append(MarkedRow(one, told))
    return ChainsPage(
        place=place,
        above=places_above(place),
        headline=_headline(list(states.values())),
        titles=tuple(str(TITLES[column]) for column in Column),
        parts=tuple((where, tuple(rows)) for where, rows in by_place.items()),
        key=tuple((MARKS[state], str(STATES[state])) for state in State),
    )


def _marks() -> dict[State, SafeString]:
    """Each mark drawn once: a district's page has a thousand of them."""
    return {
        state: render_to_string(
            "components/mark.html",
            {
                "state": MARKS[state],
                "label": STATES[state],
                "attention": state in {State.THIN, State.BROKEN},
            },
        )
        for state in State
    }


def _headline(chains: list[tuple[State, ...]]) -> str:
    """How far the last column, of learning, is known."""
    if not chains:
        return _("There are no chains yet: a chain begins with a priority")
    ends = [states[-1] for states in chains]
    said = {
        "count": len(chains),
        "moved": sum(one is State.HOLDS for one in ends),
        "tested": sum(one not in {State.UNTESTED, State.NO_RECORD} for one in ends),
    }
    if not said["tested"]:
        return _("Of %(count)s chains none is tested as far as learning yet") % said
    reach = ngettext(
        "%(tested)s of %(count)s chains reaches as far as students’ learning",
        "%(tested)s of %(count)s chains reach as far as students’ learning",
        said["tested"],
    )
    if not said["moved"]:
        return f"{reach % said}; {_('in none has it moved by more than chance')}"
    moved = ngettext(
        "in %(moved)s it moved toward its aim",
        "in %(moved)s it moved toward their aims",
        said["moved"],
    )
    return f"{reach % said}; {moved % said}"
