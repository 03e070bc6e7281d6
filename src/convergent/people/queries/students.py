"""Counts of students, read from the facts within a Scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from convergent.facts import query
from convergent.facts.rows import ClassRow
from convergent.facts.values import Suppressed
from convergent.people.access.scopes import scope_of_own_classes, scope_of_schools
from convergent.people.models import Place
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class StudentsEnrolled:
    """How many students a school has on a day; `withheld` says why a number is not shown."""

    number: int | None
    withheld: str
    day: date


def students_at(school: Place, viewer: Viewer, *, day: date) -> StudentsEnrolled | None:
    """None where no rosters are loaded, or the school is in none of them."""
    snapshot = viewer.snapshot
    if snapshot is None or not school.sourced_id:
        return None
    scope = scope_of_schools(viewer, school)
    rows = query.enrolment_by_school(snapshot, scope, schools=[school.sourced_id], on=day)
    if not rows:
        return None
    students = rows[0].students
    if isinstance(students, Suppressed):
        return StudentsEnrolled(None, students.reason, day)
    return StudentsEnrolled(students, "", day)


def own_classes(viewer: Viewer) -> list[ClassRow]:
    """The classes that the viewer teaches, with how many students each has; nobody else's."""
    snapshot = viewer.snapshot
    scope = scope_of_own_classes(viewer, snapshot) if snapshot else None
    if snapshot is None or scope is None:
        return []
    return query.classes_taught(snapshot, scope, on=viewer.today)
