"""Values that facts hand upwards."""

from dataclasses import dataclass

SMALLEST_GROUP = 10
"""So many students may be told of."""
SMALLEST_STAFF = 8
"""So many members of staff may be."""


@dataclass(frozen=True)
class Suppressed:
    """Stands where a number would be that describes too few people; never 0, never blank."""

    reason: str


StudentCount = int | Suppressed


def protected_count(students: int) -> StudentCount:
    """The count, unless it is of fewer than ten students."""
    if students < SMALLEST_GROUP:
        return Suppressed(f"fewer than {SMALLEST_GROUP} students")
    return students
