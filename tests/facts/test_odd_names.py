"""Names that somebody chose to do harm: of sheets, of members, of files."""

import os
import zipfile

import pytest
from openpyxl import Workbook
from tests.loads.exports import Export

from convergent.facts.findings import no_room
from convergent.facts.load import load
from convergent.facts.sources.workbook import sheets_of

pytestmark = pytest.mark.without_records


def workbook_of(path, *titles):
    made = Workbook()
    made.remove(made.active)
    for title in titles:
        made.create_sheet(title).append(["a", "b"])
    made.save(path)
    return path


@pytest.mark.parametrize(
    ("stem", "titles"), [("w", ("A!", "A&", "A")), ("あ" * 70, ("い" * 20, "い" * 21))]
)
def test_sheets_whose_names_become_one_are_numbered(tmp_path, stem, titles):
    workbook = workbook_of(tmp_path / f"{stem}.xlsx", *titles)
    sheets = list(sheets_of(workbook, tmp_path / "inbox"))
    assert len({sheet.name for sheet in sheets}) == len(titles)


def test_member_without_a_name_is_refused(home, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(".", "sourcedId\n")
    (error,) = load([tmp_path / "a.zip"], home=home).errors
    assert (error.file, error.rule) == ("a.zip", "zip name")


def test_file_whose_name_is_no_text_is_refused_by_what_can_be_read_of_it(home, tmp_path):
    folder = Export().write(tmp_path / "export")
    (folder / "users.csv").rename(folder / os.fsdecode(b"us\xe9rs.csv"))
    (error,) = load([folder], home=home).errors
    assert (error.file, error.rule) == ("us?rs.csv", "name of a file")


def test_trouble_with_the_disk_tells_no_place_on_the_server():
    told = no_room(OSError(28, "No space left on device", "/srv/convergent/facts/staging/x"))
    assert told.value == "No space left on device"
