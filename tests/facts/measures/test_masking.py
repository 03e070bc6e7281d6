"""Who sees which values."""

from datetime import date

import numpy as np
import pytest
from tests.facts.measures.test_values import teach

from convergent.facts.measures import query
from convergent.facts.measures.class_list import class_results
from convergent.facts.measures.query import Asked, values_at
from convergent.facts.measures.values import Place
from convergent.facts.scope import OutOfScope, mint_scope
from convergent.facts.values import Suppressed

EAST, WEST = Place("school", "east", "east"), Place("school", "west", "west")
ANYBODY = mint_scope(schools=None, grain="school", reason="works here")
PRINCIPAL = mint_scope(schools=frozenset({"east"}), grain="student", reason="leads it")
TEACHER = mint_scope(
    schools=frozenset({"east"}), classes=frozenset({"class1"}), grain="student", reason="teaches"
)
MEANS = Asked(measures=["mean_score"], student_groups=None)


@pytest.fixture
def groups(district):
    """At East 9 students learn English of 30, at West 12 of 20: 8 do not."""
    for school, english, students in (("east", 9, 30), ("west", 12, 20)):
        for number in range(students):
            name = f"{school}{number}"
            district.student(name, school, english_learner=number < english)
            district.result(name, score=400 + number)
    return district.built()


def shown(snapshot, scope, place):
    return {one.student_group: one for one in values_at(snapshot, scope, [place], MEANS)}


def test_small_group_is_withheld_and_so_is_what_would_tell_of_it(groups):
    east = shown(groups, ANYBODY, EAST)
    assert east["all"].students == 30
    assert isinstance(east["english_learner"].value, Suppressed)
    assert "not_english_learner" not in east
    assert east["english_learner"].interval is None
    west = shown(groups, ANYBODY, WEST)
    assert (isinstance(west["english_learner"].value, Suppressed), len(west)) == (True, 2)


def test_principal_sees_own_small_groups_marked(groups):
    east = shown(groups, PRINCIPAL, EAST)
    assert (east["english_learner"].value, east["english_learner"].students) == (404.0, 9)
    assert (east["english_learner"].is_for_school_only, east["all"].is_for_school_only) == (
        True,
        False,
    )


def test_principal_is_refused_another_school(groups):
    with pytest.raises(OutOfScope):
        shown(groups, PRINCIPAL, WEST)


def test_district_and_network_are_withheld_even_from_a_principal(district):
    for number in range(9):
        district.student(f"s{number}").result(f"s{number}", score=400)
    snapshot = district.built()
    for place in (Place("district", "d"), Place("network", "n")):
        (only,) = values_at(snapshot, PRINCIPAL, [place], Asked(measures=["mean_score"]))
        assert isinstance(only.value, Suppressed)


def test_scope_of_classes_reads_no_aggregate(groups):
    for ask in (
        lambda: shown(groups, TEACHER, EAST),
        lambda: query.distributions(
            groups, TEACHER, kind="school", by="student_group", asked=MEANS, without="west"
        ),
        lambda: query.parts_at(groups, TEACHER, EAST, subject="Reading", school_year=2026),
    ):
        with pytest.raises(OutOfScope):
            ask()


def test_strips_hold_what_anybody_may_see_without_names(groups):
    strips = query.distributions(
        groups, ANYBODY, kind="school", by="student_group", asked=MEANS, without="west"
    )
    assert strips == {"all": [414.5]}


def grown(district, teachers):
    """Thirty students of 6th grade, whose growth is the state's, taught by so many."""
    names = [f"s{number}" for number in range(30)]
    for number, name in enumerate(names):
        district.student(name).result(name, score=400)
        district.add(
            "assessment_parts",
            {
                "result_id": f"r{number}",
                "part": "whole",
                "kind": "SGP",
                "value": str(40 + number),
                "number": 40 + number,
            },
        )
    for number in range(teachers):
        teach(district, f"t{number}", names[number::teachers], number=number + 1)
    snapshot = district.built()
    asked = Asked(measures=["official_growth"])
    return tuple(values_at(snapshot, scope, [EAST], asked)[0] for scope in (ANYBODY, PRINCIPAL))


def test_growth_behind_three_teachers_is_for_anybody(district):
    outside, inside = grown(district, 3)
    assert (outside.value, outside.teachers, outside.norm) == (54.5, 3, "official")
    assert inside.is_for_school_only is False


def test_growth_behind_two_teachers_stays_inside_the_school(district):
    outside, inside = grown(district, 2)
    assert outside.value == Suppressed("fewer than 3 teachers")
    assert (inside.value, inside.is_for_school_only) == (54.5, True)


def test_growth_of_one_teacher_is_nobody_elses(district):
    outside, inside = grown(district, 1)
    assert (type(outside.value), inside.value) == (Suppressed, Suppressed("one teacher's alone"))


def test_class_list_is_for_its_teacher_alone(district):
    district.student("a").result("a", score=400)
    teach(district, "t1", ["a"], number=1)
    snapshot = district.built()
    (listed,) = class_results(snapshot, TEACHER, "class1", on=date(2026, 4, 1))
    assert (listed.sourced_id, listed.results[0].score) == ("a", 400.0)
    for scope, class_id in ((PRINCIPAL, "class1"), (TEACHER, "class2"), (ANYBODY, "class1")):
        with pytest.raises(OutOfScope):
            class_results(snapshot, scope, class_id)


def test_counts_of_a_test_day_are_said_inside_alone(district):
    for number in range(24):
        begins = date(2026, 2, 2) if number < 12 else date(2025, 8, 17)
        district.student(f"s{number}", begins=begins).result(f"s{number}", score=np.float64(400))
    snapshot = district.built()
    asked = Asked(measures=["mean_score"])
    (outside,) = values_at(snapshot, ANYBODY, [EAST], asked)
    (inside,) = values_at(snapshot, PRINCIPAL, [EAST], asked)
    assert isinstance(outside.participation.arrived_late, Suppressed)
    assert isinstance(outside.participation.exempt, Suppressed)
    assert (inside.participation.exempt, inside.participation.arrived_late) == (0, 12)
