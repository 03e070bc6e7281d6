"""What anybody can learn of a few students, or of one teacher, from what a school shows."""

from datetime import date

import numpy as np
import pytest
from tests.facts.measures.test_values import teach

from convergent.facts.measures.disclosure import (
    ONE_TEACHER,
    TEACHERS_UNKNOWN,
    TOO_FEW_OTHERS,
    TOO_FEW_STUDENTS,
    TOO_FEW_TEACHERS,
)
from convergent.facts.measures.query import Asked, parts_at, values_at
from convergent.facts.measures.values import Place
from convergent.facts.scope import mint_scope
from convergent.facts.values import Suppressed

EAST, TEAM = Place("school", "east", "east"), Place("team", "team", "east")
ANYBODY = mint_scope(schools=None, grain="school", reason="works here")
PRINCIPAL = mint_scope(schools=frozenset({"east"}), grain="student", reason="leads it")
ORIGINS = ("asian", "hispanic_or_latino", "white")


def seen(snapshot, measure, *, place=EAST, scope=ANYBODY, grades=None, groups=("all",)):
    """Value (or the reason for none) by grade and group."""
    asked = Asked(measures=[measure], grades=grades, student_groups=groups)
    return {
        (one.grade, one.student_group): (
            one.value.reason if isinstance(one.value, Suppressed) else one.value
        )
        for one in values_at(snapshot, scope, [place], asked)
    }


def with_results(district, count, *, grade="06", begin=0, **flags):
    """Students with a score, and growth by the state, that rise from one to the next."""
    names = [f"{grade}s{number}" for number in range(begin, begin + count)]
    for number, name in enumerate(names):
        district.student(name, grade=f"{int(grade) + 1:02}", **flags)
        district.result(name, score=400 + number, grade=grade)
        district.add(
            "assessment_parts",
            {
                "result_id": district.tables["assessment_results"][-1]["result_id"],
                "part": "whole",
                "kind": "SGP",
                "number": 30 + number % 60,
            },
        )
    return names


def share_out(district, names, sizes):
    """One teacher after the other gets so many of the students."""
    first = len(district.tables.get("classes", []))
    for at, size in enumerate(sizes):
        teach(district, f"t{first + at}", names[:size], number=first + at)
        names = names[size:]


def growth_of(district, sizes, count=None):
    """What anybody, and the principal, see of growth behind teachers with so many students each."""
    share_out(district, with_results(district, count or sum(sizes)), sizes)
    snapshot = district.built()
    return tuple(
        seen(snapshot, "official_growth", scope=scope, grades=[""])["", "all"]
        for scope in (ANYBODY, PRINCIPAL)
    )


@pytest.mark.parametrize(
    ("sizes", "outside", "inside"),
    [
        ((10, 10, 10), 44.5, 44.5),
        ((11, 10, 9), TOO_FEW_TEACHERS, 44.5),
        ((15, 15), TOO_FEW_TEACHERS, 44.5),
        ((23, 1, 1), TOO_FEW_TEACHERS, ONE_TEACHER),
        ((25,), TOO_FEW_TEACHERS, ONE_TEACHER),
        ((45, 10, 10), 57.0, 57.0),
        ((50, 10, 10), TOO_FEW_TEACHERS, ONE_TEACHER),
    ],
)
def test_growth_is_for_anybody_only_where_three_teachers_weigh_in_it(
    district, sizes, outside, inside
):
    assert growth_of(district, sizes) == (outside, inside)


def test_teachers_who_share_a_class_are_one(district):
    names = with_results(district, 30)
    for number in range(3):
        teach(district, f"t{number}", names, number=number)
    snapshot = district.built()
    assert seen(snapshot, "official_growth", grades=[""]) == {("", "all"): TOO_FEW_TEACHERS}
    assert seen(snapshot, "official_growth", scope=PRINCIPAL, grades=[""]) == {
        ("", "all"): ONE_TEACHER
    }


def test_growth_stays_inside_where_the_teachers_of_most_students_are_not_known(district):
    assert growth_of(district, (12,), count=25) == (TEACHERS_UNKNOWN, 42.0)


def test_growth_of_more_students_than_a_teacher_has_is_for_anybody(district):
    outside, inside = growth_of(district, (), count=200)
    assert isinstance(outside, float)
    assert outside == inside


def test_teachers_are_counted_behind_the_growth_that_is_shown(district):
    """Two other teachers' students have growth by the state alone."""
    names = with_results(district, 20)
    last = with_results(district, 30, begin=20)
    for number, name in enumerate(last):
        for grade, year, score in (("05", 2025, 400 + number), ("06", 2026, 430 + number * 7 % 30)):
            district.result(name, score=score, school_year=year, grade=grade, assessment="Own")
            district.tables["assessment_results"][-1]["administered_on"] = date(year, 4, 21)
    share_out(district, [*names, *last], (10, 10, 30))
    snapshot = district.built(minimum_cohort=20)
    found = seen(snapshot, "median_growth", grades=[""])
    assert set(found.values()) == {TOO_FEW_TEACHERS}


