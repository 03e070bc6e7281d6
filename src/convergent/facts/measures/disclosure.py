"""The one place where it is decided that a number is withheld, and from whom.

It is decided when measures are built, after the engines, and stored beside each value: `outside`
and `inside` look at a value by itself, `complements` at what subtraction would tell.

Growth rests on three teachers where, whichever two of them are left out, ten students or more
remain, and no one of them has more than seven in ten. Where nobody knows the teachers, it is for
anybody only if the students are more than any one teacher has.
"""

from convergent.facts.literals import literal
from convergent.facts.values import SMALLEST_GROUP, StudentCount, Suppressed

FEWEST_TEACHERS = 3
MOST_OF_ONE_TEACHER = 200
"""Six classes of 33 are fewer: whoever has them all is one teacher."""
LARGEST_SHARE = 0.7
"""A value to which one teacher's students are more than this is that teacher's."""
TOO_FEW_STUDENTS = f"fewer than {SMALLEST_GROUP} students"
TOO_FEW_OTHERS = "subtracting it would tell of too few others"
TOO_FEW_TEACHERS = f"fewer than {FEWEST_TEACHERS} teachers"
TEACHERS_UNKNOWN = "teachers are not known"
ONE_TEACHER = "one teacher's alone"


def outside() -> str:
    """Why whoever has no access to the students of the school does not see a value, as SQL over its
    row; NULL where everybody sees it.
    """
    return f"""CASE WHEN students < minimum THEN {literal(TOO_FEW_STUDENTS)}
        WHEN norm <> '' AND teachers IS NULL AND students < {MOST_OF_ONE_TEACHER}
            THEN {literal(TEACHERS_UNKNOWN)}
        WHEN (norm <> '' OR place_kind = 'team' OR (place_kind = 'school' AND grade <> ''))
            AND teachers < {FEWEST_TEACHERS} THEN {literal(TOO_FEW_TEACHERS)} END"""


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


def shown_count(students: int) -> StudentCount:
    """A count for anybody: nobody at all may be said, one to nine not."""
    return Suppressed(TOO_FEW_STUDENTS) if 0 < students < SMALLEST_GROUP else students
