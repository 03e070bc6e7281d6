"""Alignment: how far what a district works on has come into its schools, and what has drifted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.models import Place
from convergent.people.queries.places import places_above
from convergent.people.viewer import Viewer
from convergent.priorities.models import Priority
from convergent.priorities.presenters.lines import carries
from convergent.priorities.queries.alignment import Alignment, Coverage, alignment_at


@dataclass(frozen=True)
class CoverageLine:
    """A priority with how many schools took it up; `share` of 100 for the bar beside it."""

    coverage: Coverage
    sentence: str
    share: int


@dataclass(frozen=True)
class DriftLine:
    priority: Priority
    why: str


@dataclass(frozen=True, kw_only=True)
class AlignmentPage:
    place: Place
    above: tuple[Place, ...]
    headline: str
    lead: str
    covered: tuple[CoverageLine, ...]
    drift: tuple[DriftLine, ...]
    own: tuple[Priority, ...]
    silent: tuple[Place, ...]


def alignment_page(place: Place, *, viewer: Viewer, day: date) -> AlignmentPage:
    found = alignment_at(viewer, place, day=day)
    return AlignmentPage(
        place=place,
        above=places_above(place),
        headline=_headline(found),
        lead=_lead(found),
        covered=tuple(_covered(one, len(found.schools)) for one in found.covered),
        drift=tuple(DriftLine(one, carries(one, day=day).words) for one, _said in found.drift),
        own=found.own,
        silent=found.silent,
    )


def _covered(one: Coverage, schools: int) -> CoverageLine:
    taken = len(one.taken_up)
    share = round(100 * taken / schools) if schools else 0
    return CoverageLine(one, carry_words(taken, schools), share)


def carry_words(taken: int, schools: int) -> str:
    return ngettext(
        "%(taken)s of %(schools)s school carries it.",
        "%(taken)s of %(schools)s schools carry it.",
        schools,
    ) % {"taken": taken, "schools": schools}


def _headline(found: Alignment) -> str:
    if not found.covered:
        return _("%(place)s has no priority that schools could carry") % {"place": found.place.name}
    least = min(found.covered, key=lambda one: len(one.taken_up))
    taken, schools = len(least.taken_up), len(found.schools)
    if taken == schools:
        return _("Every school carries each priority of %(place)s") % {"place": found.place.name}
    said = {"taken": taken, "schools": schools, "priority": least.priority.statement}
    if not taken:
        return _("No school carries “%(priority)s” yet") % said
    return _("%(taken)s of %(schools)s schools carry “%(priority)s”") % said


def _lead(found: Alignment) -> str:
    said = []
    if found.drift:
        said.append(
            ngettext(
                "One priority hangs on nothing.",
                "%(count)s priorities hang on nothing.",
                len(found.drift),
            )
            % {"count": len(found.drift)}
        )
    if found.silent:
        said.append(
            ngettext(
                "One school has not said what it works on.",
                "%(count)s schools have not said what they work on.",
                len(found.silent),
            )
            % {"count": len(found.silent)}
        )
    return " ".join(said)
