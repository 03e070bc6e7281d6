from datetime import date
from decimal import Decimal

import pytest
from tests.docs.blocks import blocks
from tests.facts.forms.exports import found

from convergent.facts.sources import forms_for
from convergent.facts.sources.mapping_files import own_mappings, shipped_mappings
from convergent.facts.sources.own_forms import TABLES
from convergent.facts.sources.recognise import best_fits
from convergent.facts.sources.text import open_text

pytestmark = pytest.mark.without_records

MAPPING = """\
name = "Our attendance"
date_order = "day first"

[[rows]]
form = "attendance_daily"
[rows.columns]
student_id = "Pupil"
date = "Day"
attendance_status = "Mark"
excused = "Note"
[rows.constants]
school_id = "s1"
[rows.values.attendance_status]
"/" = "present"
O = "absent"
L = "tardy"
[rows.only]
Session = ["AM"]
"""
EXPORT = """\
Pupil,Day,Session,Mark,Note
p1,02/09/2026,AM,O,true
p1,02/09/2026,PM,/,
p2,3/9/2026,AM,L,
"""


def test_mapping_in_the_documents_is_one(tmp_path):
    (block,) = [one for one in blocks("toml") if one.note == "a mapping"]
    (tmp_path / "documented.toml").write_text(block.text)

    (form,) = own_mappings(tmp_path)

    assert form.headings == ("Pupil", "Day", "Mark", "Session")


def test_every_form_has_a_shipped_mapping():
    mapped = {rows.table.name for form in shipped_mappings() for rows in form.rows}

    assert mapped == {table.name for table in TABLES}


@pytest.mark.parametrize("mapping", shipped_mappings(), ids=lambda form: form.name)
def test_file_with_the_columns_of_a_shipped_mapping_is_read_by_it(mapping, tmp_path):
    file = tmp_path / "export.csv"
    file.write_text(",".join(mapping.headings) + "\n")

    fit = best_fits(open_text(file), forms_for())[0]

    assert (fit.form.name, fit.refusals) == (mapping.name, ())


def test_own_mapping_renames_sets_and_translates(loads):
    loads.mapping("attendance.toml", MAPPING)
    loads.write("marks.csv", EXPORT)

    result = loads.load()

    assert (result.status, result.errors) == ("published", ())
    assert {one.file: one.form for one in result.files}["marks.csv"] == "Our attendance"
    columns = "student_id, date, school_id, attendance_status, excused"
    assert loads.rows("attendance_daily", columns) == [
        ("p1", date(2026, 9, 2), "s1", "absent", True),
        ("p2", date(2026, 9, 3), "s1", "tardy", None),
    ]


def test_fault_in_a_mapped_file_is_located_in_that_file_by_its_own_heading(loads):
    loads.mapping("attendance.toml", MAPPING)
    loads.write("marks.csv", EXPORT + "p1,13/13/2026,AM,Z,\n")

    result = loads.load()

    assert found(result.errors) == [
        ("marks.csv", 5, "Day", "13/13/2026", "date"),
        ("marks.csv", 5, "Mark", "Z", "allowed value"),
    ]


def test_one_row_of_a_file_can_give_several(loads):
    loads.write(
        "budget_fy27.csv",
        "school_id,fy26_adopted_budget,fy26_projected_expenditures,fy27_proposed_budget,"
        "fy27_proposed_positions\ns1,100.5,110,120,10.5\n",
    )

    loads.load()

    assert loads.rows("spending", "fiscal_year, amount_type, amount") == [
        (2026, "budget", Decimal("100.5000")),
        (2026, "projected", Decimal("110.0000")),
        (2027, "budget", Decimal("120.0000")),
    ]
    assert loads.rows("staffing_totals", "org_id, fte") == [("s1", Decimal("10.5000"))]


@pytest.mark.asvs("1.2.4")
def test_constants_and_values_are_never_sql(loads):
    quote = "x' || (SELECT 1) || '{}"
    loads.mapping(
        "programs.toml",
        f"""[[rows]]
form = "program_status"
[rows.columns]
student_id = "Who"
program = "Which"
[rows.constants]
code = "{quote}"
[rows.values.program]
"it's {{}}" = "gifted"
[rows.only]
Which = ["it's {{}}", "migrant"]
""",
    )
    loads.write("list.csv", "Who,Which\np1,it's {}\np2,migrant\np1,other\n")

    result = loads.load()

    assert (result.status, result.errors) == ("published", ())
    assert loads.rows("program_status", "student_id, program, code") == [
        ("p1", "gifted", quote),
        ("p2", "migrant", quote),
    ]


def test_file_that_a_mapping_names_is_refused_without_one_of_its_columns(loads):
    loads.mapping("attendance.toml", 'file = "marks*.csv"\n' + MAPPING)
    loads.write("marks_fall.csv", EXPORT.replace("Mark", "Code"))

    result = loads.load()

    assert result.status == "refused"
    assert found(result.errors) == [("marks_fall.csv", 1, "Mark", "", "column present")]


@pytest.mark.parametrize(
    ("wrong", "line", "column", "value"),
    [
        (MAPPING.replace('"day first"', '"daily"'), 2, "date_order", "daily"),
        (MAPPING.replace("attendance_daily", "attendances"), 5, "form", "attendances"),
        (MAPPING.replace("student_id =", "student ="), 7, "student", "student"),
        (MAPPING.replace("student_id =", "# student_id ="), 5, "form", "attendance_daily"),
        (MAPPING.replace("[rows.only]", "[rows.onely]"), 17, "onely", "onely"),
        (MAPPING.replace('["AM"]', '"AM"'), 18, "Session", "AM"),
        (MAPPING.replace('"s1"', "[1]"), 12, "school_id", "[1]"),
        (MAPPING.replace('"Pupil"', '"Pupil'), 7, "", ""),
        ('name = "Nothing"\n', 0, "rows", ""),
        ('rows = "x"\n', 1, "rows", ""),
        (MAPPING.replace("[rows.constants]\n", "[rows.constants]\nnone = 1\n"), 12, "none", "none"),
        ("changes_only = 1\n" + MAPPING, 1, "changes_only", "1"),
        ('form = "x"\n' + MAPPING, 1, "form", "form"),
    ],
)
def test_wrong_mapping_is_refused_with_its_line(loads, wrong, line, column, value):
    loads.mapping("wrong.toml", wrong)

    result = loads.load()

    assert result.status == "refused"
    assert [(e.file, e.line, e.column, e.value) for e in result.errors] == [
        ("wrong.toml", line, column, value)
    ]


def test_mapping_of_changes_alone_ends_nothing(loads):
    program = '[[rows]]\nform = "program_status"\n[rows.columns]\nstudent_id = "Who"\n'
    loads.mapping("news.toml", f'changes_only = true\n{program}program = "What"\n')
    loads.write("program_status.csv", "student_id,program\np1,gifted\n")
    loads.load()
    loads.write("news.csv", "Who,What\np2,gifted\n")

    loads.load("news.csv")

    assert loads.rows("program_status", "student_id, status") == [
        ("p1", "active"),
        ("p2", "active"),
    ]
