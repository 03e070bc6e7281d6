"""What a district takes along: all of it, in open forms, and nobody's private text."""

import hashlib
import json

import pyarrow.parquet as pq
import pytest
from django.apps import apps
from django.utils import timezone

from convergent.audit.models import AuditRow
from convergent.facts.snapshot import current_snapshot
from convergent.people.models import Handover, Person
from convergent.upkeep.leaving import OF_THE_PROGRAM, STAYS, take_everything
from tests.facts.small import load_small
from tests.loads.exports import Export

pytestmark = [pytest.mark.django_db, pytest.mark.without_records]
CANARY = "canary-9K2-for-my-successor"


@pytest.fixture
def taken(world, home, tmp_path):
    """The folder after leaving, and what was told of it."""
    Handover._base_manager.create(
        role=world.role("principal", "ash"),
        author=world.people["principal"],
        text=CANARY,
        written_at=timezone.now(),
    )
    return leave(tmp_path / "taken")


def leave(folder):
    folder.mkdir()
    return folder, take_everything(folder, day="2026-11-22")


def rows_of(folder, label):
    text = (folder / "records" / f"{label}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n")[:-1]]


def ours():
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("convergent.") and model._meta.label not in OF_THE_PROGRAM
    ]


def test_every_kind_of_record_is_there_with_all_its_rows(taken):
    folder, told = taken
    expected = {model._meta.label_lower: model._base_manager.count() for model in ours()}
    assert (told.records, len(expected) > 40) == (expected, True)
    assert {label: len(rows_of(folder, label)) for label in expected} == expected


def test_person_is_whole_and_described(taken, world):
    folder, _told = taken
    person = world.people["principal"]
    (row,) = [one for one in rows_of(folder, "people.person") if one["id"] == str(person.pk)]
    assert (row["given_name"], row["district_id"]) == ("Paul", str(person.district_id))
    described = json.loads((folder / "records" / "fields.json").read_text())["people.person"]
    assert set(row) == set(described["fields"])
    assert described["fields"]["district_id"]["refers_to"] == "people.place"


def test_private_text_and_credentials_stay_behind(taken):
    folder, _told = taken
    written = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
    assert Handover._base_manager.filter(author__given_name="Paul").get().text == CANARY
    assert CANARY.encode() not in written
    described = json.loads((folder / "records" / "fields.json").read_text())
    for model in ours():
        stays = {name for name, level in model.privacy.items() if level in STAYS}
        columns = {one.name for one in model._meta.concrete_fields}
        label = model._meta.label_lower
        assert set(described[label]["stays_behind"]) == stays & columns
        for row in rows_of(folder, label):
            assert {name for name in row if name in stays} == set()
    assert "text" in described["people.handover"]["stays_behind"]
    assert "password" in described["people.account"]["stays_behind"]


def test_facts_are_the_tables_that_serve(home, tmp_path):
    load_small(Export(), tmp_path / "export", home=home)
    folder, told = leave(tmp_path / "taken")
    serving = current_snapshot(home)
    columns = json.loads((folder / "facts" / "columns.json").read_text())
    assert told.facts == len(columns) == len(list((folder / "facts").glob("*.parquet")))
    for name in columns:
        there = pq.read_table(serving.table(name))
        here = pq.read_table(folder / "facts" / f"{name}.parquet")
        assert there.equals(here)


def test_sums_are_of_every_file(taken):
    folder, _told = taken
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {
        str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in folder.rglob("*")
        if one.is_file() and one.name != "SHA256SUMS"
    }
    assert told == found


def test_audit_says_that_everything_was_taken(taken):
    folder, _told = taken
    assert AuditRow.objects.first().action == "take everything along"
    assert rows_of(folder, "audit.auditrow")[-1]["action"] == "take everything along"


def test_nobody_is_left_out(taken):
    folder, _told = taken
    assert {row["id"] for row in rows_of(folder, "people.person")} == {
        str(pk) for pk in Person.objects.values_list("pk", flat=True)
    }
