"""What visits say: whether feedback comes and is followed up, and whether what is looked for is
seen. Both have eight teachers behind them, without the visits of any one visitor too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from convergent.evidence.drawing import Drawn, Ground, at_least, draws
from convergent.evidence.models import Claim
from convergent.evidence.vantage import Perspective, SourceType
from convergent.practice.access.followed_up import FollowedUp, followed_up_at
from convergent.practice.access.patterns import SeenAt, seen_at


def _followed_words(told: Mapping[str, Any]) -> str:
    return (
        _(
            "About %(tenths)s of 10 teachers who were visited had feedback that was followed up "
            "(visits to %(teachers)s teachers this school year, until the end of last month)"
        )
        % told
    )


@draws(
    "followed up",
    source_type=SourceType.VISIT,
    perspective=Perspective.PRINCIPAL,
    words=_followed_words,
)
def followed_up(ground: Ground, _claim: Claim, limits: Mapping[str, Any]) -> Iterator[Drawn]:
    season = ground.season
    found = followed_up_at(
        [one.path for one in ground.places],
        district=season.district_id,
        since=season.began,
        until=season.today.replace(day=1),
    )
    for path, one in found.items():
        yield _drawn(ground, path, one, limits)


def _drawn(ground: Ground, path: str, one: FollowedUp | SeenAt, limits: Mapping[str, Any]) -> Drawn:
    """What a visitor notes beside is the same observer’s."""
    told = {"tenths": one.tenths, "teachers": one.teachers}
    origins = frozenset(f"observer:{visitor}" for visitor in one.visitors)
    return Drawn(ground.by_path[path].pk, at_least(one.tenths / 10, limits), told, origins)


def _seen_words(told: Mapping[str, Any]) -> str:
    return (
        _(
            "What is looked for was seen in about %(tenths)s of 10 visits (to %(teachers)s "
            "teachers this school year, until the end of last month)"
        )
        % told
    )


@draws(
    "look-fors", source_type=SourceType.VISIT, perspective=Perspective.PRINCIPAL, words=_seen_words
)
def look_fors(ground: Ground, claim: Claim, limits: Mapping[str, Any]) -> Iterator[Drawn]:
    """Of the set that the claim names; else of all sets that priorities of the place and those
    within have now."""
    season = ground.season
    found = seen_at(
        [one.path for one in ground.places],
        sets=[claim.look_fors_id] if claim.look_fors_id else None,
        district=season.district_id,
        since=season.began,
        until=season.today.replace(day=1),
    )
    for path, one in found.items():
        yield _drawn(ground, path, one, limits)
