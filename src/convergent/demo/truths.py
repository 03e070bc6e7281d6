"""What is true of the simulated district, for analyses to be tested against."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from convergent.demo.district import District, School
from convergent.demo.roster import PRINCIPAL, TEACHER, Roster
from convergent.demo.students import (
    DISABILITY_EFFECT,
    ECONOMIC_EFFECT,
    ENGLISH_LEARNER_EFFECT,
)


@dataclass(frozen=True)
class Departure:
    person: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Departures:
    """Who left one school within the years of the export."""

    principals: Sequence[Departure]
    teachers: Sequence[Departure]


def departures(roster: Roster, school: School, *, since: date, today: date) -> Departures:
    return Departures(
        principals=_departed(roster, PRINCIPAL, school, since, today),
        teachers=_departed(roster, TEACHER, school, since, today),
    )


def truths(district: District, left: Sequence[Departures]) -> str:
    """JSON. Effects and gains are in standard deviations of achievement, a gain for each year."""
    told = {
        "seed": district.seed,
        "effects": {
            "economic": ECONOMIC_EFFECT,
            "english_learner": ENGLISH_LEARNER_EFFECT,
            "disability": DISABILITY_EFFECT,
        },
        "schools": [
            _of_school(school, gone) for school, gone in zip(district.schools, left, strict=True)
        ],
    }
    return json.dumps(told, default=str, ensure_ascii=False, indent=1)


def _of_school(school: School, left: Departures) -> dict[str, object]:
    return {
        "school": school.sourced_id,
        "need": asdict(school.need),
        "effect": school.effect,
        "practice_improves": school.yearly_gain > 0,
        "yearly_gain": school.yearly_gain,
        "teams_not_reached": [team.sourced_id for team in school.teams if not team.is_reached],
        "principalship": school.principalship,
        "left": asdict(left),
    }


def _departed(
    roster: Roster, role: str, school: School, since: date, today: date
) -> list[Departure]:
    return [
        Departure(term.person, term.ends)
        for term in roster.terms
        if term.role == role
        and term.place == school.sourced_id
        and term.ends is not None
        and since <= term.ends < today
    ]
