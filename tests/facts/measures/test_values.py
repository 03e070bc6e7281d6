"""What each measure says of a small table."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from convergent.analysis.intervals import Z
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.finishing import kind_of


def of_all(rows, place="east"):
    (found,) = [
        r for r in rows if (r["place_id"], r["student_group"], r["grade"]) == (place, "all", "")
    ]
    return found


def test_share_at_level_counts_the_level_that_meets_and_those_above(district):
    for name, level in zip("abcde", (1, 2, 3, 4, None), strict=True):
        district.student(name)
        district.result(
            name, score=500, level=level and str(level), level_order=level, level_meets=3
        )
    assert district.values("share_at_level")["east", "all"] == (0.5, 4)


@pytest.mark.parametrize("missing", ["level_order", "level_meets"])
def test_share_at_level_is_not_told_where_nobody_said_what_meets_the_standard(district, missing):
    district.student("a")
    district.result(
        "a", score=500, **{"level": "3", "level_order": 3, "level_meets": 3, missing: None}
    )
    assert district.values("share_at_level") == {}


def test_interval_of_a_share_is_wilsons(district):
    """Agresti and Coull (1998): of 10 successes in 10 the 90 % interval begins at n / (n + z²)."""
    for number in range(10):
        district.student(f"s{number}").result(f"s{number}", score=1, level_order=3, level_meets=3)
    row = of_all(district.rows("share_at_level"))
    assert (row["low"], row["high"]) == (pytest.approx(10 / (10 + Z**2)), pytest.approx(1.0))


def test_mean_has_the_standard_error_of_its_students(district):
    for name, score in zip("abc", (400, 500, 600), strict=True):
        district.student(name).result(name, score=score)
    row = of_all(district.rows("mean_score"))
    assert (row["value"], row["standard_error"]) == (500.0, pytest.approx(100 / 3**0.5))


def test_mean_of_one_student_has_no_standard_error(district):
    row = of_all(district.student("a").result("a", score=400).rows("mean_score"))
    assert (row["value"], row["standard_error"], row["low"]) == (400.0, None, None)


def test_gap_is_told_for_levels_alone_where_there_are_no_scores(district):
    for number in range(40):
        district.student(f"s{number}", english_learner=number < 20)
        level = 1 + (number % 4 if number < 20 else max(number % 4, 1))
        district.result(f"s{number}", level=str(level), level_order=level)
    gaps = district.values("gap_v")
    value, students = gaps["east", "english_learner - not_english_learner"]
    assert (students, value < 0) == (20, True)
    assert district.values("gap_in_means") == {}


def test_gap_does_not_tell_of_who_is_in_which_grade(district):
    """Within each grade there is none; learners are mostly in the lower one."""
    for grade, now, score, learners in (("05", "06", 400, 30), ("06", "07", 600, 10)):
        for number in range(40):
            name = f"{grade}-{number}"
            district.student(name, grade=now, english_learner=number < learners)
            district.result(name, grade=grade, score=score + number % 5)
    found = {
        (row["place_id"], row["grade"]): (row["value"], row["students"], row["standard_error"])
        for row in district.rows("gap_in_means")
        if row["student_group"] == "english_learner - not_english_learner"
    }
    assert found["east", ""] == pytest.approx((0.0, 40, found["d", ""][2]), abs=1e-9)
    assert found["d", ""][2] < min(found["d", "05"][2], found["d", "06"][2])


def test_score_changes_within_grades(district):
    """In each grade it rises by 10; the many of the higher grade have left."""
    for year, in_fifth, in_sixth in ((2025, 12, 36), (2026, 36, 12)):
        for grade, score, students in (("05", 400, in_fifth), ("06", 600, in_sixth)):
            for number in range(students):
                name, gain = f"{year} {grade} {number}", 10 * (year - 2025)
                district.result(
                    name, grade=grade, school_id="7", school_year=year,
                    administered_on=date(year, 4, 21), score=score + gain + number % 3,
                )  # fmt: skip
    change = {
        row["grade"]: row["change"]
        for row in district.rows("mean_score")
        if row["place_id"] == "d" and row["school_year"] == 2026
    }
    assert change == pytest.approx({"": 10.0, "05": 10.0, "06": 10.0})


def test_gap_v_is_not_told_beside_scores_nor_without_an_order(district):
    for number in range(20):
        district.student(f"s{number}", english_learner=number < 10)
        district.result(f"s{number}", level="Blue", score=None)
    assert district.values("gap_v") == {}


def test_group_by_dates_comes_before_the_flag(district):
    district.student("a", english_learner=True).student("b", english_learner=False)
    district.add(
        "program_status",
        {"student_id": "a", "program": "english_learner", "begins": date(2026, 5, 1)},
        {"student_id": "b", "program": "english_learner", "begins": date(2024, 5, 1)},
    )
    district.result("a", score=400).result("b", score=600)
    values = district.values("mean_score")
    assert values["east", "english_learner"] == (600.0, 1)
    assert values["east", "not_english_learner"] == (400.0, 1)


def test_group_of_which_nothing_is_known_is_not_told(district):
    district.student("a").result("a", score=400)
    assert {group for _, group in district.values("mean_score")} == {"all"}


def test_group_that_the_file_says_counts_where_no_roster_knows_the_student(district):
    district.result("x", score=400, school_id="7", student_groups=["english_learner", "female"])
    groups = {group for place, group in district.values("mean_score") if place == "east"}
    assert groups == {"all", "english_learner", "female"}


def test_who_was_not_tested_lowers_participation(district):
    for name in "abcd":
        district.student(name)
    district.result("a", score=1).result("b", score=2).result("c", test_status="absent")
    assert district.values("participation")["east", "all"] == (0.5, 4)


def test_grade_that_hardly_anybody_of_was_tested_is_not_expected(district):
    """A student of the 5th grade who took the 6th grade's test does not make the 5th tested."""
    district.student("a").result("a", score=1)
    for number in range(5):
        district.student(f"five{number}", grade="06")
    district.result("five0", score=2, grade="05")
    assert district.values("participation")["east", "all"] == (1.0, 1)


