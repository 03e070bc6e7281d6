"""Which results count, where a student has several or an odd one."""

from datetime import date

import pytest


def scores(district):
    return {
        place: value
        for (place, group), value in district.values("mean_score").items()
        if group == "all"
    }


def test_two_tests_in_a_year_count_once_with_the_last(district):
    district.student("a").result("a", score=400, administered_on=date(2025, 10, 2))
    district.result("a", score=500)
    assert scores(district) == dict.fromkeys(("d", "n", "east"), (500.0, 1))


def test_two_results_of_one_day_count_once_with_the_higher(district):
    district.student("a").result("a", score=510).result("a", score=480)
    assert scores(district)["east"] == (510.0, 1)


@pytest.mark.parametrize("status", ["invalid", "Absent", "not tested", "Test voided", "Refused"])
def test_invalid_result_does_not_count(district, status):
    district.student("a").student("b")
    district.result("a", score=500).result("b", score=100, test_status=status)
    assert scores(district)["east"] == (500.0, 1)


def test_exempt_and_alternate_are_counted_beside_the_value(district):
    for name in "abcd":
        district.student(name)
    district.result("a", score=500).result("b", test_status="Medical exemption")
    district.result("c", score=90, assessment="Spring", test_status="Alternate assessment")
    (row,) = (
        r for r in district.rows("mean_score") if r["place_id"] == "east" and r["grade"] == ""
    )
    counts = ("enrolled", "tested", "exempt", "alternate", "arrived_late")
    assert [row[name] for name in counts] == [4, 1, 1, 1, 0]
    assert district.values("participation")["east", "all"] == (2 / 3, 3)


@pytest.mark.parametrize(
    ("status", "exempt"),
    [
        ("Exempt", 1),
        ("Excused", 1),
        ("Not tested: medical", 1),
        ("Absent - unexcused", 0),
        ("Absent, excused", 0),
        ("Excused absence", 0),
        ("Not exempt, not tested", 0),
        ("Non-exempt", 0),
    ],
)
def test_who_was_absent_is_not_exempt(district, status, exempt):
    for name in "abcd":
        district.student(name).result(name, score=500)
    district.student("e").result("e", test_status=status)
    value, students = district.values("participation")["east", "all"]
    assert (value, students) == ((1.0, 4) if exempt else (0.8, 5))


def test_alternate_assessment_of_another_name_stands_for_the_test(district):
    for name in "abcd":
        district.student(name)
    for name in "abc":
        district.result(name, score=500)
    district.result("d", score=90, assessment="Spring Alternate Assessment")
    rows = [
        r for r in district.rows("participation") if (r["place_id"], r["grade"]) == ("east", "")
    ]
    assert [(r["assessment"], r["value"], r["alternate"]) for r in rows] == [("Spring", 1.0, 1)]


def test_alternate_assessment_that_was_not_taken_stands_for_none(district):
    district.student("a").student("b").result("a", score=500)
    district.result("b", assessment="Spring Alternate Assessment", test_status="Absent")
    assert district.values("participation")["east", "all"] == (0.5, 2)


def test_who_sat_both_is_tested(district):
    for name in "ab":
        district.student(name).result(name, score=500)
    district.result("b", score=90, assessment="Alternate Assessment")
    (row,) = (
        r for r in district.rows("participation") if (r["place_id"], r["grade"]) == ("east", "")
    )
    assert (row["tested"], row["alternate"]) == (2, 0)


def test_ids_of_the_state_and_identifiers_find_the_student(district):
    district.student("a").student("b").student("c")
    district.tables["users"][0]["state_id"] = "S1"
    district.tables["users"][1]["identifier"] = "1002"
    district.tables["users"][2]["user_ids"] = ["{NWEA:77}"]
    district.result("S1", student_id_kind="state", score=400).result("1002", score=500)
    district.result("77", student_id_kind="product", score=600)
    assert scores(district)["east"] == (500.0, 3)


def test_id_that_fits_two_people_fits_nobody(district):
    district.student("a").student("b").result("1002", score=500)
    for user in district.tables["users"]:
        user["identifier"] = "1002"
    assert scores(district) == {"d": (500.0, 1)}


def test_result_without_a_year_or_a_day_counts_nowhere(district):
    district.student("a").result("a", score=500, school_year=None, administered_on=None)
    assert scores(district) == {}
