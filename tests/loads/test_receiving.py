"""Files from a browser: named so that a disk takes them, and not more than there is room for."""

import shutil
from collections import namedtuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from convergent.audit.models import AuditRow
from convergent.errors import BadInput
from convergent.loads.actions.receiving import MOST_WAITING, load_uploaded
from convergent.loads.models import Load
from tests.loads.exports import Export

pytestmark = pytest.mark.django_db
Disk = namedtuple("Disk", ("total", "used", "free"))


def sent(name="users.csv"):
    return [SimpleUploadedFile(name, b"sourcedId\n1\n")]


@pytest.mark.asvs("1.3.3", "5.3.2")
@pytest.mark.parametrize("name", ["é" * 200 + ".csv", "あ" * 130 + ".xlsx"])
def test_file_with_a_long_name_is_kept_with_its_kind(world, home, name):
    load = load_uploaded(sent(name), whole=True, by=world.viewer("steward"))
    (kept,) = (home / "uploads" / str(load.pk)).iterdir()
    assert (kept.suffix, len(kept.name.encode()) <= 255) == (f".{name.rsplit('.')[-1]}", True)


@pytest.mark.asvs("2.3.2")
def test_keeper_has_a_bound_of_loads_that_wait(world, home):
    for _ in range(MOST_WAITING):
        load_uploaded(sent(), whole=True, by=world.viewer("steward"))
    with pytest.raises(BadInput, match="10 loads of yours wait already"):
        load_uploaded(sent(), whole=True, by=world.viewer("steward"))
    load_uploaded(sent(), whole=True, by=world.viewer("superintendent"))
    assert Load.objects.count() == MOST_WAITING + 1 == len(list((home / "uploads").iterdir()))


@pytest.mark.asvs("5.2.1")
def test_files_are_not_taken_where_the_disk_is_nearly_full(world, home, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(1 << 40, 1 << 40, 1 << 20))
    with pytest.raises(BadInput, match="too little room"):
        load_uploaded(sent(), whole=True, by=world.viewer("steward"))
    assert not (home / "uploads").exists()


@pytest.mark.parametrize(
    ("file", "action"),
    [("errors.csv", "download errors"), ("left-out.zip", "download left-out rows")],
)
def test_what_names_children_is_given_out_with_an_audit_row(
    world, keeper, loaded, home, file, action
):
    load = loaded(Export(enabled={"s01": "perhaps"}))
    answer = keeper.get(f"/data/loads/{load.pk}/{file}")
    assert (answer.status_code, b"".join(answer)[:2] != b"") == (200, True)
    row = AuditRow.objects.get(action=action)
    assert (row.by, row.thing_id, row.kind) == (world.steward.pk, str(load.pk), "reading")
