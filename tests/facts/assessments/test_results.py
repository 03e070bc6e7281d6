"""The general form, and what a result must be."""

from datetime import date
from decimal import Decimal

import pytest

from convergent.facts.load import Options, load

HEADING = "student_id,assessment,subject,grade,date,score,level"


def test_result_in_long_form_is_read_whole(read):
    read = read(HEADING, "S1,State Test,ELA,03,2026-04-20,512.5,2")

    (row,) = read.results
    assert row == {
        "result_id": "State Test/ELA/S1/2026-04-20",
        "student_id": "S1",
        "student_id_kind": "local",
        "assessment": "State Test",
        "subject": "ELA",
        "grade": "03",
        "administered_on": date(2026, 4, 20),
        "school_year": 2026,
        "administration": None,
        "school_id": None,
        "counts_at": None,
        "student_groups": None,
        "score": Decimal("512.5"),
        "score_type": None,
        "score_least": None,
        "score_most": None,
        "standard_error": None,
        "level": "2",
        "level_order": 2,
        "level_count": None,
        "level_meets": None,
        "percentile": None,
        "test_status": None,
        "product_result_id": None,
        "other_ids": None,
    }
    assert (read.result.status, read.result.errors) == ("published", ())


def test_results_of_a_simulated_district_are_read_beside_its_roster(simulated, home):
    result = load([simulated], home=home, options=Options(as_of=date(2026, 11, 19)))

    lines = (simulated / "results.csv").read_text().splitlines()
    assert result.errors == ()
    assert result.tables["assessment_results"].loaded == len(lines) - 1


def test_july_begins_a_school_year(read):
    read = read(HEADING, "S1,T,ELA,,2026-06-30,1,", "S1,T,ELA,,2026-07-01,1,")

    assert read.column("school_year") == [2026, 2027]


def test_row_without_student_is_rejected_for_that_alone(read):
    read = read(HEADING, ",T,ELA,,2026-04-20,1,", ",T,ELA,,2026-04-20,2,", "S1,T,ELA,,,3,")

    assert [(e.line, e.column, e.rule) for e in read.result.errors] == [
        (2, "student_id", "required"),
        (3, "student_id", "required"),
    ]
    assert read.column("student_id") == ["S1"]


def test_score_that_is_no_number_is_located(read):
    read = read(HEADING, "S1,T,ELA,,2026-04-20,absent,", "S2,T,ELA,,2026-04-20,7,")

    (error,) = read.result.errors
    assert (error.line, error.column, error.value, error.rule) == (2, "score", "absent", "decimal")
    assert read.column("student_id") == ["S2"]


def test_two_scores_for_one_result_contradict_each_other(read):
    read = read(HEADING, "S1,T,ELA,,2026-04-20,7,", "S1,T,ELA,,2026-04-20,8,")

    assert [(e.line, e.rule) for e in read.result.errors] == [(3, "contradiction")]


def test_earlier_results_stay_and_a_corrected_one_replaces_its_own(read):
    read(HEADING, "S1,T,ELA,,2025-04-20,7,", "S2,T,ELA,,2025-04-20,8,", name="one.csv")

    again = read(HEADING, "S1,T,ELA,,2025-04-20,9,", "S1,T,ELA,,2026-04-20,10,", name="two.csv")

    scores = {(r["student_id"], r["school_year"]): r["score"] for r in again.results}
    assert scores == {("S1", 2025): 9, ("S2", 2025): 8, ("S1", 2026): 10}


def test_row_without_score_is_kept_and_noticed(read):
    read = read(HEADING, "S1,T,ELA,,2026-04-20,,")

    (notice,) = [one for one in read.result.notices if one.rule == "no score"]
    assert (notice.line, notice.rows, len(read.results)) == (2, 1, 1)


@pytest.mark.asvs("1.2.4")
def test_quotes_in_values_reach_no_sql(read):
    read = read(HEADING, "S'1,\"O'Test'); DROP\",ELA,,2026-04-20,7,")

    assert read.column("student_id") == ["S'1"]
    assert read.column("assessment") == ["O'Test'); DROP"]
