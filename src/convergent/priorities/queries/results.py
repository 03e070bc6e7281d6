"""News for a team from the facts: what the results of its grade, its school or its network say,
when others serve than at the last meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from convergent.facts.snapshot import Snapshot
from convergent.learning.access import scope_of_everybody
from convergent.learning.headlines import Finding
from convergent.learning.presenters.shown import headline_of
from convergent.learning.queries.choices import Choice, choice_of
from convergent.learning.queries.evidence import evidence_at, facts_place
from convergent.learning.words import year_title
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.queries.news import News, Since, brings_news

SAYS_NOTHING = {Finding.TOO_FEW, Finding.NOTHING}


@brings_news
def new_results(since: Since) -> Iterator[News]:
    """What the newest results say of each subject, in the words of the page of evidence."""
    snapshot, viewer = since.viewer.snapshot, since.viewer
    if snapshot is None or snapshot.id == since.snapshot:
        return
    first = choice_of(snapshot, viewer.district_id, asked="", day=viewer.today)
    if first is None:
        return
    for subject in first.subjects:
        choice = replace(first, subject=subject)
        told = (_news(snapshot, place, choice) for place in places_with_results(since.team))
        news = next((one for one in told if one is not None), None)
        if news is not None:
            yield news


def result_of(viewer: Viewer, place: Place, *, asked: str) -> News | None:
    """What the results of the place say of one subject, to everybody in the district."""
    if viewer.snapshot is None or facts_place(place) is None:
        return None
    choice = choice_of(viewer.snapshot, viewer.district_id, asked=asked, day=viewer.today)
    return _news(viewer.snapshot, place, choice) if choice else None


def _news(snapshot: Snapshot, place: Place, choice: Choice) -> News | None:
    said = headline_of(evidence_at(snapshot, scope_of_everybody(), place, choice), place)
    if said.finding in SAYS_NOTHING:
        return None
    page = reverse("evidence_place", args=[place.pk])
    return News(
        sentence=said.sentence,
        source=f"{place.name} · {choice.subject.title} · {year_title(choice.school_year)}",
        address=f"{page}?{urlencode({'subject': choice.subject.key})}",
    )


def places_with_results(team: Place) -> list[Place]:
    """The team, as far as the facts know it; then the place that it belongs to."""
    near = (team, team.parent) if team.parent is not None else (team,)
    return [place for place in near if facts_place(place) is not None]
