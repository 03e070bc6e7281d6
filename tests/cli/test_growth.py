"""`convergent growth`, on files of a person's own."""

import csv
import gzip
import json

import numpy as np
import pyarrow.csv
import pyarrow.parquet
import pytest

from tests.analysis.growing import scores_of

pytestmark = pytest.mark.without_records

HEAD = "student_id,subject,year,grade,score"


@pytest.fixture
def long(tmp_path):
    """400 students of reading in grades 3, 4 and 5, of 2023 to 2025."""
    rows = [
        f"s{student},reading,{2023 + at},{3 + at},{score:.0f}"
        for student, scores in enumerate(scores_of(400, years=3))
        for at, score in enumerate(scores)
    ]
    return written(tmp_path / "long.csv", HEAD, *rows)


def written(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows_of(path):
    text = path.read_bytes()
    if path.suffix == ".gz":
        text = gzip.decompress(text)
    return list(csv.DictReader(text.decode().splitlines()))


def test_growth_writes_a_row_for_each_result_with_a_prior(command, long, tmp_path):
    ended = command.run("growth", long, tmp_path / "out.csv", "--json")

    found = rows_of(tmp_path / "out.csv")
    assert ended.code == 0, ended.err
    assert ended.err == ""
    assert list(found[0]) == [
        "student_id", "subject", "year", "grade", "sgp", "priors", "norm_group",
    ]  # fmt: skip
    assert [(row["year"], row["grade"], row["priors"]) for row in found] == [
        *([("2024", "4", "1")] * 400),
        *([("2025", "5", "2")] * 400),
    ]
    assert found[-1]["norm_group"] == "2023/reading_3; 2024/reading_4; 2025/reading_5"
    told = json.loads(ended.out)
    assert told["written"] == 800
    assert [(one["grades"], one["students"]) for one in told["progressions"]] == [
        ([3, 4], 400),
        ([3, 4, 5], 400),
    ]
    assert not (command.home / "records.sqlite3").exists()


def test_year_and_progression_choose(command, long, tmp_path):
    ended = command.run(
        "growth", long, tmp_path / "out.csv.gz", "--year", 2025, "--progression", "4:5"
    )

    found = rows_of(tmp_path / "out.csv.gz")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"Wrote growth percentiles of 400 results to {tmp_path}/out.csv.gz.\n"
    assert {row["norm_group"] for row in found} == {"2024/reading_4; 2025/reading_5"}


def test_wide_and_parquet_give_what_long_gives(command, long, tmp_path):
    lines = [
        f"s{student},3,4,5," + ",".join(f"{one:.0f}" for one in scores)
        for student, scores in enumerate(scores_of(400, years=3))
    ]
    years = (2023, 2024, 2025)
    head = ",".join(["ID", *(f"GRADE_{one}" for one in years), *(f"SS_{one}" for one in years)])
    wide = written(tmp_path / "wide.csv", head, *lines)
    parquet = tmp_path / "long.parquet"
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(long), parquet)

    for number, source in enumerate((long, wide, parquet)):
        into = tmp_path / f"{number}.csv"
        ended = command.run("growth", source, into, "--subject", "reading")
        assert ended.code == 0, ended.err

    assert rows_of(tmp_path / "1.csv") == rows_of(tmp_path / "0.csv")
    assert rows_of(tmp_path / "2.csv") == rows_of(tmp_path / "0.csv")


def test_wide_file_of_two_subjects_keeps_them_apart(command, tmp_path):
    rows = [
        f"s{student},{subject},3,4,{before + add:.0f},{after + add:.0f}"
        for student, (before, after) in enumerate(scores_of(400))
        for subject, add in (("reading", 0), ("maths", 300))
    ]
    head = "ID,SUBJECT,GRADE_2024,GRADE_2025,SS_2024,SS_2025"
    source = written(tmp_path / "wide.csv", head, *rows)

    ended = command.run("growth", source, tmp_path / "out.csv")

    assert ended.code == 0, ended.err
    by_subject = {
        name: [row["sgp"] for row in rows_of(tmp_path / "out.csv") if row["subject"] == name]
        for name in ("reading", "maths")
    }
    assert by_subject["reading"] == by_subject["maths"]
    assert len(by_subject["reading"]) == 400


def test_what_a_spreadsheet_would_take_for_a_formula_is_marked_in_csv_alone(command, tmp_path):
    rows = [
        f"@s{student},=cmd|x,{2024 + at},{3 + at},{score:.0f}"
        for student, scores in enumerate(scores_of(400))
        for at, score in enumerate(scores)
    ]
    source = written(tmp_path / "in.csv", HEAD, *rows)

    for name in ("out.csv", "out.csv.gz", "out.parquet"):
        ended = command.run("growth", source, tmp_path / name)
        assert ended.code == 0, ended.err

    marked = rows_of(tmp_path / "out.csv")
    assert {(row["subject"], row["student_id"][:3]) for row in marked} == {("'=cmd|x", "'@s")}
    assert rows_of(tmp_path / "out.csv.gz") == marked
    plain = pyarrow.parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["student_id"] for row in plain] == [row["student_id"][1:] for row in marked]


