"""The numbers of a page as a file: as everybody sees them, and never an empty number."""

import csv
import json

import pytest

from tests.learning.test_pages import opened

pytestmark = pytest.mark.django_db


def rows_of(answer):
    return list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))


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
    assert opened(enter_as("teacher"), "evidence_numbers", world.ash, "xlsx").status_code == 404
