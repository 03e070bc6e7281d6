"""The command palette: any person, school or page by a few letters, and what search finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import Place, PlaceKind
from convergent.people.names import folded
from convergent.people.presenters.place import what_it_is
from convergent.people.queries.directory import people_named, person_lines, places_named
from convergent.people.viewer import Viewer
from convergent.people.words import Words
from convergent.search.queries import found_by
from convergent.search.words import words_typed
from convergent.web.frame import nav_words

SHOWN, EACH = 8, 3


@dataclass(frozen=True)
class Option:
    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class OptionGroup:
    title: str
    items: tuple[Option, ...]


@opens_to(OpensTo.STAFF)
@vary_on_headers("HX-Request", "HX-Target")  # else Back may show a part as a page
def find(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    asked = request.GET.get("q", "").strip()[:100]
    groups = [OptionGroup(_("Pages"), _pages(asked))]
    if folded(asked):
        people = OptionGroup(_("People"), _people(viewer, asked))
        places = OptionGroup(_("Places"), _places(viewer, asked))
        is_place = any(folded(one.label).startswith(folded(asked)) for one in places.items)
        found = [places, people] if is_place and len(folded(asked)) > 3 else [people, places]
        groups = [*found, *groups]
        groups += _elsewhere(viewer, asked)
    found = [group for group in groups if group.items]
    if found and folded(asked):
        found.append(_everywhere(asked))
    part = request.headers.get("HX-Request") == "true"
    template = "components/palette_results.html" if part else "web/find.html"
    return render(request, template, {"groups": found, "query": asked})


def _people(viewer: Viewer, asked: str) -> tuple[Option, ...]:
    people = people_named(viewer, asked, day=viewer.today)[:SHOWN]
    lines = person_lines(people, day=viewer.today, words=viewer.words)
    return tuple(
        Option(line.person.name, reverse("person", args=[line.person.pk]), line.does)
        for line in lines
    )


def _places(viewer: Viewer, asked: str) -> tuple[Option, ...]:
    words = viewer.words
    found = places_named(viewer, asked).select_related("parent")[:SHOWN]
    return tuple(
        Option(place.name, reverse("place", args=[place.pk]), _which(place, words))
        for place in found
    )


def _elsewhere(viewer: Viewer, asked: str) -> Iterator[OptionGroup]:
    """What search finds beside people and places."""
    words = words_typed(asked)
    for found in found_by(viewer, words, most=EACH, besides=("person", "place")):
        kind = found.kind
        details = kind.details(found.records, viewer)
        yield OptionGroup(
            str(kind.title),
            tuple(
                Option(kind.said(one).title, kind.address(one), detail)
                for one, detail in zip(found.records, details, strict=True)
            ),
        )


def _everywhere(asked: str) -> OptionGroup:
    """The way to all that search finds; where it finds nothing there is none."""
    everywhere = f"{reverse('search')}?{urlencode({'q': asked})}"
    label = _("Search everything for “%(words)s”") % {"words": asked}
    return OptionGroup(_("Search"), (Option(label, everywhere),))


def _pages(asked: str) -> tuple[Option, ...]:
    return tuple(
        Option(label, reverse(name))
        for name, label in nav_words().items()
        if folded(asked) in folded(label)
    )


def _which(place: Place, words: Words) -> str:
    """Of a team its school, for every school has a 6th grade; of others what they are."""
    is_team = place.kind == PlaceKind.TEAM and place.parent is not None
    return place.parent.name if is_team and place.parent else what_it_is(place, words)
