"""Whose a result is, where the file or the roster says two things."""

import duckdb
import pytest
from tests.facts.assessments.conftest import Read
from tests.loads.exports import Export

from convergent.facts.forgetting import forget
from convergent.facts.load import load
from convergent.facts.measures.base.people import make_identity
from convergent.facts.measures.base.snapshot_views import show_snapshot
from convergent.facts.measures.base.tests_taken import ARE_ONE_STUDENTS
from convergent.facts.snapshot import current_snapshot

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


@pytest.fixture
def people_of(home):
    """Whose results count, as measures see them: scores by person."""

    def people():
        with duckdb.connect() as connection:
            show_snapshot(connection, current_snapshot(home))
            make_identity(connection)
            return connection.execute(
                f"""SELECT person, score::INTEGER FROM assessment_results AS file
                JOIN identity ON kind = student_id_kind AND identity.id = student_id
                WHERE {ARE_ONE_STUDENTS} ORDER BY ALL"""
            ).fetchall()

    return people


STATE_FIRST = """
title = "Our test"
known_by = ["Oak"]
[[results]]
student_id = [{ column = "State", kind = "state" }, { column = "Local", kind = "local" }]
assessment = "Oak"
subject = "Reading"
administered_on = { column = "Day", formats = ["%Y-%m-%d"] }
score = { column = "Oak" }
"""


@pytest.fixture
def state_first(own_layout, home, tmp_path):
    """Loads results that have the state's id first and the district's second."""

    def results(*rows):
        own_layout(STATE_FIRST)
        file = tmp_path / "oak.csv"
        dated = (f"{row},2026-10-{at:02}" for at, row in enumerate(rows, 1))
        file.write_text("\n".join(["State,Local,Oak,Day", *dated]) + "\n")
        return Read(load([file], home=home), home)

    return results


def test_results_before_the_roster_are_of_whom_either_id_names(state_first, roster, people_of):
    state_first("9001,s01,500", "9002,s02,501", ",s03,502", "9004,,503", "9009,x9,504")
    before = people_of()

    result = roster({})

    assert [person for person, _ in before] == [
        "local:s03",
        "state:9001",
        "state:9002",
        "state:9004",
        "state:9009",
    ]
    assert (result.status, located(result.notices, "one student")) == ("published", [])
    assert people_of() == [
        ("s01", 500),
        ("s02", 501),
        ("s03", 502),
        ("state:9004", 503),
        ("state:9009", 504),
    ]


def test_one_student_by_either_id_is_one_whichever_file_says_it(state_first, roster, people_of):
    state_first("9001,s01,500", "9001,,510")
    roster({})

    assert people_of() == [("s01", 500), ("s01", 510)]


def test_results_before_the_roster_with_the_ids_of_two_are_nobodys_and_listed(
    state_first, roster, people_of
):
    state_first("9001,s02,500", "9002,s02,501")

    result = roster({"s01": "9001", "s02": "9002"})

    rule = "one student"
    assert located(result.notices, rule) == [("users.csv", 3, "sourcedId", "9001, s02", rule)]
    assert people_of() == [("s02", 501)]


def test_id_that_others_give_to_two_students_is_nobodys(state_first, roster, people_of):
    state_first("9001,s01,500", "9001,s02,501")
    roster({})

    assert people_of() == [("state:9001", 500), ("state:9001", 501)]


def test_file_whose_further_ids_are_known_is_no_strangers_file(state_first, roster):
    roster({})

    read = state_first("9001,s01,500", "9002,s02,501")

    assert located(read.result.notices, "student of the roster") == []
    assert read.result.status == "published"


@pytest.mark.parametrize("first", ["results", "roster"])
def test_results_under_either_id_go_with_the_student_and_do_not_come_back(
    state_first, roster, people_of, home, first
):
    rows = ("9001,s01,500", "9002,s02,501", "9001,,510")
    for load_now in (lambda: state_first(*rows), lambda: roster({}))[
        :: 1 if first == "results" else -1
    ]:
        load_now()

    forget(home, "s01")
    gone = people_of()
    again = state_first("9001,s01,520", "9001,,530", "9002,s02,501", "7001,s01,540")

    assert gone == [("s02", 501)]
    assert {row["student_id"] for row in again.results} == {"9002"}
    folder = current_snapshot(home).folder
    assert not any(b"9001" in file.read_bytes() for file in folder.glob("assessment*.parquet"))


def test_student_of_results_alone_goes_under_every_id(state_first, home):
    state_first("9001,s01,500", "9002,s02,501", ",s01,510")

    forget(home, "state:9001")
    again = state_first("9002,s02,501", ",s01,520")

    assert {row["student_id"] for row in again.results} == {"9002"}