def test_file_that_unpacks_to_more_than_is_likely_is_refused(command, tmp_path):
    source = tmp_path / "bomb.csv.gz"
    line = b"s1," + b"R" * 4_000 + b",2025,5,300\n"
    with gzip.open(source, "wb") as file:
        for _ in range(400):
            file.write(line * 100)

    ended = command.run("growth", source, tmp_path / "out.csv")

    assert ended.code == 3
    assert "it is over 200 times its packed size" in ended.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["missing/out.csv"], "The folder {}/missing is not there."),
        (["."], "{} is a folder."),
        (["out.csv", "--save-matrices", "missing/norms.json"], "The folder {}/missing is not"),
        (["out.csv", "--matrices", "."], "{} is no file."),
        (["out.csv", "--matrices", "missing.json"], "{}/missing.json is no file."),
    ],
)
def test_files_that_cannot_be_are_refused_before_anything_is_computed(
    command, tmp_path, options, said
):
    source = written(tmp_path / "in.csv", HEAD, "s1,reading,2024,3,bad")
    given = [one if one.startswith("--") else tmp_path / one for one in options]

    ended = command.run("growth", source, *given)

    assert (ended.code, "Traceback" in ended.err) == (3, False)
    assert said.format(tmp_path) in ended.err


def test_saved_model_of_few_students_is_warned_of(command, long, tmp_path):
    few = written(tmp_path / "few.csv", *long.read_text().splitlines()[:121])
    saved = tmp_path / "norms.json"

    ended = command.run(
        *("growth", few, tmp_path / "out.csv", "--minimum-cohort", 30, "--save-matrices", saved)
    )

    assert ended.code == 0, ended.err
    assert ended.err.splitlines()[0] == (
        "A saved model rests on 40 students: it follows their scores so closely that norms.json "
        "should not be passed on."
    )
    ends = [one["scores"] for one in json.loads(saved.read_text())["matrices"]]
    assert {end % 10 for low_high in ends for end in low_high} == {0}


def test_headings_of_the_r_package_are_known(command, tmp_path):
    rows = [
        f"VALID_CASE,READING,{2023 + at}_{2024 + at},{student},{3 + at},{score:.0f}"
        for student, scores in enumerate(scores_of(400))
        for at, score in enumerate(scores)
    ]
    rows += ["INVALID_CASE,READING,2024_2025,7,4,999", "VALID_CASE,ALGEBRA,2024_2025,7,EOCT,999"]
    head = "VALID_CASE,CONTENT_AREA,YEAR,ID,GRADE,SCALE_SCORE"
    source = written(tmp_path / "in.csv", head, *rows)

    ended = command.run("growth", source, tmp_path / "out.csv")

    assert ended.code == 0, ended.err
    assert ended.err.splitlines()[:2] == [
        "1 result is left out, which the file does not call VALID_CASE.",
        "1 result is left out, whose grade is no whole number, "
        "such as “EOCT” in line 803 of in.csv.",
    ]
    assert {row["year"] for row in rows_of(tmp_path / "out.csv")} == {"2025"}


def test_saved_matrices_score_a_small_file(command, long, tmp_path):
    saved = tmp_path / "norms.json"
    first = command.run("growth", long, tmp_path / "all.csv", "--save-matrices", saved)
    few = written(tmp_path / "few.csv", *long.read_text().splitlines()[:31])

    ended = command.run("growth", few, tmp_path / "few-out.csv", "--matrices", saved)

    assert (first.code, ended.code) == (0, 0), ended.err
    everybody = {(row["student_id"], row["year"]): row for row in rows_of(tmp_path / "all.csv")}
    assert len(rows_of(tmp_path / "few-out.csv")) == 20
    for row in rows_of(tmp_path / "few-out.csv"):
        assert row == everybody[row["student_id"], row["year"]]


