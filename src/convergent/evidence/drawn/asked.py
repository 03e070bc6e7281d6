"""What people answered to the two questions after their meetings, where eight teachers did."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.asking.queries import Digest, digests_of
from convergent.evidence.drawing import Drawn, Ground, at_most, draws
from convergent.evidence.models import Claim
from convergent.evidence.vantage import Perspective, SourceType
from convergent.people.models import Place

MONTHS = 2  # looked back for one that can be told
MOST, HALF, SOME = 0.75, 0.5, 0.2


def _words(told: Mapping[str, Any]) -> str:
    """As roughly as the digest tells of a district."""
    share, month = (
        told["share"],
        date_format(date.fromisoformat(told["month"]), "YEAR_MONTH_FORMAT"),
    )
    said = _changed(1 - share) if told["question"] == "differently" else _hindered(share)
    return said % {"month": month}


def _changed(share: float) -> str:
    if share >= MOST:
        return _("Most of those who were asked after meetings in %(month)s will change something")
    if share >= HALF:
        return _("More than half of those who were asked in %(month)s will change something")
    return _("Fewer than half of those who were asked in %(month)s will change something")


def _hindered(share: float) -> str:
    if share >= HALF:
        return _("Half or more of those who were asked in %(month)s say that it got in the way")
    if share >= SOME:
        return _("Some of those who were asked in %(month)s say that it got in the way")
    return _("Few or none of those who were asked in %(month)s say that it got in the way")


@draws("answers", source_type=SourceType.SURVEY, perspective=Perspective.TEACHER, words=_words)
def answers(ground: Ground, _claim: Claim, limits: Mapping[str, Any]) -> Iterator[Drawn]:
    question, themes = limits["question"], limits["themes"]
    known = {one.pk for one in ground.places}
    for school, (month, digest) in ground.once("answers", lambda: _newest(ground)).items():
        if school in known:
            share = share_of(digest, question, themes)
            told = {"share": round(share, 1), "question": question, "month": month.isoformat()}
            origins = frozenset({f"event:questions of {month:%Y-%m} at {school}"})
            yield Drawn(school, at_most(share, limits), told, origins)


def share_of(digest: Digest, question: str, themes: Collection[str]) -> float:
    """Of those who answered, how many named one of the themes, as far as the digest tells it."""
    named = digest.differently if question == "differently" else digest.in_the_way
    people = (
        digest.people if one.people is None else one.people for one in named if one.code in themes
    )
    return min(1.0, sum(people) / digest.people)


def _newest(ground: Ground) -> dict[UUID, tuple[date, Digest]]:
    """The newest month of each school that can be told."""
    district = Place.objects.get(pk=ground.season.district_id)
    found: dict[UUID, tuple[date, Digest]] = {}
    month = ground.season.today.replace(day=1)
    for _back in range(MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        told = digests_of(district, month=month, today=ground.season.today)
        found |= {school: (month, one) for school, one in told.items() if school not in found}
    return found
