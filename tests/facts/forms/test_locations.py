"""Where a finding points, whatever the file has above its heading and however it heads a column."""

import pytest
from tests.facts.forms.exports import found

pytestmark = pytest.mark.without_records
ABOVE = "\n\n"
MAPPING = """\
file = "marks*.csv"
date_order = "month first"

[[rows]]
form = "attendance_daily"
[rows.columns]
student_id = "Pupil"
date = "Day"
attendance_status = "Mark"
[rows.constants]
school_id = "s1"
"""


@pytest.mark.parametrize(
    ("name", "text", "column"),
    [
        ("spending.csv", "fiscal_year,org_id,amount_type\n2027,s1,budget\n", "amount"),
        ("Schools.csv", "school_id,school,grades\n101,Lincoln,06\n", "district"),
        ("marks.csv", "Pupil,Day,Other\np1,09/14/2026,x\n", "Mark"),
    ],
    ids=["own form", "spreadsheet", "mapping"],
)
def test_missing_column_is_told_at_the_heading_below_empty_lines(loads, name, text, column):
    loads.mapping("marks.toml", MAPPING)
    loads.write(name, ABOVE + text)

    result = loads.load(name)

    assert found(result.errors) == [(name, 3, column, "", "column present")]


def test_missing_score_is_told_at_the_heading_below_empty_lines(loads):
    loads.write("a.csv", ABOVE + "student_id,assessment,subject\np1,Test,ELA\n")

    result = loads.load("a.csv", layout="results")

    assert found(result.errors) == [("a.csv", 3, "score", "", "column present")]


def test_result_that_comes_twice_is_told_by_a_column_of_the_file(loads):
    row = "p1,Test,ELA,2026-10-01,5"
    loads.write("a.csv", f"student_id,assessment,subject,date,score\n{row}\n{row}\n")

    (error,) = loads.load("a.csv").errors

    assert (error.line, error.column, error.rule) == (3, "student_id", "duplicate")
    assert error.fix == (
        "Keep one row for each student, assessment, subject, and administration or day."
    )


def test_year_of_two_digits_is_no_year_for_a_mapping_either(loads):
    loads.load("orgs.csv", "users.csv")
    loads.mapping("marks.toml", MAPPING)
    loads.write("marks.csv", "Pupil,Day,Mark\np1,09/14/26,absent\np2,09/14/2026,absent\n")

    result = loads.load("marks.csv")

    assert found(result.errors) == [("marks.csv", 2, "Day", "09/14/26", "date")]


def test_second_district_is_told_where_it_stands(loads):
    orgs = (loads.exports / "orgs.csv").read_text()
    loads.write("orgs.csv", f"{orgs}e,East,district,\n")

    (error,) = loads.load("orgs.csv", one_district=True).errors

    assert (error.file, error.line, error.column, error.value) == ("orgs.csv", 5, "type", "d, e")