def test_cut_scores_say_what_growth_leads_there(command, long, tmp_path):
    cuts = written(tmp_path / "cuts.csv", "subject,grade,score", "reading,4,520", "reading,5,540")
    ended = command.run("growth", long, tmp_path / "out.csv", "--cuts", cuts)
    assert ended.code == 0, ended.err
    rows = rows_of(tmp_path / "out.csv")
    scores = {(r["student_id"], r["year"]): float(r["score"]) for r in rows_of(long)}
    of_4 = [row for row in rows if row["grade"] == "4"]
    assert all(
        row["keeps_up"] == str(scores[row["student_id"], row["year"]] >= 520).lower()
        for row in of_4
    )
    needed = [int(row["target_1"]) for row in of_4]
    assert np.corrcoef(needed, [scores[r["student_id"], r["year"]] for r in of_4])[0, 1] < -0.5
    assert {(row["target_2"], row["target_3"]) for row in of_4} == {("", "")}
    assert {row["target_1"] for row in rows if row["grade"] == "5"} == {""}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["grade,cut", "4,520"], "there is no column score"),
        (["grade,score", "4,high"], "cuts.csv:2:score: “high” is not a number"),
        (["grade,score", "4,520", "04,530"], "cuts.csv:3:grade: “04” is not a grade that stands"),
    ],
)
def test_cut_scores_that_cannot_be_are_located(command, long, tmp_path, lines, said):
    ended = command.run(
        "growth", long, tmp_path / "out.csv", "--cuts", written(tmp_path / "cuts.csv", *lines)
    )
    assert (ended.code, said in ended.err) == (3, True), ended.err


def test_interval_needs_errors_of_measurement(command, long, tmp_path):
    without = command.run("growth", long, tmp_path / "out.csv", "--interval")
    head, *rows = long.read_text().splitlines()
    source = written(tmp_path / "sem.csv", head + ",sem", *(f"{row},12" for row in rows))
    ended = command.run("growth", source, tmp_path / "out.csv", "--interval")

    assert without.code == 3
    assert without.err.startswith("long.csv: an interval needs a column sem")
    assert ended.code == 0, ended.err
    bounds = np.array(
        [
            [int(row[name]) for name in ("sgp_low", "sgp", "sgp_high")]
            for row in rows_of(tmp_path / "out.csv")
        ]
    )
    assert (np.diff(bounds) >= 0).all()


def test_what_is_wrong_in_a_file_is_located(command, tmp_path):
    source = written(
        tmp_path / "in.csv",
        HEAD,
        "s1,reading,2024,3,fine",
        "s2,reading,soon,4,500",
        "s1,reading,2025,4,",
    )

    ended = command.run("growth", source, tmp_path / "out.csv")

    assert (ended.code, ended.out) == (3, "")
    assert ended.err.splitlines() == [
        f"{source} cannot be used.",
        "  in.csv:2:score: “fine” is not a number. "
        "Write a scale score, or nothing where there is none.",
        "  in.csv:3:year: “soon” is not a year. Write it as 2025 or 2024-25.",
    ]
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["name,score", "a,1"], "there is no column for student, subject, year, grade"),
        (["ID,SS_2025", "a,1"], "there is no column GRADE_2025"),
        ([HEAD], "in.csv: there is no score. See --subject"),
        ([HEAD, f"s1,{'R' * 4_000},2025,5,300"], f"“{'R' * 60}…” is not a name of at most 200"),
        (
            [HEAD, "a,R,2025,5,1", "a,R,2025,6,1", "a,R,2024,4,1", "a,R,2024,5,1"],
            "It holds no results that count.",
        ),
    ],
)
def test_files_of_another_kind_are_refused(command, tmp_path, lines, said):
    ended = command.run("growth", written(tmp_path / "in.csv", *lines), tmp_path / "out.csv")

    assert ended.code == 3
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_a_broken_parquet_file_is_refused(command, tmp_path):
    source = written(tmp_path / "in.parquet", "student_id,score")

    ended = command.run("growth", source, tmp_path / "out.csv")

    assert ended.code == 3
    assert "is not a readable table. Save it as CSV in UTF-8 with a heading" in ended.err


def test_too_small_a_cohort_says_what_to_do(command, tmp_path, long):
    few = written(tmp_path / "few.csv", *long.read_text().splitlines()[:37])

    ended = command.run("growth", few, tmp_path / "out.csv", "--progression", "3:4")

    assert ended.code == 3
    assert ended.err.splitlines() == [
        "Nobody has a growth percentile, and nothing was written.",
        "  reading, 2024, grades 3 to 4: 12 students have such scores, fewer than the minimum of "
        "300; nobody has a growth percentile.",
        " Lower --minimum-cohort, or score by norms of a state or a larger district: --matrices.",
    ]
    assert not (tmp_path / "out.csv").exists()


def test_a_progression_that_the_file_does_not_hold_is_refused(command, long, tmp_path):
    ended = command.run("growth", long, tmp_path / "out.csv", "--progression", "6:8")

    assert ended.code == 3
    assert "It holds grades 3 to 5 of 2023 to 2025 in reading." in ended.err


@pytest.mark.parametrize("progression", ["3", "5:3", "3:3", "a:b", "1:99"])
def test_a_progression_is_a_range(command, long, tmp_path, progression):
    ended = command.run("growth", long, tmp_path / "out.csv", "--progression", progression)

    assert ended.code == 2
    assert ended.err == (
        f"--progression {progression} is no range of two grades or more. "
        "Write the first and the last grade, such as 3:5.\n"
    )
