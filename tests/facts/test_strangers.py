"""Results of students whom the roster does not know."""

from tests.facts.small import load_small
from tests.loads.exports import Export

from convergent.facts.held import approve
from convergent.facts.load import load
from convergent.facts.strangers import RULE

HEADING = "student_id,assessment,subject,date,score"


def load_results(students, folder, *, home):
    folder.mkdir(exist_ok=True)
    rows = (f"{one},Reading Test,ELA,2026-10-0{1 + at % 9},500" for at, one in enumerate(students))
    file = folder / "results.csv"
    file.write_text("\n".join([HEADING, *rows]) + "\n")
    return load([file], home=home)


def told(result):
    return [(one.line, one.column, one.value, one.fix, one.rows) for one in of_rule(result)]


def of_rule(result):
    return [one for one in result.notices if one.rule == RULE]


def test_results_of_another_district_wait_for_a_person(home, tmp_path):
    load_small(Export(), tmp_path / "roster", home=home)

    result = load_results(["x1", "x2", "x2"], tmp_path / "results", home=home)

    assert result.status == "held"
    fix = (
        "None of the file's students is in the roster (students: 2). Look whether it is this "
        "district's file, and which ids it has."
    )
    assert told(result) == [(2, "student_id", "x1", fix, 3)]


def test_results_of_a_few_strangers_are_published_and_told_of(home, tmp_path):
    load_small(Export(), tmp_path / "roster", home=home)

    result = load_results(["s01", "s02", "x1", "s03"], tmp_path / "results", home=home)

    assert result.status == "published"
    fix = (
        "1 of the file's 4 students are not in the roster. Nothing, if they have left; otherwise "
        "look at their ids."
    )
    assert told(result) == [(4, "student_id", "x1", fix, 1)]


def test_strangers_who_were_approved_once_do_not_wait_again(home, tmp_path):
    load_small(Export(), tmp_path / "roster", home=home)
    held = load_results(["x1", "x2"], tmp_path / "results", home=home)
    approve(home, held.held)

    result = load_results(["x1", "x2", "s01"], tmp_path / "results", home=home)

    assert (result.status, len(of_rule(result))) == ("published", 1)


def test_results_without_a_roster_are_not_held_against_one(home, tmp_path):
    result = load_results(["x1", "x2"], tmp_path / "results", home=home)

    assert (result.status, of_rule(result)) == ("published", [])


def test_results_of_a_known_student_by_another_id_are_no_strangers(home, tmp_path):
    roster = Export().write(tmp_path / "roster")
    users = (roster / "users.csv").read_text().splitlines()
    ids = [f"{users[0]},identifier", *(f"{line},i-{line[:3]}" for line in users[1:])]
    (roster / "users.csv").write_text("\n".join(ids) + "\n")
    load([roster], home=home)

    result = load_results(["i-s01", "i-s02"], tmp_path / "results", home=home)

    assert (result.status, of_rule(result)) == ("published", [])
