"""A picture as a file: what its page shows this reader, and nothing more."""

import csv
import io

import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse
from openpyxl import load_workbook

from convergent.evidence.actions.pictures import note_beside
from tests.evidence.claiming import added, claimed
from tests.world import hold, make_person

pytestmark = pytest.mark.django_db
KINDS = ("csv", "xlsx", "svg", "png")


@pytest.fixture
def pictured(world):
    """Eight teachers, so that staff are shown together; one claim with two pieces."""
    for number in range(8):
        hold(make_person(world.northfield, f"T{number} Hall"), "teacher", world.ash)
    claim = claimed(world)
    added(world, claim, "coach", source_type="interview", words="Carla wrote it down")
    added(world, claim, "principal", source_type="observation", says="against")
    return claim


def kept(client, place, kind):
    return client.get(reverse("picture_file", args=[place.pk, kind]))


def test_file_says_what_the_page_says_and_a_note_stays_on_the_page(world, enters, pictured):
    note_beside(pictured, world.ash, "We began in October", by=world.viewer("principal"))
    client = enters("teacher")
    text = kept(client, world.ash, "csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(text.splitlines())
    assert row["What we claim"] == "Teams do what they promise"
    assert (row["Visits"], row["School staff (13)"]) == ("contradicts", "agrees")
    assert row["What follows"] == "Accounts differ"
    book = load_workbook(io.BytesIO(kept(client, world.ash, "xlsx").content))
    said = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
    assert said == [list(row), list(row.values())]
    assert all(cell.comment.text for cell in book.worksheets[0][1])
    svg = kept(client, world.ash, "svg").content.decode()
    assert "Teams do what they promise" in fromstring(svg).get("aria-label")
    assert "October" not in text + svg


def test_those_who_are_few_stand_in_no_file_by_themselves(world, enters, pictured):
    client = enters("teacher")
    for kind in ("csv", "svg"):
        said = kept(client, world.ash, kind).content.decode()
        assert "School leaders" not in said
        assert "Teachers (" not in said
        assert "Carla" not in said


def test_what_is_for_the_school_first_is_in_no_file_of_others(world, enters, pictured):
    said = kept(enters("supervisor"), world.ash, "csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(said.splitlines())
    assert row["What follows"] == ""
    assert row["Why"].startswith("Whoever leads the school reads it first")
    assert not {"agrees", "contradicts"} & set(row.values())


def test_page_offers_its_files_and_no_other_kind_is_there(world, enters, pictured):
    client = enters("teacher")
    page = client.get(reverse("picture", args=[world.ash.pk])).content.decode()
    for kind in KINDS:
        assert reverse("picture_file", args=[world.ash.pk, kind]) in page
    assert kept(client, world.ash, "png").content.startswith(b"\x89PNG")
    assert kept(client, world.ash, "pdf").status_code == 404
    assert kept(client, world.birch, "csv").status_code == 404
