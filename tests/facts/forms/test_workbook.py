import csv
import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import load_workbook
from tests.facts.forms.exports import found
from tests.facts.forms.workbooks import refusal, workbook_of

from convergent.facts.sources.spreadsheet import FORMS, write_workbook
from convergent.facts.sources.workbook import sheets_of

MIDNIGHT = datetime.combine(date(2026, 9, 1), time())
pytestmark = pytest.mark.without_records

SCHOOLS = [
    ("101", "Lincoln", "Harbor City", "harbor", "Riverside", "06,07,08"),
    ("102", "Oak", "Harbor City", "harbor", "Riverside", "KG,01"),
    ("103", "Elm", "Harbor City", "harbor", None, "09,10"),
]
STAFF = [
    ("e1", "Rosa", "Principal", "101", "Medina", "rosa@x.example", None, None, date(2024, 8, 1)),
    ("e2", "Elena", "Coach", "101", "Alvarez", "elena@x.example", "Literacy coach", 0.6),
    ("e2", "Elena", "coach", "102", "Alvarez", "elena@x.example", "Literacy coach", 0.4),
    ("e3", "Helen", "Superintendent", "harbor", "Park"),
    ("e4", "Ngozi", "Principal supervisor", "network Riverside", "Okafor"),
]


def start(path, staff=STAFF):
    """Our template, filled in."""
    write_workbook(path)
    filled = load_workbook(path)
    for sheet, rows in (("Schools", SCHOOLS), ("Staff", staff)):
        for row in rows:
            filled[sheet].append(row)
    filled.save(path)
    return path


def test_one_workbook_gives_places_people_and_roles(loads):
    start(loads.exports / "start.xlsx")

    result = loads.load("start.xlsx")

    assert (result.status, result.errors, result.notices) == ("published", (), ())
    assert loads.rows("orgs", "sourced_id, name, type, parent_id") == [
        ("101", "Lincoln", "school", "network Riverside"),
        ("102", "Oak", "school", "network Riverside"),
        ("103", "Elm", "school", "harbor"),
        ("harbor", "Harbor City", "district", None),
        ("network Riverside", "Riverside", "local", "harbor"),
    ]
    assert [row[0] for row in loads.rows("users", "sourced_id")] == ["e1", "e2", "e3", "e4"]
    assert loads.rows("roles", "user_id, role, org_id, role_type, fte::FLOAT, begins") == [
        ("e1", "principal", "101", "primary", None, date(2024, 8, 1)),
        ("e2", "ext:coach", "101", "primary", pytest.approx(0.6), None),
        ("e2", "ext:coach", "102", "secondary", pytest.approx(0.4), None),
        ("e3", "ext:superintendent", "harbor", "primary", None, None),
        ("e4", "ext:principalSupervisor", "network Riverside", "primary", None, None),
    ]


def test_two_csv_files_with_the_columns_of_the_sheets_say_the_same(loads, tmp_path):
    start(loads.exports / "start.xlsx")
    loads.load("start.xlsx")
    for path in sheets_of(loads.exports / "start.xlsx", tmp_path / "sheets"):
        loads.write(path.name, path.read_text())

    result = loads.load("start Schools.csv", "start Staff.csv")

    assert result.status == "unchanged"


def test_roster_that_comes_later_with_the_same_ids_doubles_nobody(loads):
    start(loads.exports / "start.xlsx")
    loads.load("start.xlsx")
    loads.write(
        "users.csv",
        "sourcedId,enabledUser,givenName,familyName,email\n"
        + "".join(
            f"{one[0]},true,{one[1]},{one[4]},\n" for one in {r[0]: r for r in STAFF}.values()
        ),
    )

    loads.load("users.csv")

    assert [row[0] for row in loads.rows("users", "sourced_id")] == ["e1", "e2", "e3", "e4"]


def test_fault_is_located_by_sheet_and_by_the_row_that_excel_shows(loads):
    start(loads.exports / "start.xlsx", staff=[STAFF[0], (), ("e9", "Ann", "Wizard", "101")])

    result = loads.load("start.xlsx")

    assert found(result.errors) == [("start Staff.csv", 4, "role", "Wizard", "allowed value")]


def test_sheet_without_a_needed_column_is_refused(loads):
    rows = [("school_id", "school", "grades"), ("101", "Lincoln", "06")]
    workbook_of(loads.exports / "start.xlsx", rows, title="Schools")

    result = loads.load("start.xlsx")

    assert result.status == "refused"
    assert found(result.errors) == [("start Schools.csv", 1, "district", "", "column present")]


def test_form_of_ours_may_be_a_sheet(loads):
    rows = [
        ("org_id", "date", "day_type", "minutes"),
        ("d", MIDNIGHT, "instructional", 390.0),
    ]
    workbook_of(loads.exports / "year.xlsx", rows)

    loads.load()

    assert loads.rows("calendar_days", "org_id, date, minutes") == [("d", date(2026, 9, 1), 390)]


def test_formula_is_refused_where_it_stands(tmp_path):
    rows = [("staff_id", "given_name"), ("e1", "Rosa"), ("e2", '=HYPERLINK("http://x")')]

    told = refusal(workbook_of(tmp_path / "a.xlsx", rows), tmp_path)

    assert told == [("a.xlsx Sheet", 3, "given_name", '=HYPERLINK("http://x")', "formula")]


def test_error_value_is_refused_where_it_stands(tmp_path):
    told = refusal(workbook_of(tmp_path / "a.xlsx", [("a",), ("#N/A",)]), tmp_path)

    assert told == [("a.xlsx Sheet", 2, "a", "#N/A", "error value")]


def test_values_are_written_as_our_forms_have_them(tmp_path):
    values = (7.0, 0.1 + 0.2, True, date(2026, 9, 1), MIDNIGHT, time(8, 15), " a\nb ")
    path = workbook_of(tmp_path / "a.xlsx", [tuple("abcdefg"), values])

    (sheet,) = sheets_of(path, tmp_path / "inbox")

    rows = list(csv.reader(io.StringIO(sheet.read_text())))
    assert rows[1] == ["7", "0.3", "true", "2026-09-01", "2026-09-01", "08:15:00", "a b"]


def test_hidden_and_empty_sheets_and_the_read_me_are_passed_over(tmp_path):
    write_workbook(tmp_path / "a.xlsx")
    made = load_workbook(tmp_path / "a.xlsx")
    made.create_sheet("Secret").append(["a", "b"])
    made["Secret"].sheet_state = "hidden"
    made.create_sheet("Empty")
    made.save(tmp_path / "a.xlsx")

    names = [path.name for path in sheets_of(tmp_path / "a.xlsx", tmp_path / "inbox")]

    assert names == [f"a {form.name}.csv" for form in FORMS]


def test_workbook_within_a_folder_or_a_zip_is_opened(loads, tmp_path):
    start(loads.exports / "start.xlsx")
    with zipfile.ZipFile(loads.exports / "packed.zip", "w") as archive:
        archive.write(loads.exports / "start.xlsx", "sent/start.xlsx")
    loads.load("start.xlsx")

    assert loads.load("packed.zip").status == "unchanged"
