"""What the records of teams say: whether they met as planned, and whether what was promised is
done. Told where eight people at least promised, or sit on the teams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from convergent.asking.questions import STAFF_AT_LEAST
from convergent.evidence.drawing import Drawn, Ground, at_least, draws
from convergent.evidence.models import Claim
from convergent.evidence.vantage import Perspective, SourceType
from convergent.priorities.queries.places import Held, Kept, held_at, kept_at

MOST, HALF = 8, 5  # of ten
FEWEST = 5  # promises, or planned meetings: fewer say nothing


def _kept_words(told: Mapping[str, Any]) -> str:
    """As the chain says it: how one team follows through is for that team."""
    if told["tenths"] >= MOST:
        return _("Most of what teams promised by now is done")
    if told["tenths"] >= HALF:
        return _("More than half of what teams promised by now is done")
    return _("Less than half of what teams promised by now is done")


@draws(
    "promises kept",
    source_type=SourceType.MEETING,
    perspective=Perspective.TEACHER_LEADER,
    words=_kept_words,
)
def promises_kept(ground: Ground, _claim: Claim, limits: Mapping[str, Any]) -> Iterator[Drawn]:
    found: Mapping[str, Kept] = ground.once(
        "kept", lambda: kept_at(ground.by_path, ground.season.district_id, ground.season.today)
    )
    for path, one in found.items():
        if one.promised >= FEWEST and one.people >= STAFF_AT_LEAST:
            yield _drawn(ground, path, one.done / one.promised, limits)


def _held_words(told: Mapping[str, Any]) -> str:
    if told["tenths"] >= MOST:
        return _("Most of the meetings that teams planned this school year took place")
    if told["tenths"] >= HALF:
        return _("More than half of the meetings that teams planned this school year took place")
    return _("Less than half of the meetings that teams planned this school year took place")


@draws(
    "meetings held",
    source_type=SourceType.MEETING,
    perspective=Perspective.TEACHER_LEADER,
    words=_held_words,
)
def meetings_held(ground: Ground, _claim: Claim, limits: Mapping[str, Any]) -> Iterator[Drawn]:
    season = ground.season
    found: Mapping[str, Held] = held_at(
        ground.by_path, season.district_id, since=season.began, until=season.today
    )
    for path, one in found.items():
        if one.planned >= FEWEST and one.people >= STAFF_AT_LEAST:
            yield _drawn(ground, path, one.held / one.planned, limits)


def _drawn(ground: Ground, path: str, share: float, limits: Mapping[str, Any]) -> Drawn:
    place = ground.by_path[path]
    origins = frozenset({f"event:meetings of {place.pk}"})
    return Drawn(place.pk, at_least(share, limits), {"tenths": round(10 * share)}, origins)
