"""What is true of the simulated district, for analyses to be tested against."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from convergent.demo.attendance import AttendanceTruth
from convergent.demo.cover import CoverTruth
from convergent.demo.district import District, School
from convergent.demo.money import MoneyTruth
from convergent.demo.roster import PRINCIPAL, TEACHER, Roster
from convergent.demo.staffing import StaffingTruth
from convergent.demo.students import (
    DISABILITY_EFFECT,
    ECONOMIC_EFFECT,
    ENGLISH_LEARNER_EFFECT,
    POINTS,
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


@dataclass(frozen=True, kw_only=True)
class Workings:
    """How one school's days, staff and money came out."""

    attendance: AttendanceTruth
    cover: CoverTruth
    staffing: StaffingTruth
    money: MoneyTruth
    teams_that_plan_together: int


@dataclass(frozen=True)
class SchoolTruth:
    """What came of one school; of a roster alone there are no workings."""

    left: Departures
    workings: Workings | None = None


def departures(roster: Roster, school: School, *, since: date, today: date) -> Departures:
    return Departures(
        principals=_departed(roster, PRINCIPAL, school, since, today),
        teachers=_departed(roster, TEACHER, school, since, today),
    )


def truths(district: District, told: Sequence[SchoolTruth]) -> str:
    """JSON. Effects and gains are in standard deviations of achievement, a gain for each year; the
    same gain in points of the assessment's scale stands beside it.
    """
    whole = {
        "seed": district.seed,
        "effects": {
            "economic": ECONOMIC_EFFECT,
            "english_learner": ENGLISH_LEARNER_EFFECT,
            "disability": DISABILITY_EFFECT,
        },
        "schools": [
            _of_school(school, one) for school, one in zip(district.schools, told, strict=True)
        ],
    }
    return json.dumps(whole, default=str, ensure_ascii=False, indent=1)


def _of_school(school: School, told: SchoolTruth) -> dict[str, object]:
    return {
        "school": school.sourced_id,
        "need": asdict(school.need),
        "effect": school.effect,
        "practice_improves": school.yearly_gain > 0,
        "yearly_gain": school.yearly_gain,
        "teams_not_reached": [team.sourced_id for team in school.teams if not team.is_reached],
        "principalship": school.principalship,
        "yearly_gain_in_points": round(POINTS * school.yearly_gain, 1),
        "left": asdict(told.left),
        **(asdict(told.workings) if told.workings else {}),
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