def test_parts_hold_no_growth_and_are_of_all_grades_together(district):
    for count, grade in ((20, "06"), (5, "07")):
        with_results(district, count, grade=grade)
    for row in list(district.tables["assessment_parts"]):
        district.add("assessment_parts", {**row, "part": "Vocabulary", "kind": "score"})
    found = parts_at(district.built(), ANYBODY, EAST, subject="Reading", school_year=2026)
    assert [(one.part, one.students) for one in found] == [("Vocabulary", 25)]


def test_part_goes_with_the_scores_that_it_is_part_of(district):
    names = with_results(district, 25)
    for row in list(district.tables["assessment_parts"]):
        district.add("assessment_parts", {**row, "part": "Vocabulary", "kind": "score"})
    team_of(district, "t0")
    share_out(district, names, (25,))
    snapshot = district.built()
    shown = {"subject": "Reading", "school_year": 2026}
    (outside,) = parts_at(snapshot, ANYBODY, TEAM, **shown)
    (inside,) = parts_at(snapshot, PRINCIPAL, TEAM, **shown)
    assert (outside.value, outside.is_for_school_only) == (Suppressed(TOO_FEW_TEACHERS), False)
    assert (inside.students, inside.is_for_school_only) == (25, True)


def test_small_grade_is_not_what_is_left_of_all_grades(district):
    for grade, count in (("05", 40), ("06", 25), ("07", 4)):
        with_results(district, count, grade=grade)
    assert seen(district.built(), "mean_score") == {
        ("", "all"): pytest.approx(28686 / 69),
        ("05", "all"): 419.5,
        ("06", "all"): TOO_FEW_OTHERS,
        ("07", "all"): TOO_FEW_STUDENTS,
    }


def test_principal_sees_what_is_withheld_for_others_sake(district):
    for grade, count in (("06", 25), ("07", 4)):
        with_results(district, count, grade=grade)
    snapshot = district.built()
    asked = Asked(measures=["mean_score"], grades=["06"])
    (found,) = values_at(snapshot, PRINCIPAL, [EAST], asked)
    assert (found.value, found.is_for_school_only) == (412.0, True)


def test_growth_of_a_grade_with_too_few_teachers_is_not_what_is_left(district):
    for grade, sizes in (("05", (14, 13, 13)), ("06", (11, 11, 11)), ("07", (15, 15))):
        share_out(district, with_results(district, sum(sizes), grade=grade), sizes)
    found = seen(district.built(), "official_growth")
    assert {grade: value for (grade, _), value in found.items() if grade} == {
        "05": 49.5,
        "06": TOO_FEW_OTHERS,
        "07": TOO_FEW_TEACHERS,
    }


def test_only_grade_and_its_school_are_withheld_together(district):
    share_out(district, with_results(district, 25), (25,))
    assert seen(district.built(), "official_growth") == {
        ("06", "all"): TOO_FEW_TEACHERS,
        ("", "all"): TOO_FEW_TEACHERS,
    }


def test_scores_of_a_grade_are_told_whoever_teaches_it(district):
    """A state's report card tells them; growth is what tells of a teacher."""
    share_out(district, with_results(district, 25), (25,))
    assert seen(district.built(), "mean_score") == {("06", "all"): 412.0, ("", "all"): 412.0}


@pytest.mark.parametrize(
    "groups",
    [
        [({"asian": True}, 4), ({"white": True}, 18), ({"hispanic_or_latino": True}, 19)],
        [({"sex": "female"}, 18), ({"sex": "male"}, 20), ({"sex": "other"}, 2)],
        [({"english_learner": True}, 18), ({"english_learner": False}, 20), ({}, 2)],
    ],
)
def test_few_are_not_what_is_left_of_a_family_of_groups(district, groups):
    begin = 0
    for flags, count in groups:
        with_results(district, count, begin=begin, **flags)
        begin += count
    found = seen(district.built(), "mean_score", grades=[""], groups=None)
    shown = {group for (_, group), value in found.items() if isinstance(value, float)}
    assert len(shown & {"all", "white", "hispanic_or_latino", "female", "male"}) == (
        1 if "english_learner" in groups[0][0] else 2
    )


def test_gap_goes_with_its_groups(district):
    for begin, (sex, count) in enumerate((("female", 18), ("male", 20), ("other", 2))):
        with_results(district, count, begin=100 * begin, sex=sex)
    snapshot = district.built()
    pair = {"grades": [""], "groups": ["female - male"]}
    assert seen(snapshot, "gap_in_means", **pair) == {("", "female - male"): TOO_FEW_OTHERS}
    inside = seen(snapshot, "gap_in_means", scope=PRINCIPAL, **pair)
    assert inside == {("", "female - male"): -1.0}


