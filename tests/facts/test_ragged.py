"""Rows that cannot be read as rows are not absent: what was known of them before stays."""

import pyarrow.parquet as pq
import pytest
from tests.facts.small import load_small, serving_users
from tests.facts.small_export import FILES, USERS_1_1, write
from tests.loads.exports import Export

from convergent.facts.load import load
from convergent.facts.snapshot import current_snapshot

pytestmark = pytest.mark.without_records


def spoilt(folder, old, new, *, file="users"):
    path = Export().write(folder) / f"{file}.csv"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return folder


@pytest.mark.parametrize(
    "row",
    [
        "s07,active,true",
        "s07,active,true,Kim,Family-s07,,,,more",
        's07,active,true,"Kim" x,Family-s07,',
    ],
)
def test_row_that_cannot_be_read_keeps_what_was_known_of_it(home, tmp_path, row):
    load_small(Export(), tmp_path / "one", home=home)
    folder = spoilt(tmp_path / "two", "s07,active,true,Kim,Family-s07,", row)

    result = load([folder], home=home)

    assert (result.status, result.tables["users"].rejected) == ("unchanged", 1)
    assert [one.line for one in result.errors] == [9]
    assert "key of a row" not in {one.rule for one in result.notices}
    assert serving_users(home)["s07"]["status"] == "active"


def test_row_whose_key_cannot_be_read_is_said_to_count_as_absent(home, tmp_path):
    load_small(Export(), tmp_path / "one", home=home)
    folder = spoilt(tmp_path / "two", "e-s07,active,", "", file="enrollments")

    spoilt_key = folder / "enrollments.csv"
    spoilt_key.write_text(spoilt_key.read_text().replace("c-ash,ash,s07", ",ash,s07", 1))
    result = load([folder], home=home)

    assert result.tables["enrollments"].rejected == 1
    (told,) = [one for one in result.notices if one.rule == "key of a row"]
    assert (told.file, told.line, told.rows) == ("enrollments.csv", 8, 1)
    rows = pq.read_table(current_snapshot(home).table("enrollments")).to_pylist()
    assert {row["status"] for row in rows if row["sourced_id"] == "e-s07"} == {"inactive"}


def test_row_of_a_file_of_two_kinds_keeps_both(home, tmp_path):
    """In OneRoster 1.1 a person's row tells the roles too."""
    old = {name: text for name, text in FILES.items() if name != "roles.csv"}
    load([write(tmp_path / "one", old, users=USERS_1_1)], home=home)
    short = USERS_1_1.replace(",Ana,Silva,,1001,,,,,06,\n", ",Ana\n")

    result = load([write(tmp_path / "two", old, users=short)], home=home)

    assert (result.status, len(result.errors)) == ("unchanged", 1)
