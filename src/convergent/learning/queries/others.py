"""What stands beside a place: the values of other schools in the same slice, without names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from convergent.facts.measures import query
from convergent.facts.measures.query import Asked
from convergent.facts.measures.values import MeasureValue
from convergent.facts.snapshot import Snapshot
from convergent.learning.access import Scope

Kind = Literal["student_group", "grade"]


def others_by(
    by: Kind, snapshot: Snapshot, everybody: Scope, values: Sequence[MeasureValue]
) -> dict[str, list[float]]:
    """For each group (or grade) of these values, those of the same one at every other school.

    `values` are of one place, measure and year.
    """
    if not values:
        return {}
    one = values[0]
    asked = Asked(
        measures=(one.measure,),
        assessments=(one.assessment,),
        subjects=(one.subject,),
        school_years=(one.school_year,),
        grades={each.grade for each in values},
        student_groups={each.student_group for each in values},
    )
    return query.distributions(
        snapshot, everybody, kind="school", by=by, asked=asked, without=one.place.id
    )
