import csv
import io
import re
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook
from tests.facts.forms.exports import found

from convergent.facts.findings import ExportRefused
from convergent.facts.sources import workbook as limits
from convergent.facts.sources import workbook_parts
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


def workbook_of(path, rows, title="Sheet"):
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def refusal(path, tmp_path):
    with pytest.raises(ExportRefused) as refused:
        list(sheets_of(path, tmp_path / "inbox"))
    return found(refused.value.findings)


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


def repacked(path, name, text):
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[name] = text(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in parts.items():
            archive.writestr(one, content)
    return path


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("declared", [ENTITIES, OUTSIDE], ids=["bomb", "file"])
def test_entities_are_refused(tmp_path, part, declared):
    path = workbook_of(tmp_path / "a.xlsx", [("a",), ("b",)])
    repacked(path, part, lambda xml: declared + xml.replace(b"<v>", b"<v>&a;"))

    assert refusal(path, tmp_path) == [("a.xlsx", 0, "", "", "workbook")]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_cut_off_xml_is_refused(tmp_path, part):
    path = workbook_of(tmp_path / "a.xlsx", [("a",), ("b",)])
    repacked(path, part, lambda xml: xml[: len(xml) // 2])

    assert refusal(path, tmp_path) == [("a.xlsx", 0, "", "", "workbook")]


@pytest.mark.parametrize(
    "content", [b"", b"no workbook", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_workbook_is_refused(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)

    assert refusal(tmp_path / "a.xlsx", tmp_path) == [("a.xlsx", 0, "", "", "workbook")]


def test_workbook_that_unpacks_to_far_more_is_refused(tmp_path):
    path = workbook_of(tmp_path / "a.xlsx", [("a",)])
    repacked(path, "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 20_000_000)

    assert refusal(path, tmp_path) == [("a.xlsx", 0, "", "", "size of a workbook")]


def test_too_many_rows_or_sheets_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_ROWS", 2)
    monkeypatch.setattr(limits, "MOST_SHEETS", 2)
    many = workbook_of(tmp_path / "rows.xlsx", [("a",), ("b",), ("c",)])
    sheets = Workbook()
    for _ in range(3):
        sheets.create_sheet()
    sheets.save(tmp_path / "sheets.xlsx")

    assert refusal(many, tmp_path / "one") == [("rows.xlsx Sheet", 3, "", "", "rows of a sheet")]
    assert refusal(tmp_path / "sheets.xlsx", tmp_path) == [("sheets.xlsx", 0, "", "", "sheets")]


SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def rebuilt(path, change):
    """The workbook with its parts changed, packed without compressing."""
    with zipfile.ZipFile(path) as read:
        parts = {name: read.read(name).decode() for name in read.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as written:
        for name, part in parts.items():
            written.writestr(name, part)
    return path


def with_texts(path, texts):
    """A workbook that keeps its texts apart; the one cell shows the first."""

    def change(parts):
        types, sheet = "[Content_Types].xml", "xl/worksheets/sheet1.xml"
        part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>'
        parts[types] = parts[types].replace("</Types>", part)
        cell = '<c r="A1" t="s"><v>0</v></c>'
        parts[sheet] = re.sub("<sheetData>.*</sheetData>", f"<row>{cell}</row>", parts[sheet])
        parts[sheet] = parts[sheet].replace("<row>", "<sheetData><row>")
        parts[sheet] = parts[sheet].replace("</row>", "</row></sheetData>")
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{texts}</sst>'

    return rebuilt(workbook_of(path, [("school_id",)]), change)


def test_workbook_with_too_many_texts_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_parts, "MOST_TEXTS", 1_000)

    path = with_texts(tmp_path / "a.xlsx", "<si><t>more</t></si>" * 1_001)

    assert refusal(path, tmp_path) == [
        ("a.xlsx", 0, "", "more than 1,000 texts", "size of a workbook")
    ]


def test_row_of_many_megabytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_parts, "MOST_AT_ONCE", 100_000)

    def change(parts):
        sheet = "xl/worksheets/sheet1.xml"
        cells = "<c><v>1</v></c>" * 10_000
        parts[sheet] = parts[sheet].replace("<sheetData>", f"<sheetData><row>{cells}</row>")

    path = rebuilt(workbook_of(tmp_path / "a.xlsx", [("a",)]), change)

    assert refusal(path, tmp_path) == [
        ("a.xlsx", 0, "", "one row, text or part is too large", "size of a workbook")
    ]


def test_rows_of_many_megabytes_together_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_parts, "MOST_AT_ONCE", 200_000)

    path = workbook_of(tmp_path / "a.xlsx", [("a", "b")] + [(n, "x" * 100) for n in range(5_000)])

    assert [len(one.read_text().splitlines()) for one in sheets_of(path, tmp_path / "in")] == [
        5_001
    ]


def test_formatted_text_is_read_and_how_it_is_spoken_is_not(tmp_path):
    text = "<si><r><rPr><b/></rPr><t>school</t></r><r><t>_id</t></r><rPh><t>sukuru</t></rPh></si>"

    (sheet,) = sheets_of(with_texts(tmp_path / "a.xlsx", text), tmp_path / "inbox")

    assert sheet.read_text() == "school_id\n"


def test_workbook_that_takes_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_SECONDS", 0)

    path = workbook_of(tmp_path / "a.xlsx", [("school_id",)])

    assert refusal(path, tmp_path) == [
        ("a.xlsx", 0, "", "more than 0 seconds", "time of a workbook")
    ]


def test_sheets_that_lead_to_one_part_are_counted_each_time(tmp_path, monkeypatch):
    made = Workbook()
    made.active.append(["x" * 30_000])
    for _ in range(20):
        made.create_sheet().append(["y"])
    made.save(tmp_path / "a.xlsx")

    def change(parts):
        links = "xl/_rels/workbook.xml.rels"
        parts[links] = re.sub(r"sheet\d+\.xml", "sheet1.xml", parts[links])

    monkeypatch.setattr(limits, "MOST_BYTES", 100_000)

    assert refusal(rebuilt(tmp_path / "a.xlsx", change), tmp_path) == [
        ("a.xlsx", 0, "", "", "size of a workbook")
    ]


def test_workbook_within_a_folder_or_a_zip_is_opened(loads, tmp_path):
    start(loads.exports / "start.xlsx")
    with zipfile.ZipFile(loads.exports / "packed.zip", "w") as archive:
        archive.write(loads.exports / "start.xlsx", "sent/start.xlsx")
    loads.load("start.xlsx")

    assert loads.load("packed.zip").status == "unchanged"
