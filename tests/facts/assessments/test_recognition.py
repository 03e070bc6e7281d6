"""A product is known by its headings, whatever else is in the file, and however it is called."""

from datetime import date
from decimal import Decimal

import pytest

from convergent.facts.load import Options, load
from convergent.facts.snapshot import quarantine_folder

MAP = {
    "TermName": "Fall 2025-2026",
    "StudentID": "S1",
    "Subject": "Mathematics",
    "TestType": "Survey With Goals",
    "TestID": "77",
    "TestStartDate": "09/16/2025",
    "TestRITScore": "208",
    "TestStandardError": "3.4",
    "TestPercentile": "57",
    "AchievementQuintile": "Avg",
    "Goal1Name": "Geometry",
    "Goal1RitScore": "201",
    "Goal1Adjective": "LoAvg",
}
STAR = {
    "StudentRenaissanceID": "r-1",
    "StudentIdentifier": "S1",
    "AssessmentID": "a-1",
    "CompletedDateLocal": "2025-08-21T13:28:05.852Z",
    "ScaledScore": "723",
    "StandardErrorOfMeasurement": "0.37",
    "PercentileRank": "40",
    "RenaissanceBenchmarkCategoryName": "On Watch",
}
ACCESS = {
    "StateStudentID": "S1",
    "TestCompletionDate": "2/6/2019",
    "Grade": "03",
    "ClusterListening": "3",
    "ScaleScoreOverall": "346",
    "ScaleScoreLiteracy": "320",
    "ProficiencyLevelOverall": "3.5",
    "ScaleScoreListening": "412",
}


def lines(row):
    return ",".join(row), ",".join(row.values())


def test_level_score_and_parts_of_a_product(read):
    read = read(*lines(MAP))

    (row,) = read.results
    assert (row["assessment"], row["score"], row["standard_error"]) == (
        "MAP Growth",
        208,
        Decimal("3.4"),
    )
    assert (row["level"], row["level_order"], row["level_count"]) == ("Avg", 3, 5)
    assert ("Geometry", "RIT Scale Score", "201") in {
        (p["part"], p["kind"], p["value"]) for p in read.parts
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda row: dict(reversed(row.items())),
        lambda row: {"New 2027": "x", **row, "Another": "y"},
        lambda row: {f"  {name}  ": value for name, value in row.items()},
        lambda row: {name.upper(): value for name, value in row.items()},
    ],
    ids=["other order", "more columns", "padded headings", "capitals"],
)
def test_product_is_known_though_its_heading_changed(read, change):
    read = read(*lines(change(MAP)))

    assert [file.form for file in read.result.files] == ["map_growth"]
    assert read.column("score") == [208]


def test_windows_line_ends_and_byte_order_mark_do_not_matter(read):
    heading, row = lines(MAP)
    read = read(text=f"\ufeff{heading}\r\n{row}\r\n")

    assert (read.column("score"), read.result.errors) == ([208], ())


def test_heading_that_stands_twice_is_no_result(read):
    heading, row = lines(MAP)
    read = read(heading, heading, row)

    assert (read.column("student_id"), read.result.errors) == (["S1"], ())


def test_spellings_of_other_years_are_known(read):
    read = read(*lines(ACCESS))

    (row,) = read.results
    assert (row["assessment"], row["score"], row["level"]) == ("ACCESS for ELLs", 346, "3")


@pytest.mark.parametrize(
    ("extra", "form"),
    [
        ("InstructionalReadingLevel", "star_reading"),
        ("Quantile", "star_math"),
        ("LiteracyClassification", "star_early_literacy"),
    ],
)
def test_tests_of_one_product_are_told_apart_by_their_columns(read, extra, form):
    read = read(*lines({**STAR, extra: ""}))

    assert [file.form for file in read.result.files] == [form]
    assert read.column("standard_error") == [None]  # what it reports is on another scale


def test_row_that_ends_early_is_read_where_the_layout_allows_it(read):
    heading, row = lines(MAP)
    short = "Fall 2025-2026,S2,Mathematics,Survey,78,09/17/2025,190,3.1,20,Low"
    read = read(heading, row, short)

    assert sorted(read.column("student_id")) == ["S1", "S2"]
    assert read.result.errors == ()


