"""A class list with results, for the teacher whose class it is. No flag of a student is told."""

from datetime import date
from typing import Any

from convergent.facts import query as rosters
from convergent.facts.connection import reading_cursor
from convergent.facts.literals import literal
from convergent.facts.measures.folders import GROWTH, all_measures, built_measures, measures_folder
from convergent.facts.measures.values import StudentOfClass, StudentResult
from convergent.facts.scope import OutOfScope, Scope
from convergent.facts.snapshot import Snapshot

_NEWEST = """SELECT student, assessment, subject, school_year, grade, score,
    coalesce(level, ''), growth, growth_low, growth_high
FROM read_parquet({file}) WHERE student IN $students
QUALIFY row_number() OVER (
    PARTITION BY student, assessment, subject ORDER BY school_year DESC) = 1
ORDER BY student, assessment, subject"""


def class_results(
    snapshot: Snapshot, scope: Scope, class_id: str, *, on: date | None = None
) -> list[StudentOfClass]:
    """The students of a class on a day (else the snapshot's own), by family and given name.

    Raises OutOfScope for a scope that does not name this class, or that is coarser than students.
    """
    scope.require("student")
    if scope.classes is None or class_id not in scope.classes:
        raise OutOfScope("a class list is for who teaches the class")
    listed = rosters.students_of_class(snapshot, scope, class_id, on=on)
    newest = _newest(snapshot, [student for student, _, _ in listed])
    return [
        StudentOfClass(
            sourced_id=student,
            given_name=given,
            family_name=family,
            results=tuple(newest.get(student, ())),
        )
        for student, given, family in listed
    ]


def _newest(snapshot: Snapshot, students: list[str]) -> dict[str, list[StudentResult]]:
    file = measures_folder(snapshot) / GROWTH
    if not students or built_measures(snapshot) is None:
        return {}
    rows = (
        reading_cursor(all_measures(snapshot))
        .execute(_NEWEST.format(file=literal(str(file))), {"students": students})
        .fetchall()
    )
    found: dict[str, list[StudentResult]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_result(row))
    return found


def _result(row: tuple[Any, ...]) -> StudentResult:
    _, assessment, subject, school_year, grade, score, level, growth, low, high = row
    return StudentResult(
        assessment=assessment,
        subject=subject,
        school_year=school_year,
        grade=grade,
        score=score,
        level=level,
        growth=growth,
        growth_range=(low, high) if low and high else None,
    )
