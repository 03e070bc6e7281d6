"""Rows that were left out: kept as they were, mended, and loaded again."""

import codecs
import zipfile
from io import BytesIO

import pytest
from tests.facts.small import cells_of, load_small, serving_users
from tests.loads.exports import Export

from convergent.facts.load import load
from convergent.facts.quarantine import pack
from convergent.facts.snapshot import quarantine_folder

pytestmark = pytest.mark.without_records


@pytest.fixture
def left_out(home, tmp_path):
    """One person's row has a fault, and a name that a spreadsheet takes for a formula."""
    spoilt = Export(enabled={"s01": "perhaps"}, names={"s01": "=1+1", "s02": "'quoted"})
    result = load_small(spoilt, tmp_path / "spoilt", home=home)
    assert result.status == "published_with_rejects"
    return quarantine_folder(home) / result.quarantine


def packed(folder):
    file = BytesIO()
    pack(folder, file)
    return file


def test_rows_are_kept_as_their_file_has_them(left_out):
    heading, row = cells_of(left_out / "users.csv")
    assert dict(zip(heading, row, strict=True))["givenName"] == "=1+1"
    assert sorted(one.name for one in left_out.iterdir()) == [
        "enrollments.csv",
        "manifest.csv",
        "roles.csv",
        "users.csv",
    ]


def test_packed_rows_show_their_letters_in_excel(left_out):
    with zipfile.ZipFile(packed(left_out)) as archive:
        beginnings = {archive.read(name)[:3] for name in archive.namelist()}

    assert beginnings == {codecs.BOM_UTF8}


def test_packed_rows_mended_and_loaded_again_are_what_was_meant(home, left_out, tmp_path):
    with zipfile.ZipFile(packed(left_out)) as archive:
        archive.extractall(tmp_path / "mended")
    users = tmp_path / "mended" / "users.csv"
    assert "'=1+1" in users.read_text()
    users.write_text(users.read_text().replace("perhaps", "true"))

    result = load([tmp_path / "mended"], home=home)

    assert (result.status, result.errors, result.notices) == ("published", (), ())
    found = serving_users(home)
    assert (found["s01"]["given_name"], found["s02"]["given_name"]) == ("=1+1", "'quoted")
    assert {row["status"] for row in found.values()} == {"active"}
    assert len(found) == 41


def test_left_out_row_of_more_than_two_megabytes_is_not_kept(home, tmp_path):
    """Nobody mends it, and no spreadsheet opens it."""
    folder = Export().write(tmp_path / "long")
    with (folder / "users.csv").open("a") as users:
        users.write(f"x1,active,true,Ann,{'A' * 2_100_000},\n")
        users.write("x2,active,perhaps,Ben,Cole,\n")
    result = load([folder], home=home)
    with zipfile.ZipFile(packed(quarantine_folder(home) / result.quarantine)) as archive:
        rows = archive.read("users.csv").decode("utf-8-sig").splitlines()
    assert rows[1:] == ["x2,active,perhaps,Ben,Cole,"]


def test_kept_row_that_no_reader_takes_is_packed_as_it_is(left_out):
    """Such as one that an earlier version kept."""
    with (left_out / "users.csv").open("a") as users:
        users.write(f"x1,active,true,Ann,{'A' * 2_100_000},\n")
    with zipfile.ZipFile(packed(left_out)) as archive:
        assert len(archive.read("users.csv")) > 2_100_000
