"""`convergent protect`, on files of a person's own."""

import csv
import json

import pyarrow.parquet
import pytest

pytestmark = pytest.mark.without_records

HEAD = "school,network,group,students"
LEAVES = [
    ("Lincoln", "North", "A", 4),
    ("Lincoln", "North", "B", 40),
    ("Lincoln", "North", "C", 51),
    ("Harper", "North", "A", 30),
    ("Harper", "North", "B", 45),
    ("Harper", "North", "C", 52),
    ("Mann", "South", "A", 31),
    ("Mann", "South", "B", 46),
    ("Mann", "South", "C", 53),
]
BY = ("--dimensions", "school>network,group")


def written(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def counts(tmp_path, leaves=LEAVES):
    return written(tmp_path / "in.csv", HEAD, *(",".join(map(str, leaf)) for leaf in leaves))


def rows_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_protect_writes_every_cell_and_withholds_the_small_one(command, tmp_path):
    out = tmp_path / "out.csv"
    ended = command.run(
        "protect", counts(tmp_path), out, *BY, "--count", "students", "--seed", "1", "--json"
    )

    found = rows_of(out)
    told = json.loads(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert list(found[0]) == ["school", "network", "group", "n", "status"]
    assert len(found) == told["cells"] == (3 + 2 + 1) * 4
    assert (told["small"], told["also_withheld"]) == (1, 3)
    assert told["narrowest"] >= 9
    assert found[0] == {
        "school": "Harper", "network": "North", "group": "A", "n": "", "status": "withheld",
    }  # fmt: skip
    hidden = [row for row in found if row["status"] == "withheld"]
    assert [row["n"] for row in hidden] == [""] * 4
    assert found[-1] == {
        "school": "*", "network": "*", "group": "*", "n": "352", "status": "published",
    }  # fmt: skip


def test_protect_counts_students_where_no_count_is_named(command, tmp_path):
    rows = [",".join(leaf[:3]) for leaf in LEAVES for _ in range(leaf[3])]
    source = written(tmp_path / "students.csv", "school,network,group", *rows)
    ended = command.run("protect", source, tmp_path / "out.parquet", *BY)

    found = pyarrow.parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert ended.code == 0
    assert ended.out == ""
    assert ended.err.splitlines()[1] == "Withheld 1 small ones, and 3 that told of them."
    assert found[-1]["n"] == 352


def test_audit_writes_what_an_attacker_learns(command, tmp_path):
    audit = tmp_path / "private.csv"
    command.run(
        "protect", counts(tmp_path), tmp_path / "out.csv", *BY, "--count", "students",
        "--audit", audit,
    )  # fmt: skip

    found = rows_of(audit)
    small = [row for row in found if row["n"] == "4"]
    assert len(found) == 4
    assert [(row["school"], float(row["low"])) for row in small] == [("Lincoln", 1.0)]
    assert float(small[0]["high"]) >= 9


@pytest.mark.parametrize(("people", "small"), [(7, 1), (8, 0)])
def test_staff_are_told_from_eight_on(command, tmp_path, people, small):
    leaves = [("Lincoln", "North", "A", people), *LEAVES[1:]]
    asked = ("protect", counts(tmp_path, leaves), tmp_path / "out.csv", *BY, "--count", "students")
    ended = command.run(*asked, "--staff", "--json")
    assert json.loads(ended.out)["small"] == small
    assert (json.loads(ended.out)["narrowest"] or 7) >= 7


def test_ledger_takes_staff_from_eight_on_and_students_from_ten(in_use, tmp_path):
    leaves = [("Lincoln", "North", "A", 8), *LEAVES[1:]]
    said = ("--count", "students", "--title", "Who teaches", "--to", "public")
    asked = ("releases", "add", counts(tmp_path, leaves), tmp_path / "out.csv", *BY, *said)
    few = in_use.run(*asked, "--students", "teachers", "--minimum", "8")
    assert (few.code, few.out) == (3, "")
    assert few.err.startswith("Nothing goes out that tells of fewer than 10. ")
    assert not (tmp_path / "out.csv").exists()
    told = in_use.run(*asked, "--students", "teachers", "--staff", "--json")
    assert (told.code, told.err) == (0, "")
    assert json.loads(told.out)["withheld"] == 0


def test_what_is_out_already_is_protected_with_it(command, tmp_path):
    """Three more students came to Harper's group B: next year's table may not tell so."""
    common = (*BY, "--count", "students", "--seed", "1")
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    command.run("protect", counts(tmp_path), first, *common)
    leaves = [(*leaf[:3], 48) if leaf[:3] == ("Harper", "North", "B") else leaf for leaf in LEAVES]
    ended = command.run("protect", counts(tmp_path, leaves), second, *common, "--also", first)

    assert ended.code == 0, ended.err
    both = zip(rows_of(first), rows_of(second), strict=True)
    told = [(one["n"], other["n"]) for one, other in both if one["n"] and other["n"]]
    assert all(one == other for one, other in told)


@pytest.mark.parametrize("by", ["group", "school,group", "school>network,group"])
def test_table_of_fewer_columns_goes_out_beside_one_of_more(command, tmp_path, by):
    common = (counts(tmp_path), "--count", "students", "--seed", "1")
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    command.run("protect", *common[:1], first, *common[1:], *BY)
    ended = command.run(
        "protect", *common[:1], second, *common[1:], "--dimensions", by, "--also", first, "--json"
    )
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["narrowest"] >= 9


@pytest.mark.parametrize(
    ("leaf", "told"),
    [
        (("Mann", "South", "D", -3), "in.csv:11:students: “-3” is not a whole number"),
        (("Mann", "South", "D", 2.5), "in.csv:11:students: “2.5” is not a whole number"),
        (("Mann", "South", "", 20), "in.csv:11:group: there is no value other than *"),
        (("Mann", "South", "*", 20), "in.csv:11:group: “*” is not a value other than *"),
        (("Mann", "North", "D", 20), "in.csv:11:network: “North” is not the network of Mann"),
    ],
)
def test_wrong_rows_are_refused_where_they_are(command, tmp_path, leaf, told):
    source = counts(tmp_path, [*LEAVES, leaf])
    ended = command.run("protect", source, tmp_path / "out.csv", *BY, "--count", "students")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.splitlines()[1].strip().startswith(told)
    assert not (tmp_path / "out.csv").exists()


def test_a_dimension_that_is_not_there_is_refused(command, tmp_path):
    ended = command.run(
        "protect", counts(tmp_path), tmp_path / "out.csv", "--dimensions", "school,grade"
    )
    assert ended.code == 3
    assert ended.err.splitlines()[1:] == [
        "  in.csv:1: there is no column grade. The file has: school, network, group, students."
    ]


@pytest.mark.parametrize(
    "named",
    [
        ("in.csv",),
        ("out.csv", "--audit", "out.csv"),
        ("out.csv", "--also", "out.csv"),
        ("out.csv", "--audit", "in.csv"),
    ],
)
def test_no_file_is_overwritten_by_what_is_made_of_it(command, tmp_path, named):
    source = counts(tmp_path)
    written(tmp_path / "out.csv", "as it was")
    before = source.read_text()
    files = [tmp_path / one if one.endswith(".csv") else one for one in named]
    ended = command.run("protect", source, *files, *BY, "--count", "students")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == f"{named[-1]} is named twice. Name another file to write to.\n"
    assert (source.read_text(), (tmp_path / "out.csv").read_text()) == (before, "as it was\n")


@pytest.mark.parametrize("name", ["n", "status"])
def test_dimension_with_the_name_of_a_releases_own_column_is_refused(command, tmp_path, name):
    source = written(tmp_path / "in.csv", f"school,{name}", "Lincoln,A", "Harper,B")
    ended = command.run("protect", source, tmp_path / "out.csv", "--dimensions", f"school,{name}")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.startswith(f"A release has a column {name} of its own, ")
    assert not (tmp_path / "out.csv").exists()


def test_dimension_that_no_table_has_is_refused(command, tmp_path):
    table = written(tmp_path / "theirs.csv", "school,n", "Lincoln,40", "Harper,50")
    ended = command.run("protect", table, "--check", "--dimensions", "school,grade")
    assert ended.code == 3
    assert ended.err.splitlines()[1] == (
        "  theirs.csv:1: there is no column grade. No table has it: leave it out of --dimensions."
    )


def test_everything_small_has_an_answer(command, tmp_path):
    leaves = [("Lincoln", "North", "A", 1), ("Lincoln", "North", "B", 2)]
    out = tmp_path / "out.csv"
    ended = command.run("protect", counts(tmp_path, leaves), out, *BY, "--count", "students")
    assert ended.code == 0, ended.err
    assert {row["status"] for row in rows_of(out)} == {"withheld"}


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_name_that_looks_like_a_formula_is_the_same_when_it_is_read_again(
    command, tmp_path, ending
):
    leaves = [("=Lincoln", *leaf[1:]) if leaf[0] == "Lincoln" else leaf for leaf in LEAVES]
    common = (counts(tmp_path, leaves), *BY, "--count", "students", "--seed", "1")
    out = tmp_path / f"first.{ending}"
    assert command.run("protect", *common[:1], out, *common[1:]).code == 0
    again = command.run("protect", *common[:1], tmp_path / "o.csv", *common[1:], "--also", out)
    assert (again.code, again.out) == (0, ""), again.err


def test_tables_that_others_made_are_checked(command, tmp_path):
    """Lincoln's 4 is the only one withheld: subtraction tells it."""
    common = (*BY, "--count", "students", "--seed", "1")
    out = tmp_path / "out.csv"
    command.run("protect", counts(tmp_path), out, *common)
    ours = command.run("protect", out, "--check", *BY, "--json")
    assert (ours.code, json.loads(ours.out)["found"]) == (0, [])

    leaky = written(
        tmp_path / "leaky.csv",
        "school,network,group,n",
        "Lincoln,North,A,",
        "Lincoln,North,B,40",
        "Lincoln,North,*,44",
    )
    theirs = command.run("protect", leaky, "--check", *BY)
    assert (theirs.code, theirs.out) == (3, "")
    assert theirs.err.splitlines()[1] == "  leaky.csv:2 (Lincoln, North, A): 4 to 4"


def test_one_file_is_not_enough_to_protect(command, tmp_path):
    ended = command.run("protect", counts(tmp_path), *BY)
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.splitlines()[0].endswith("Name two files, or tables with --check.")


def shares(folder, leaves):
    rows = [",".join(map(str, leaf)) for leaf in leaves]
    return written(folder / "in.csv", "school,group,students,proficient", *rows)


PROFICIENT = [
    *(("Lincoln", "A", 4, 1), ("Lincoln", "B", 40, 1), ("Lincoln", "C", 50, 27)),
    *(("Harper", "A", 20, 9), ("Harper", "B", 30, 14), ("Harper", "C", 60, 60)),
]
OF_SHARES = ("--dimensions", "school,group", "--count", "students", "--share", "proficient")


def test_percentages_go_where_their_counts_go_and_have_coded_ends(command, tmp_path):
    out = tmp_path / "out.csv"
    ended = command.run("protect", shares(tmp_path, PROFICIENT), out, *OF_SHARES, "--seed", "1")
    assert ended.code == 0, ended.err
    found = {(row["school"], row["group"]): row for row in rows_of(out)}
    assert found["Harper", "C"]["proficient %"] == "≥95"
    assert found["Lincoln", "C"]["proficient %"] in {"54", "withheld"}
    hidden = [row for row in found.values() if row["status"] == "withheld"]
    assert {row["proficient %"] for row in hidden} == {"withheld"}
    assert len(hidden) >= 4


def test_percentages_of_what_is_out_are_read_back(command, tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    source = shares(tmp_path, PROFICIENT)
    command.run("protect", source, first, *OF_SHARES, "--seed", "1")
    ended = command.run("protect", source, second, *OF_SHARES, "--seed", "2", "--also", first)
    assert ended.code == 0, ended.err
    told = [row["status"] for row in rows_of(first)]
    assert [row["status"] for row in rows_of(second)] == told


@pytest.mark.parametrize("did", [5, -1, 1.5])
def test_more_who_did_than_there_are_is_refused(command, tmp_path, did):
    source = shares(tmp_path, [("Lincoln", "A", 4, did)])
    ended = command.run("protect", source, tmp_path / "out.csv", *OF_SHARES)
    assert ended.code == 3
    assert f"in.csv:2:proficient: “{did}” is not a whole number from 0 to students" in ended.err
