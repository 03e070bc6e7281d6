"""The numbers of a page as a file: as everybody sees them, and never an empty number."""

import csv
import io
import json

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

from convergent.learning.presenters.workbook import Cell, Column, Grid, workbook_of
from tests.learning.test_pages import opened

pytestmark = pytest.mark.django_db


def rows_of(answer):
    return list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))


def book_of(answer):
    return load_workbook(io.BytesIO(answer.content))


@pytest.mark.parametrize("name", ["principal", "teacher"])
def test_withheld_is_a_word_with_its_reason_in_csv(enter_as, world, evidence, name):
    """Also for the principal, who sees the number itself on her page."""
    rows = rows_of(opened(enter_as(name), "evidence_numbers", world.ash, "csv"))
    (few,) = [row for row in rows if row["group"] == "foster_care"]
    assert (few["value"], few["students"], few["is"]) == ("withheld", "withheld", "withheld")
    assert few["why_withheld"]
    assert {row["value"] == "" for row in rows} == {False}
    assert "33.5" not in {row["value"] for row in rows}


def test_withheld_is_null_with_its_reason_in_json(enter_as, world, evidence):
    answer = opened(enter_as("principal"), "evidence_numbers", world.ash, "json")
    numbers = json.loads(answer.content)["numbers"]
    (few,) = [one for one in numbers if one["group"] == "foster_care"]
    assert (few["value"], few["is"]) == (None, "withheld")
    assert few["why_withheld"]
    told = [one for one in numbers if one["is"] == "exact"]
    assert {one["why_withheld"] for one in told} == {""}


def test_share_near_its_end_says_on_which_side_it_is(enter_as, world, home):
    from tests.learning.laid import lay_measures, lay_snapshot, row

    snapshot = lay_snapshot(home)
    lay_measures(snapshot, [row("share_at_level", 0.96, students=60, place_id="ash")])
    (only,) = rows_of(opened(enter_as("teacher"), "evidence_numbers", world.ash, "csv"))
    assert (only["value"], only["is"]) == ("0.8", "or more")


def test_other_kinds_of_file_are_not_there(enter_as, world, evidence):
    assert opened(enter_as("teacher"), "evidence_numbers", world.ash, "ods").status_code == 404


def test_numbers_for_excel_are_numbers_and_every_column_has_its_note(enter_as, world, evidence):
    book = book_of(opened(enter_as("principal"), "evidence_numbers", world.ash, "xlsx"))
    sheet, notes = book.worksheets
    names = [cell.value for cell in sheet[1]]
    assert all(cell.comment.text for cell in sheet[1])
    rows = [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(2, values_only=True)]
    told = [row for row in rows if row["It is"] == "exact"]
    assert told
    assert {type(row["Value"]) for row in told} <= {int, float}
    (few,) = [row for row in rows if row["Students"] == "Foster care"]
    assert (few["Value"], few["Counted"], few["Low"]) == ("withheld", "withheld", None)
    assert few["Why withheld"]
    said = {row[0].value: row[1].value for row in notes.iter_rows()}
    assert said["Numbers of"] == world.ash.name
    assert "fewer than 10 students" in said["Withheld"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_words_that_look_like_a_formula_stay_words():
    grid = Grid("=[a]/b", (Column("=name", "note"),), [[Cell("=1+1")], [Cell("@x\x07")]])
    book = load_workbook(io.BytesIO(workbook_of(grid, [("-n", "+1")])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "'=1+1" in [cell.value for cell in cells]


@pytest.mark.parametrize("name", ["principal", "teacher"])
def test_figure_of_groups_withholds_also_from_whoever_leads(enter_as, world, evidence, name):
    svg = opened(enter_as(name), "evidence_figure", world.ash, "groups", "svg").content.decode()
    assert "too few students to show" in svg
    assert "33.5" not in svg
    assert ">34<" not in svg
    assert "Ash" in svg


def test_figure_has_its_caption_and_no_colour_of_the_page(enter_as, world, evidence):
    client = enter_as("principal")
    for figure in ("growth", "groups", "years"):
        svg = opened(client, "evidence_figure", world.ash, figure, "svg").content.decode()
        root = fromstring(svg)
        assert root.get("aria-label")
        assert "var(" not in svg
        assert "2025–26" in svg
    png = opened(client, "evidence_figure", world.ash, "growth", "png")
    assert png["Content-Type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")


def test_figures_and_kinds_that_are_not_are_not_there(enter_as, world, evidence):
    client = enter_as("teacher")
    assert opened(client, "evidence_figure", world.ash, "others", "svg").status_code == 404
    assert opened(client, "evidence_figure", world.ash, "growth", "pdf").status_code == 404
