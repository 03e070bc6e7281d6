"""The one place where it is decided that a number is withheld.

A value is withheld where it is about fewer than ten students, or where subtracting it from that of
all students would tell about fewer than ten others. Growth is withheld outside a school where fewer
than three teachers are behind it, and from everybody where there is only one.
"""

from dataclasses import dataclass

from convergent.facts.values import SMALLEST_GROUP, StudentCount, Suppressed

FEWEST_TEACHERS = 3
TOO_FEW_STUDENTS = f"fewer than {SMALLEST_GROUP} students"
TOO_FEW_OTHERS = f"fewer than {SMALLEST_GROUP} students are not in this group"
TOO_FEW_TEACHERS = f"fewer than {FEWEST_TEACHERS} teachers"
ONE_TEACHER = "one teacher's alone"


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Who is behind a value; `teachers` is None where unknown or where it does not matter."""

    students: int
    others: int | None = None
    teachers: int | None = None


def withheld_outside(behind: Behind) -> Suppressed | None:
    """Why somebody without access to the students of the school does not see the value."""
    if behind.students < SMALLEST_GROUP:
        return Suppressed(TOO_FEW_STUDENTS)
    if behind.others is not None and 0 < behind.others < SMALLEST_GROUP:
        return Suppressed(TOO_FEW_OTHERS)
    if behind.teachers is not None and behind.teachers < FEWEST_TEACHERS:
        return Suppressed(TOO_FEW_TEACHERS)
    return None


def is_public() -> str:
    """The same for rows of the aggregates, as SQL: that nothing withholds the value."""
    return (
        f"(students >= {SMALLEST_GROUP} AND coalesce(others, 0) NOT BETWEEN 1 AND "
        f"{SMALLEST_GROUP - 1} AND coalesce(teachers, {FEWEST_TEACHERS}) >= {FEWEST_TEACHERS})"
    )


def withheld_inside(behind: Behind) -> Suppressed | None:
    """Why not even the school's own leaders see it."""
    return Suppressed(ONE_TEACHER) if behind.teachers == 1 else None


def shown_count(students: int) -> StudentCount:
    """A count for anybody: nobody at all may be said, one to nine not."""
    return Suppressed(TOO_FEW_STUDENTS) if 0 < students < SMALLEST_GROUP else students