def test_without_rosters_participation_is_not_told(district):
    district.result("x", score=400, school_id="7")
    assert district.values("participation") == {}


def test_absence_of_a_tenth_of_the_days_is_chronic(district):
    """From August 17 to November 20 there are 70 weekdays."""
    for name, days in (("a", 7), ("b", 6)):
        district.student(name, begins=date(2026, 8, 17))
        for number in range(days):
            absent = {"student_id": name, "school_id": "east", "attendance_status": "absent"}
            day = date(2026, 9, 7) + timedelta(days=7 * number)
            district.add("attendance_daily", {**absent, "date": day})
    assert district.values("chronic_absence")["east", "all"] == (0.5, 2)


def test_student_of_nine_days_is_not_yet_counted(district):
    district.student("a", begins=date(2026, 11, 10))
    absent = {"student_id": "a", "school_id": "east", "attendance_status": "absent"}
    district.add("attendance_daily", {**absent, "date": date(2026, 11, 10)})
    assert district.values("chronic_absence") == {}


def test_student_passes_who_has_sixty_percent_in_each_class(district):
    district.student("a").student("b")
    for number in (1, 2):
        district.add("classes", {"sourced_id": f"k{number}", "title": "K", "school_id": "east"})
        district.add(
            "lineItems",
            {"sourced_id": f"l{number}", "title": "L", "class_id": f"k{number}", "most": 10},
        )
    for at, (student, number, score) in enumerate(
        (("a", 1, 6), ("a", 2, 9), ("b", 1, 10), ("b", 2, 5.9))
    ):
        district.add(
            "results",
            {
                "sourced_id": f"g{at}",
                "line_item_id": f"l{number}",
                "student_id": student,
                "score": score,
                "score_status": "fully graded",
                "scored_on": date(2026, 10, 1),
            },
        )
    assert district.values("course_passing")["east", "all"] == (0.5, 2)


def test_snapshot_without_results_has_no_measures(district):
    district.student("a")
    assert (district.rows("mean_score"), district.manifest.rows) == ([], 0)


def test_teams_grades_are_what_it_answers_for_where_no_roster_tells(district):
    district.add("orgs", {"sourced_id": "t6", "name": "Grade 6", "type": "department"})
    district.tables["orgs"][-1] |= {"parent_id": "east", "grades": ["06"]}
    district.student("a").student("b", grade="08")
    district.result("a", score=400).result("b", score=600, grade="07")
    assert district.values("mean_score")["t6", "all"] == (400.0, 1)


