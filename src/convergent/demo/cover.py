"""Days on which staff were away, and who covered; substitutes are rarer where need is higher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from convergent.demo.district import District, School
from convergent.demo.exports import Exports

AWAY_SHARE = 0.04
AWAY_BY_NEED = 0.015
SUBSTITUTE_SHARE = 0.96
UNFILLED_BY_NEED = 0.4
_STREAM = 3
_REASONS = ("illness", "personal", "professional_learning", "school_business", "leave")
_REASON_SHARES = (0.52, 0.2, 0.16, 0.07, 0.05)
_INSTEAD = ("colleague", "coach", "administrator", "nobody")
_INSTEAD_SHARES = (0.62, 0.13, 0.07, 0.18)


@dataclass(frozen=True)
class CoverTruth:
    """Of one school so far this year: days of staff who were away, and those with a substitute."""

    days_away: int
    by_substitutes: int


def write_cover(
    exports: Exports,
    school: School,
    district: District,
    staff: Sequence[str],
    days: Sequence[date],
) -> CoverTruth:
    """`staff` are those who teach: whoever is away is covered by one of them, if by a colleague."""
    chance = np.random.default_rng([district.seed, school.number, _STREAM])
    need = school.need.economic
    who, on = np.nonzero(chance.random((len(staff), len(days))) < AWAY_SHARE + AWAY_BY_NEED * need)
    has_substitute = chance.random(len(who)) < SUBSTITUTE_SHARE - UNFILLED_BY_NEED * need
    reasons = chance.choice(_REASONS, len(who), p=_REASON_SHARES).tolist()
    instead = chance.choice(_INSTEAD, len(who), p=_INSTEAD_SHARES).tolist()
    others = ((who + chance.integers(1, max(2, len(staff)), len(who))) % len(staff)).tolist()
    covered = [
        _covered(is_filled, how, staff[other])
        for is_filled, how, other in zip(has_substitute.tolist(), instead, others, strict=True)
    ]
    rows = zip(who.tolist(), on.tolist(), reasons, covered, strict=True)
    exports.table(
        "substitutes",
        (
            (staff[person], school.sourced_id, days[day], "full", reason, *cover)
            for person, day, reason, cover in rows
        ),
    )
    return CoverTruth(len(who), int(has_substitute.sum()))


def _covered(has_substitute: bool, instead: str, colleague: str) -> tuple[str, str, str]:
    """Whether the day was covered, how, and by which colleague."""
    if has_substitute:
        return "true", "substitute", ""
    filled = "false" if instead == "nobody" else "true"
    return filled, instead, colleague if instead == "colleague" else ""