def test_row_that_ends_early_is_an_error_where_it_does_not(read):
    heading, row = lines({**STAR, "Quantile": ""})
    read = read(heading, row, "r-2,S2")

    assert [(error.line, error.rule) for error in read.result.errors] == [(3, "too few values")]


def test_file_without_the_column_of_the_student_is_refused(read):
    row = {("Pupil" if name == "StudentID" else name): value for name, value in MAP.items()}
    read = read(*lines(row))

    assert read.result.status == "refused"
    assert [(e.column, e.rule) for e in read.result.errors] == [("StudentID", "column present")]


def test_file_with_two_columns_of_one_name_is_refused(read):
    heading, row = lines(MAP)
    read = read(f"{heading},TestPercentile", f"{row},58")

    assert [(e.column, e.rule) for e in read.result.errors] == [("TestPercentile", "heading twice")]


def test_unknown_product_is_left_alone_and_a_layout_is_offered(read):
    read = read("Pupil,Points,Sat on", "S1,12,2026-04-20")

    assert read.result.status == "refused"
    assert "convergent layout suggest" in read.result.errors[0].fix


def test_level_that_the_order_lacks_is_located(read):
    read = read(*lines({**MAP, "AchievementQuintile": "Superb"}))

    (error,) = [one for one in read.result.errors if one.rule == "level known"]
    assert (error.line, error.column, error.value) == (2, "AchievementQuintile", "Superb")
    assert read.results == []


def test_score_out_of_its_range_is_located(read):
    read = read(*lines({**MAP, "TestRITScore": "2080"}))

    (error,) = [one for one in read.result.errors if one.rule == "score in range"]
    assert (error.line, error.column, error.value) == (2, "TestRITScore", "2080")


def test_date_of_another_form_is_not_guessed(read):
    read = read(*lines({**MAP, "TestStartDate": "16.09.2025"}))

    (error,) = [one for one in read.result.errors if one.rule == "date"]
    assert error.value == "16.09.2025 (not MM/DD/YYYY or YYYY-MM-DD)"


def test_parts_of_a_rejected_result_go_with_it(read):
    heading, row = lines(MAP)
    wrong = row.replace("S1", "S2").replace("208", "2080")
    read = read(heading, row, wrong)

    assert {part["result_id"] for part in read.parts} == {"MAP Growth/Mathematics/S1/77"}


def test_layout_that_is_forced_reads_or_refuses(home, tmp_path):
    (tmp_path / "a.csv").write_text("student_id,score,assessment\nS1,7,T\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("One,Two\n1,2\n", encoding="utf-8")

    forced = Options(as_of=date(2026, 11, 19), layout="results")
    read = load([tmp_path / "a.csv"], home=home, options=forced)
    refused = load([tmp_path / "b.csv"], home=home, options=forced)

    assert (read.status, read.tables["assessment_results"].loaded) == ("published", 1)
    assert refused.status == "refused"
    assert [e.column for e in refused.errors] == ["student_id", "score", "assessment"]


def test_rejected_rows_are_kept_and_load_once_they_are_mended(read, home):
    heading, row = lines(MAP)
    kept = read(heading, row, row.replace("S1", "S2").replace("208", "2080")).result.quarantine
    rejected = quarantine_folder(home) / kept / "a.csv"
    rejected.write_text(rejected.read_text().replace("2080", "209"))

    result = load([rejected], home=home, options=Options(as_of=date(2026, 11, 19)))

    assert (result.errors, result.tables["assessment_results"].loaded) == ((), 1)


def test_percentile_that_is_no_number_is_left_out_and_the_result_stays(read):
    read = read(*lines({**MAP, "TestPercentile": "top"}))

    assert (read.column("score"), read.column("percentile")) == ([208], [None])
    assert [(n.column, n.value) for n in read.result.notices if n.rule == "decimal"] == [
        ("TestPercentile", "top")
    ]


def test_wide_file_with_one_block_takes_only_filled_rows(read, own_layout):
    own_layout(
        """
        title = "Ours"
        known_by = ["Key"]
        [[results]]
        each.season = ["Fall", "Winter"]
        student_id = [{ column = "Key", kind = "local" }]
        assessment = "Ours"
        administration = "{season}"
        score = { column = "{season} points" }
        """
    )

    read = read("Key,Fall points", "S1,7", "S2,")

    assert read.column("student_id") == ["S1"]
