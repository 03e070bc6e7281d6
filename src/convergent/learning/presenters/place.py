"""The page of a place: what is shown, for whom, and what could be done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from convergent.facts.snapshot import Snapshot
from convergent.learning.access import Scope, scope_of_everybody
from convergent.learning.possible import Possible, Situation, possible_in
from convergent.learning.presenters.rests_on import address
from convergent.learning.presenters.shown import Shown, ground_of, shown_of
from convergent.learning.queries.choices import Choice
from convergent.learning.words import year_title
from convergent.loads.presenters.sources import freshness
from convergent.people.access.district import why_keep_district
from convergent.people.models import Place, PlaceKind
from convergent.people.queries.places import open_within
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class SubjectLink:
    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class WithinLink:
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PlacePage:
    place: Place
    kicker: str
    shown: Shown
    subjects: tuple[SubjectLink, ...]
    possible: tuple[Possible, ...]
    source: str
    freshness: str
    may_keep: bool
    holds_small: bool
    within_title: str
    within: tuple[WithinLink, ...]
    subject_key: str


def place_page(
    place: Place, *, viewer: Viewer, scope: Scope, snapshot: Snapshot, choice: Choice
) -> PlacePage:
    shown = shown_of(snapshot, scope, place, choice, everybody=scope_of_everybody())
    situation = Situation(
        viewer=viewer,
        place=place,
        subject=choice.subject.title,
        subject_key=choice.subject.key,
        school_year=choice.school_year,
        headline=shown.headline,
        has_parts=choice.has_parts,
        holds_small=shown.holds_small,
    )
    return PlacePage(
        place=place,
        kicker=f"{choice.subject.title} · {year_title(choice.school_year)}",
        shown=shown,
        subjects=subject_links(place, choice, route="evidence_place"),
        possible=possible_in(situation),
        source=ground_of(snapshot, place, choice).source,
        freshness=freshness(snapshot, viewer.today),
        may_keep=why_keep_district(viewer) is not None,
        holds_small=shown.holds_small,
        within_title=_within_title(place),
        within=_within(place, choice),
        subject_key=choice.subject.key,
    )


def subject_links(place: Place, choice: Choice, *, route: str) -> tuple[SubjectLink, ...]:
    return tuple(
        SubjectLink(one.title, address(route, place.pk, subject=one.key), one == choice.subject)
        for one in choice.subjects
    )


def _within_title(place: Place) -> str:
    if place.kind == PlaceKind.SCHOOL:
        return _("Teams")
    return _("Networks and schools") if place.kind == PlaceKind.DISTRICT else _("Schools")


def _within(place: Place, choice: Choice) -> tuple[WithinLink, ...]:
    """The places a step below that have evidence of their own, by name."""
    kinds = (PlaceKind.NETWORK, PlaceKind.SCHOOL, PlaceKind.TEAM)
    found = open_within(place, *kinds).exclude(sourced_id="")
    return tuple(
        WithinLink(one.name, address("evidence_place", one.pk, subject=choice.subject.key))
        for one in found
    )