def test_scores_of_a_school_are_told_though_a_team_of_one_has_all_its_students(district):
    share_out(district, with_results(district, 25), (25,))
    team_of(district, "t0")
    snapshot = district.built()
    assert set(seen(snapshot, "mean_score", place=TEAM).values()) == {TOO_FEW_TEACHERS}
    assert seen(snapshot, "mean_score") == {("06", "all"): 412.0, ("", "all"): 412.0}


def team_of(district, *teachers):
    team = {"sourced_id": "team", "name": "Team", "type": "department", "parent_id": "east"}
    district.add("orgs", team)
    for one in teachers:
        role = {"sourced_id": f"of {one}", "user_id": one, "org_id": "team", "role": "teacher"}
        district.add("roles", role)


def test_one_teacher_is_not_what_a_school_has_beside_a_team(district):
    share_out(district, with_results(district, 60), (15, 15, 15, 15))
    team_of(district, "t0", "t1", "t2")
    snapshot = district.built()
    for measure in ("official_growth", "mean_score"):
        found = seen(snapshot, measure, place=TEAM)
        assert set(found.values()) == {TOO_FEW_OTHERS}, measure
        assert isinstance(seen(snapshot, measure)["06", "all"], float)


def test_team_beside_many_teachers_is_shown(district):
    share_out(district, with_results(district, 90), (15,) * 6)
    team_of(district, "t0", "t1", "t2")
    found = seen(district.built(), "official_growth", place=TEAM)
    assert set(found) == {("", "all"), ("06", "all")}
    assert all(isinstance(value, float) for value in found.values())


def test_results_and_marks_of_a_department_of_one_stay_inside(district):
    names = with_results(district, 25)
    share_out(district, names, (25,))
    team_of(district, "t0")
    items = {"sourced_id": "work", "title": "W", "class_id": "class0", "most": 10}
    district.add("lineItems", items)
    marked = {"line_item_id": "work", "score_status": "fully graded", "score": 9}
    for name in names:
        district.add("results", {"sourced_id": f"of {name}", "student_id": name, **marked})
        district.tables["results"][-1]["scored_on"] = date(2026, 4, 1)
    snapshot = district.built()
    for measure in ("mean_score", "course_passing"):
        assert set(seen(snapshot, measure, place=TEAM).values()) == {TOO_FEW_TEACHERS}, measure
        inside = seen(snapshot, measure, place=TEAM, scope=PRINCIPAL)
        assert all(isinstance(value, float) for value in inside.values())


def test_change_of_one_teachers_students_is_told_to_nobody(district):
    team_of(district, "t0")
    names = with_results(district, 25)
    for name in names:
        district.result(name, score=380, school_year=2025, grade="05")
        district.tables["assessment_results"][-1]["administered_on"] = date(2025, 4, 21)
    share_out(district, names, (25,))
    for row in district.tables["enrollments"]:
        row["begins"] = date(2024, 8, 17)
    district.tables["roles"] = [{**row, "begins": None} for row in district.tables["roles"]]
    asked = Asked(measures=["mean_score"])
    found = values_at(district.built(), PRINCIPAL, [TEAM], asked)
    assert [(one.school_year, one.change) for one in found] == [(2025, None), (2026, None)]


def test_nothing_withheld_is_a_sum_of_what_is_shown(district):
    """Means and counts of everything that a school shows, as equations over its students."""
    chance = np.random.default_rng(5)
    students = []
    for number in range(150):
        grade = chance.choice(["05", "06", "07"], p=[0.5, 0.45, 0.05])
        said = {chance.choice(ORIGINS, p=[0.04, 0.5, 0.46]): True}
        said["sex"] = chance.choice(["female", "male", "other"], p=[0.5, 0.47, 0.03])
        said["english_learner"] = bool(chance.random() < 0.06)
        with_results(district, 1, grade=grade, begin=number, **said)
        origin = next(iter(said))
        learner = "english_learner" if said["english_learner"] else "not_english_learner"
        students.append({"all", grade, origin, said["sex"], learner})
    found = seen(district.built(), "mean_score", groups=None)
    counted = {
        (grade, group): np.array([{group, grade or "all"} <= one for one in students], float)
        for grade, group in found
        if " - " not in group
    }
    shown = np.array([v for key, v in counted.items() if isinstance(found[key], float)])
    withheld = [v for key, v in counted.items() if not isinstance(found[key], float)]
    assert (len(shown) >= 4, len(withheld) >= 4) == (True, True)
    for one in withheld:
        assert np.linalg.matrix_rank([*shown, one]) > np.linalg.matrix_rank(shown)
