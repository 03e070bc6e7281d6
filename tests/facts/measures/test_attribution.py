"""Where a student's result counts."""

from datetime import date

import pytest

EVERYWHERE, DISTRICT = {"d", "n", "east"}, {"d"}


def counted(district):
    district.result("a", score=500)
    return {place for place, group in district.values("mean_score") if group == "all"}


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (date(2025, 8, 17), None, EVERYWHERE),
        (date(2025, 10, 1), date(2026, 4, 21), EVERYWHERE),
        (date(2025, 10, 2), None, DISTRICT),
    ],
)
def test_student_counts_where_she_was_from_october_to_the_test(district, begins, ends, expected):
    assert counted(district.student("a", begins=begins, ends=ends)) == expected


@pytest.mark.parametrize(
    ("back", "expected"), [(date(2026, 1, 19), EVERYWHERE), (date(2026, 1, 20), DISTRICT)]
)
def test_gap_of_ten_school_days_does_not_matter_and_of_eleven_does(district, back, expected):
    district.student("a", ends=date(2026, 1, 2)).stay("a", "east", back)
    assert counted(district) == expected


def test_two_gaps_matter(district):
    district.student("a", ends=date(2026, 1, 2)).stay(
        "a", "east", date(2026, 1, 7), date(2026, 2, 6)
    )
    assert counted(district.stay("a", "east", date(2026, 2, 11))) == DISTRICT


def test_gap_over_a_break_of_the_calendar_does_not_matter(district):
    for day in range(5, 31):
        district.add(
            "calendar_days", {"org_id": "d", "date": date(2026, 1, day), "day_type": "break"}
        )
    district.add(
        "calendar_days", {"org_id": "d", "date": date(2026, 2, 2), "day_type": "instructional"}
    )
    district.student("a", ends=date(2026, 1, 2)).stay("a", "east", date(2026, 2, 2))
    assert counted(district) == EVERYWHERE


def test_mover_counts_at_the_district(district):
    district.student("a", ends=date(2026, 2, 27)).stay("a", "west", date(2026, 3, 2))
    assert counted(district) == DISTRICT


def test_district_settles_another_day_and_gap(district):
    district.student("a", begins=date(2025, 11, 3)).result("a", score=500)
    values = district.values("mean_score", continuous_from=(11, 5))
    assert ("east", "all") in values


def test_school_of_the_file_counts_where_no_roster_knows_the_student(district):
    district.result("a", score=500, school_id="7")
    assert {p for p, g in district.values("mean_score") if g == "all"} == EVERYWHERE


def test_school_of_the_file_gives_way_to_the_roster(district):
    district.student("a").result("a", score=500, school_id="west")
    assert {p for p, g in district.values("mean_score") if g == "all"} == EVERYWHERE


@pytest.mark.parametrize(
    ("says", "expected"), [("school", EVERYWHERE), ("district", DISTRICT), ("state", set())]
)
def test_file_that_says_where_a_result_counts_is_believed(district, says, expected):
    district.student("a", school="").result("a", score=500, school_id="east", counts_at=says)
    assert {p for p, g in district.values("mean_score") if g == "all"} == expected


def test_who_arrived_late_is_said(district):
    district.student("a").student("b", begins=date(2026, 2, 2))
    district.result("a", score=500).result("b", score=300)
    rows = {r["place_id"]: r for r in district.rows("mean_score") if r["grade"] == ""}
    assert (rows["east"]["value"], rows["east"]["arrived_late"]) == (500.0, 1)
    assert (rows["d"]["value"], rows["d"]["arrived_late"]) == (400.0, 1)
