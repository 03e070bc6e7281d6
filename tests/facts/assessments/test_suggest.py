"""A layout is proposed for what nobody declared; what is not sure is not said to be."""

import json
import tomllib

import pytest
from typer.testing import CliRunner

from convergent.cli.main import app
from convergent.facts.sources.assessments.reading import known_layouts
from convergent.facts.sources.assessments.suggest import suggest
from convergent.facts.sources.assessments.suggested_toml import as_toml
from convergent.facts.sources.text import open_text

UNKNOWN = """\
Student Number,Surname,Grade Level,Date Tested,Total Score,Performance Level,School Code,Remark
70011,A,3,4/20/2026,512,Developing,10,x
70012,B,4,4/21/2026,488,Beginning,10,y
70013,C,5,4/22/2026,530,Secure,20,z
"""


@pytest.fixture
def proposed(tmp_path):
    def proposed(text, name="unknown.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return suggest(open_text(tmp_path / name))

    return proposed


def sure(suggestion):
    return {(one.field, one.column.heading) for one in suggestion.proposals if one.is_sure}


def test_fields_of_an_unknown_product_are_found(proposed):
    assert sure(proposed(UNKNOWN)) == {
        ("grade", "Grade Level"),
        ("administered_on", "Date Tested"),
        ("score", "Total Score"),
        ("level", "Performance Level"),
        ("school_id", "School Code"),
    }


def test_whose_id_it_is_stays_open_where_the_heading_does_not_say(proposed):
    (student,) = proposed(UNKNOWN).of("student_id")

    assert (student.column.heading, student.is_sure) == ("Student Number", False)


def test_what_is_unsure_is_commented_out_and_the_rest_is_toml(proposed):
    text = as_toml(proposed(UNKNOWN))

    (result,) = tomllib.loads(text)["results"]
    assert set(result) == {"grade", "administered_on", "score", "level", "school_id"}
    assert '#   { column = "Student Number", kind = "local" },  # unsure' in text


def test_proposed_layout_is_loaded_once_it_is_completed(proposed, own_layout, read):
    text = as_toml(proposed(UNKNOWN))
    text = text.replace('# title = "Name of the product"', 'title = "Ours"')
    text = text.replace('# assessment = "Name of the assessment"', 'assessment = "Ours"')
    text = text.replace("# student_id = [", "student_id = [").replace("#   {", "  {", 1)
    own_layout(text.replace("\n# ]", "\n]"))

    read = read(text=UNKNOWN)

    assert read.result.errors == ()
    assert [(r["student_id"], r["score"], r["grade"]) for r in read.results] == [
        ("70011", 512, "03"),
        ("70012", 488, "04"),
        ("70013", 530, "05"),
    ]


def test_proposed_layout_that_is_not_completed_is_refused(proposed, own_layout, read):
    own_layout(as_toml(proposed(UNKNOWN)))

    assert read(text=UNKNOWN).result.status == "refused"


@pytest.mark.parametrize(
    ("heading", "values", "field"),
    [
        ("Test Date", ["3/4/2026", "5/6/2026"], "administered_on"),
        ("Raw Score", ["3", "4"], "score"),
        ("Birth Date", ["2015-01-02", "2015-03-04"], "administered_on"),
        ("Teacher ID", ["101", "102"], "student_id"),
        ("Total Score", ["high", "low"], "score"),
        ("Grade", ["A", "B"], "grade"),
        ("Grade Equivalent", ["3.2", "4.1"], "grade"),
    ],
    ids=["day or month first", "raw", "birth", "teacher", "no number", "marks", "equivalent"],
)
def test_what_may_be_something_else_is_never_sure(proposed, heading, values, field):
    rows = "".join(f"{value},x\n" for value in values)

    assert (field, heading) not in sure(proposed(f"{heading},Other\n{rows}"))


def test_month_of_testing_may_tell_the_year(proposed):
    (year,) = proposed("administration_date,student_id\n0523,1\n0524,2\n").of("school_year")

    assert (year.form, year.is_sure) == ("%m%y", False)


def test_two_columns_that_may_be_the_date_are_both_unsure(proposed):
    suggestion = proposed("Test Date,Completion Date\n4/20/2026,4/21/2026\n4/22/2026,4/22/2026\n")

    assert sure(suggestion) == set()
    assert "so may be" in suggestion.of("administered_on")[0].why


def test_results_beside_each_other_are_noticed(proposed):
    headings = ",".join(f"{month}_SCORE" for month in ("August", "September", "October"))
    suggestion = proposed(f"STUDENT_ID,{headings}\n11,1,2,3\n12,4,5,6\n")

    assert suggestion.repeated == ("… score",)
    assert all(not one.is_sure for one in suggestion.of("score"))


def test_heading_cannot_leave_its_line(proposed):
    text = as_toml(proposed('"Total Score","Student ID\n[[results]]","x""y"\n1,2,3\n4,5,6\n'))

    assert len(tomllib.loads(text)["results"]) == 1


def test_command_prints_toml_or_json(tmp_path, monkeypatch):
    monkeypatch.setenv("CONVERGENT_HOME", str(tmp_path / "home"))
    (tmp_path / "u.csv").write_text(UNKNOWN, encoding="utf-8")

    as_text = CliRunner().invoke(app, ["layout", "suggest", str(tmp_path / "u.csv")])
    as_json = CliRunner().invoke(app, ["layout", "suggest", str(tmp_path / "u.csv"), "--json"])

    assert (as_text.exit_code, as_json.exit_code) == (0, 0)
    assert tomllib.loads(as_text.stdout)["results"][0]["score"] == {"column": "Total Score"}
    told = json.loads(as_json.stdout)
    assert (told["known_as"], told["wide"]) == (None, False)
    assert {one["field"] for one in told["fields"] if one["sure"]} >= {"score", "grade"}


def test_every_shipped_layout_says_what_it_is():
    assert [layout.title for layout in known_layouts() if not (layout.title and layout.says)] == []


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("sourcedId;name;type\nd;Harbor;district\n", "OneRoster orgs"),
        ("org_id,fiscal_year,amount_type,function,amount\ns1,2027,budget,total,12\n", "spending"),
        ("student_id,assessment,subject,date,score\nS1,T,ELA,2026-01-02,1\n", "results"),
    ],
    ids=["roster with semicolons", "budget", "results"],
)
def test_file_that_is_read_already_gets_no_layout(tmp_path, monkeypatch, text, form):
    monkeypatch.setenv("CONVERGENT_HOME", str(tmp_path / "home"))
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    told = CliRunner().invoke(app, ["layout", "suggest", str(tmp_path / "a.csv")])

    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr.startswith(f"Convergent reads this file already, as {form} (")


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Cost center,Amount\n101,12.50\n", "a score or a level"),
        ("Fund,Adopted,Level\nGeneral,12,Elementary\nGeneral,13,Middle\n", "of a student"),
    ],
    ids=["no score", "nobody's score"],
)
def test_file_that_holds_no_results_gets_no_layout(tmp_path, monkeypatch, text, lacks):
    monkeypatch.setenv("CONVERGENT_HOME", str(tmp_path / "home"))
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    told = CliRunner().invoke(app, ["layout", "suggest", str(tmp_path / "a.csv")])

    assert (told.stdout, str(told.exception).split(". ")[0]) == (
        "",
        f"a.csv has no column that may be {lacks}",
    )


def test_layout_without_a_title_is_told_to_have_one(proposed, own_layout, read):
    own_layout(as_toml(proposed(UNKNOWN)))

    (error,) = read(text=UNKNOWN).result.errors

    assert (error.column, error.value, error.fix) == ("title", "", 'Add a line title = "…".')
