"""Workbooks that are damaged, too large, or made to harm."""

import re

import pytest
from openpyxl import Workbook
from tests.facts.forms.workbooks import rebuilt, refusal, repacked, workbook_of

from convergent.facts.sources import workbook as limits
from convergent.facts.sources import workbook_parts
from convergent.facts.sources.workbook import sheets_of

pytestmark = [pytest.mark.without_records, pytest.mark.confined]

ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


@pytest.mark.asvs("1.5.1")
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("declared", [ENTITIES, OUTSIDE], ids=["bomb", "file"])
def test_entities_are_refused(tmp_path, part, declared):
    path = workbook_of(tmp_path / "a.xlsx", [("a",), ("b",)])
    repacked(path, part, lambda xml: declared + xml.replace("<v>", "<v>&a;"))

    assert refusal(path, tmp_path) == [("a.xlsx", 0, "", "", "workbook")]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_cut_off_xml_is_refused(tmp_path, part):
    path = workbook_of(tmp_path / "a.xlsx", [("a",), ("b",)])
    repacked(path, part, lambda xml: xml[: len(xml) // 2])

    assert refusal(path, tmp_path) == [("a.xlsx", 0, "", "", "workbook")]


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize(
    "content", [b"", b"no workbook", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_workbook_is_refused(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)

    assert refusal(tmp_path / "a.xlsx", tmp_path) == [("a.xlsx", 0, "", "", "workbook")]


@pytest.mark.asvs("5.2.3")
def test_workbook_that_unpacks_to_far_more_is_refused(tmp_path):
    path = workbook_of(tmp_path / "a.xlsx", [("a",)])
    repacked(path, "xl/worksheets/sheet1.xml", lambda xml: xml + " " * 20_000_000)

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