def teach(district, teacher, students, *, number, school_year=2026):
    """A reading class, of last school year unless said otherwise."""
    span = {"begins": date(school_year - 1, 8, 17), "ends": date(school_year, 6, 12)}
    class_id = f"class{number}"
    district.add("classes", {"sourced_id": class_id, "title": "R", "school_id": "east"})
    district.tables["classes"][-1]["subjects"] = ["Reading"]
    for user, role in ((teacher, "teacher"), *((one, "student") for one in students)):
        seat = {"class_id": class_id, "user_id": user, "role": role, "school_id": "east"}
        district.add("enrollments", {"sourced_id": f"{class_id} {user}", **seat, **span})


def test_team_is_what_its_teachers_teach_where_a_roster_tells(district):
    district.add(
        "orgs", {"sourced_id": "t", "name": "T", "type": "department", "parent_id": "east"}
    )
    role = {"user_id": "t1", "org_id": "t", "role": "teacher"}
    district.add("roles", {"sourced_id": "of-t1", **role})
    district.student("a").student("b").result("a", score=400).result("b", score=600)
    teach(district, "t1", ["a"], number=1)
    teach(district, "t2", ["b"], number=2)
    values = district.values("mean_score")
    assert (values["t", "all"], values["east", "all"]) == ((400.0, 1), (500.0, 2))


def team(district, *teachers):
    district.add(
        "orgs", {"sourced_id": "t", "name": "T", "type": "department", "parent_id": "east"}
    )
    for one in teachers:
        role = {"user_id": one, "org_id": "t", "role": "teacher"}
        district.add("roles", {"sourced_id": f"of-{one}", **role})


def test_team_does_not_count_whom_its_school_does_not(district):
    team(district, "t1")
    district.student("a").student("b", begins=date(2026, 2, 2))
    district.result("a", score=400).result("b", score=600)
    teach(district, "t1", ["a", "b"], number=1)
    district.tables["enrollments"][-1]["begins"] = date(2026, 2, 2)
    values = district.values("mean_score")
    assert (values["t", "all"], values["east", "all"]) == ((400.0, 1), (400.0, 1))


def test_team_is_not_what_other_teachers_teach_its_students(district):
    team(district, "t1")
    district.student("a").result("a", score=400).result("a", score=900, subject="Mathematics")
    teach(district, "t1", ["a"], number=1)
    teach(district, "t2", ["a"], number=2)
    district.tables["classes"][-1]["subjects"] = ["Mathematics"]
    subjects = {
        (row["place_id"], row["subject"])
        for row in district.rows("mean_score")
        if row["place_kind"] in {"school", "team"}
    }
    assert subjects == {("t", "Reading"), ("east", "Reading"), ("east", "Mathematics")}


def test_assessments_that_are_spelt_alike_together_grow_apart(district):
    """“MAP” in “Reading”, and “MAP Reading” in nothing."""
    for number in range(60):
        name = f"s{number}"
        district.student(name)
        for named, slope in (({"assessment": "MAP"}, 1), (_ALIKE, -1)):
            for grade, year in (("05", 2025), ("06", 2026)):
                score = 400 + number * (slope if year == 2026 else 1)
                district.result(name, score=score, school_year=year, grade=grade, **named)
                district.tables["assessment_results"][-1]["administered_on"] = date(year, 4, 21)
    rows = [
        (row["assessment"], row["students"])
        for row in district.rows("mean_growth", minimum_cohort=20)
        if (row["place_id"], row["student_group"], row["grade"]) == ("east", "all", "")
    ]
    assert sorted(rows) == [("MAP", 60), ("MAP Reading", 60)]


_ALIKE = {"assessment": "MAP Reading", "subject": ""}


def test_fewest_students_of_a_definition_may_be_more_than_ten():
    known = definitions()["mean_score"]
    assert kind_of(known).minimum == 10
    assert kind_of(replace(known, minimum_students=30)).minimum == 30
    assert kind_of(replace(known, minimum_students=5)).minimum == 10
