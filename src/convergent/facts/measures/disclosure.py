"""The one place where it is decided that a number is withheld, and from whom.

It is decided when measures are built, after the engines, and stored beside each value: `outside`
and `inside` look at a value by itself, `complements` at what subtraction would tell.

Growth rests on three teachers where, whichever two of them are left out, ten students or more
remain, and no one of them has more than seven in ten. Where nobody knows the teachers, it is for
anybody only if the students are more than any one teacher has.
"""

import math
from collections.abc import Mapping

from convergent.facts.literals import literal
from convergent.facts.measures.values import Bound
from convergent.facts.values import SMALLEST_GROUP

FEWEST_TEACHERS = 3
MOST_OF_ONE_TEACHER = 200
"""Six classes of 33 are fewer: whoever has them all is one teacher."""
LARGEST_SHARE = 0.7
"""A value to which one teacher's students are more than this is that teacher's."""
TOO_FEW_STUDENTS = f"fewer than {SMALLEST_GROUP} students"
TOO_FEW_OTHERS = "subtracting it would tell of too few others"
TOO_FEW_CHANGED = "too few came or left since it was last told"
TOO_FEW_TEACHERS = f"fewer than {FEWEST_TEACHERS} teachers"
TEACHERS_UNKNOWN = "teachers are not known"
ONE_TEACHER = "one teacher's alone"
OF_TEACHERS = frozenset({TOO_FEW_TEACHERS, TEACHERS_UNKNOWN, ONE_TEACHER})
AT_AN_END = "a share too near its end"
TOLD_AS_BAND = f"one of these counts is of fewer than {SMALLEST_GROUP} students"
BANDS = (0.95, 0.9, 0.8, 0.5)
FINE, COARSE = 100, 20
MANY = 200
"""Of so many students on, ends of shares are whole percents; of fewer, steps of five."""


def outside() -> str:
    """Why whoever has no access to the students of the school does not see a value, as SQL over its
    row; NULL where everybody sees it.
    """
    return f"""CASE WHEN students < minimum THEN {literal(TOO_FEW_STUDENTS)}
        WHEN norm <> '' AND teachers IS NULL AND students < {MOST_OF_ONE_TEACHER}
            THEN {literal(TEACHERS_UNKNOWN)}
        WHEN (norm <> '' OR place_kind = 'team') AND teachers < {FEWEST_TEACHERS}
            THEN {literal(TOO_FEW_TEACHERS)} END"""


def inside() -> str:
    """Why not even the school's own leaders see it; NULL where they do."""
    return f"CASE WHEN norm <> '' AND teachers = 1 THEN {literal(ONE_TEACHER)} END"


def teachers_in_effect() -> str:
    """How many teachers a value of so many `students` rests on, as SQL over a row of `taught_by`;
    NULL where those of half the students are not known.
    """
    return f"""CASE WHEN linked IS NULL OR linked * 2 < students THEN NULL
        WHEN largest > {LARGEST_SHARE} * linked THEN 1
        WHEN linked - largest_two < {SMALLEST_GROUP}
            OR largest + greatest(students - linked, 0) > {LARGEST_SHARE} * students
            THEN least(teacher_sets, 2)
        ELSE teacher_sets END"""


def end_of(students: int) -> float:
    """How near 0, or 1, a share of so many is told by its end alone: fewer than ten would be
    counted, or left out. Of fewer than twenty students each share is near one of its ends.
    """
    steps = FINE if students >= MANY else COARSE
    return min(math.ceil(steps * SMALLEST_GROUP / students) / steps, 0.5)


def bound_of(share: float, students: int) -> Bound | None:
    """What anybody may know of a share near 0 or 1; None for one that may be told as it is."""
    end = end_of(students)
    if share < end:
        return Bound(end, is_more=False)
    return Bound(1 - end, is_more=True) if share >= 1 - end else None


def band_of(part: int, whole: int) -> Bound:
    """How large a part is, so that fewer than ten are counted neither in it nor beside it."""
    least = min(part / whole, 1 - end_of(whole)) if whole else 0.0
    found = next((band for band in BANDS if band <= least), None)
    return Bound(found, is_more=True) if found else Bound(BANDS[-1], is_more=False)


def holds_few(students: int) -> bool:
    """Whether a count is one that nobody outside the school may know; nobody at all may be said."""
    return 0 < students < SMALLEST_GROUP


def counts_tell_of_few(counts: Mapping[str, int | None]) -> bool:
    """Whether one of the counts of a test day, or a difference between them, is of one to nine."""
    known = {name: count or 0 for name, count in counts.items()}
    beside = known["tested"] + known["exempt"] + known["alternate"]
    rest = known["enrolled"] - beside if known["enrolled"] else 0
    return any(holds_few(count) for count in (*known.values(), rest))
