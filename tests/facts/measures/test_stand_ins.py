"""Where no roster tells who taught last spring's students, those who teach the grade now do."""

import pytest
from tests.facts.measures.test_disclosure import ANYBODY, PRINCIPAL, seen, with_results
from tests.facts.measures.test_values import teach

from convergent.facts.measures.disclosure import ONE_TEACHER, TEACHERS_UNKNOWN, TOO_FEW_TEACHERS


def growth_of(district, sizes, *, grade="06"):
    """Of thirty students of last spring's 6th grade; a grade now has classes of such sizes."""
    with_results(district, 30)
    for number, size in enumerate(sizes):
        names = [f"now{number}-{at}" for at in range(size)]
        for name in names:
            district.student(name, school="", grade=grade)
        teach(district, f"t{number}", names, number=number, school_year=2027)
    snapshot = district.built()
    return tuple(
        seen(snapshot, "official_growth", scope=scope, grades=[""])["", "all"]
        for scope in (ANYBODY, PRINCIPAL)
    )


@pytest.mark.parametrize(
    ("sizes", "outside", "inside"),
    [
        ((8, 8, 8), 44.5, 44.5),
        ((12, 12), TOO_FEW_TEACHERS, 44.5),
        ((24,), TOO_FEW_TEACHERS, ONE_TEACHER),
        ((20, 2, 2), TOO_FEW_TEACHERS, ONE_TEACHER),
    ],
)
def test_teachers_of_the_same_grade_now_are_counted(district, sizes, outside, inside):
    assert growth_of(district, sizes) == (outside, inside)


def test_teachers_of_another_grade_tell_nothing(district):
    assert growth_of(district, (8, 8, 8), grade="05") == (TEACHERS_UNKNOWN, 44.5)


def test_one_teacher_whom_a_roster_of_the_year_tells_is_not_overruled(district):
    """Three teach the grade now; of last year one is known, and has all its students."""
    teach(district, "last", [f"06s{number}" for number in range(30)], number=9)
    assert growth_of(district, (8, 8, 8)) == (TOO_FEW_TEACHERS, ONE_TEACHER)
