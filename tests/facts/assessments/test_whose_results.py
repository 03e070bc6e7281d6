"""Whose a result is, where the file or the roster says two things."""

import pytest
from tests.facts.assessments.conftest import Read
from tests.loads.exports import Export

from convergent.facts.load import load

HEADING = "student_id,state_student_id,assessment,subject,date,score"
WIDE = """
title = "Our test"
known_by = ["Oak Reading", "Oak Math"]
[[results]]
each.subject = ["Reading", "Math"]
student_id = [
  { column = "State", kind = "state" },
  { column = "Ours", kind = "product" },
  { column = "Local", kind = "local" },
]
assessment = "Oak"
subject = "{subject}"
score = { column = "Oak {subject}" }
"""
STATE = {"s01": "9001", "s02": "9002", "s03": "9003"}


@pytest.fixture
def roster(home, tmp_path):
    """Loads students with ids of the state."""

    def roster(state=STATE):
        folder = Export().write(tmp_path / "roster")
        heading, *users = (folder / "users.csv").read_text().splitlines()
        ids = (f"{line},{state.get(line.split(',')[0], '')}" for line in users)
        lines = [f"{heading},metadata.stateId", *ids]
        (folder / "users.csv").write_text("\n".join(lines) + "\n")
        return load([folder], home=home)

    return roster


@pytest.fixture
def results(home, tmp_path):
    """Loads results of these two ids each."""

    def results(*ids, heading=HEADING):
        file = tmp_path / "results.csv"
        rows = (f"{both},T,ELA,2026-10-01,{500 + at}" for at, both in enumerate(ids))
        file.write_text("\n".join([heading, *rows]) + "\n")
        return Read(load([file], home=home), home)

    return results


def located(findings, *rules):
    return [(f.file, f.line, f.column, f.value, f.rule) for f in findings if f.rule in rules]


def test_result_with_the_ids_of_two_students_is_rejected_and_located(roster, results):
    roster()

    read = results("s01,9001", "s02,9001", "s03,9003")

    assert read.result.status == "published_with_rejects"
    assert located(read.result.errors, "one student") == [
        ("results.csv", 3, "student_id", "s02", "one student")
    ]
    assert [one.fix for one in read.result.errors] == [
        "Correct the ids of this row: student_id names one student, and another id names another."
    ]
    assert sorted(read.column("student_id")) == ["s01", "s03"]


def test_result_with_the_ids_of_two_students_can_be_mended(roster, results):
    roster()
    results("s01,9001", "s02,9001")

    read = results("s01,9001", "s02,9002")

    assert (read.result.errors, sorted(read.column("student_id"))) == ((), ["s01", "s02"])


@pytest.mark.parametrize("ids", ["s01,9001", "s01,", ",9001", "s01,9999", "x1,9001", "x1,9999"])
def test_ids_that_agree_or_of_which_one_is_known_change_nothing(roster, results, ids):
    roster()

    read = results(ids, "s02,9002")

    assert (read.result.errors, len(read.results)) == ((), 2)
    kind = "local" if ids.split(",")[0] else "state"
    assert (kind, ids.strip(",").split(",")[0]) in [
        (row["student_id_kind"], row["student_id"]) for row in read.results
    ]


def test_ids_without_a_roster_are_of_nobody_else(results):
    read = results("s01,9001", "s02,9001")

    assert (read.result.errors, len(read.results)) == ((), 2)


def test_every_further_id_is_compared_also_where_a_row_has_several_results(
    roster, own_layout, read
):
    roster()
    own_layout(WIDE)
    rows = ("i1,9001,s01,500,600", "i2,9001,s02,501,601", ",,s03,502,602", "i4,,s04,503,603")

    read = read("Ours,State,Local,Oak Reading,Oak Math", *rows)

    assert located(read.result.errors, "one student") == [
        ("a.csv", 3, "State", "9001", "one student"),
        ("a.csv", 3, "State", "9001", "one student"),
    ]
    assert len(read.results) == 6


def test_students_with_one_state_id_are_published_and_each_is_listed(roster):
    result = roster({"s01": "9001", "s02": "9002", "s03": "9001", "s05": "9002"})

    assert result.status == "published"
    rule = "one person for each"
    assert located(result.notices, rule) == [
        ("users.csv", 3, "metadata.stateId", "9001", rule),
        ("users.csv", 4, "metadata.stateId", "9002", rule),
        ("users.csv", 5, "metadata.stateId", "9001", rule),
        ("users.csv", 7, "metadata.stateId", "9002", rule),
    ]


def test_results_whose_id_fits_several_are_nobodys_and_each_is_listed(roster, results):
    roster({"s01": "9001", "s02": "9001", "s03": "9003"})

    read = results(",9001", "s03,9003", ",9001")

    rule = "an id of one student"
    assert located(read.result.notices, rule) == [
        ("results.csv", 2, "student_id", "9001", rule),
        ("results.csv", 4, "student_id", "9001", rule),
    ]
