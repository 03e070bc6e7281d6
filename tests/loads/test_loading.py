"""A load from the asking to its outcome."""

import json
import stat
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers import serialize

from convergent.audit.models import AuditRow
from convergent.errors import NotThere
from convergent.facts.snapshot import all_snapshots, current_snapshot
from convergent.jobs.actions import cancel, run
from convergent.jobs.models import Job, State
from convergent.loads.actions.loading import Wanted, ask_for_load
from convergent.loads.actions.receiving import load_uploaded, remove_left_uploads
from convergent.loads.models import Load
from tests.loads.exports import Export

pytestmark = [pytest.mark.django_db, pytest.mark.confined]
CANARY = "CANARY-a-childs-name"


def of_files(folder):
    return [SimpleUploadedFile(one.name, one.read_bytes()) for one in sorted(folder.iterdir())]


@pytest.mark.django_db(transaction=True)
def test_job_of_a_load_publishes_and_notes_what_it_came_to(world, home, tmp_path):
    export = Export(enabled={"s01": "perhaps"})
    load = ask_for_load([export.write(tmp_path / "e")], wanted=Wanted(), by=world.viewer("steward"))

    ended = run(load.job.pk)

    load.refresh_from_db()
    serving = current_snapshot(home)
    assert (ended.state, load.status) == (State.DONE, "published_with_rejects")
    assert (load.snapshot, load.before) == (serving.id, "")
    assert load.counts["users"] == {"read": 41, "loaded": 40, "rejected": 1}
    assert load.faults == {"boolean": 1, "reference": 2}
    assert Job.objects.filter(kind="follow", arguments__snapshot=serving.id).count() == 1


def test_records_hold_no_value_out_of_a_file(loaded, home):
    export = Export(enabled={"s01": CANARY}, names={"s02": CANARY})
    load = loaded(export)
    stored = serialize("json", [*Load.objects.all(), *Job.objects.all(), *AuditRow.objects.all()])
    assert CANARY not in stored
    kept = home / "facts" / "loads" / f"{load.pk}.json"
    assert CANARY in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.asvs("5.3.1")
@pytest.mark.django_db(transaction=True)
def test_uploaded_files_are_private_while_they_wait_and_gone_afterwards(world, home, tmp_path):
    files = of_files(Export().write(tmp_path / "e"))
    load = load_uploaded(files, whole=True, by=world.viewer("steward"))
    kept = list((home / "uploads" / str(load.pk)).iterdir())
    assert sorted(one.name for one in kept) == sorted(load.names)
    assert {stat.S_IMODE(one.stat().st_mode) for one in kept} == {0o600}

    assert run(load.job.pk).state == State.DONE

    assert list((home / "uploads").iterdir()) == []
    load.refresh_from_db()
    assert (load.status, load.origin, load.asked_by) == ("published", "page", world.steward)


def test_two_files_of_one_name_are_both_kept(world, home):
    files = [SimpleUploadedFile("users.csv", b"1"), SimpleUploadedFile("users.csv", b"2")]
    load = load_uploaded(files, whole=True, by=world.viewer("steward"))
    folder = home / "uploads" / str(load.pk)
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == {
        "users.csv": b"1",
        "users (2).csv": b"2",
    }


def test_only_uploads_that_nothing_waits_for_are_cleared_away(world, home):
    load = load_uploaded(
        [SimpleUploadedFile("a.csv", b"1")], whole=True, by=world.viewer("steward")
    )
    left = home / "uploads" / str(uuid4())
    left.mkdir()
    assert remove_left_uploads() == 1
    assert [one.name for one in (home / "uploads").iterdir()] == [str(load.pk)]


@pytest.mark.parametrize("name", ["principal", "teacher", "supervisor"])
def test_nobody_but_a_keeper_loads(world, home, name):
    with pytest.raises(NotThere):
        load_uploaded([SimpleUploadedFile("a.csv", b"1")], whole=True, by=world.viewer(name))
    assert Load.objects.count() == 0
    assert not (home / "uploads").exists()


@pytest.mark.asvs("8.4.1")
def test_keeper_of_another_district_does_not_load_over_the_facts_of_this_one(world, home, loaded):
    loaded(Export())
    with pytest.raises(NotThere):
        load_uploaded(
            [SimpleUploadedFile("a.csv", b"1")], whole=True, by=world.viewer("foreign_steward")
        )


def of_two_districts(folder):
    orgs = Export().write(folder) / "orgs.csv"
    orgs.write_text(orgs.read_text() + "s,active,Southport,district,,\n")
    return folder


@pytest.mark.django_db(transaction=True)
def test_keeper_loads_no_other_district_along_with_the_own(world, home, tmp_path):
    folder = of_two_districts(tmp_path / "e")
    load = ask_for_load([folder], wanted=Wanted(), by=world.viewer("steward"))
    run(load.job.pk)
    load.refresh_from_db()
    assert (load.status, load.faults) == ("refused", {"at most one district": 1})


@pytest.mark.django_db(transaction=True)
def test_command_loads_several_districts_which_no_keeper_of_one_loads_over(world, home, tmp_path):
    load = ask_for_load([of_two_districts(tmp_path / "e")], wanted=Wanted(), by=None)
    run(load.job.pk)
    load.refresh_from_db()
    assert (load.status, load.faults) == ("published", {})
    with pytest.raises(NotThere):
        ask_for_load([tmp_path / "e"], wanted=Wanted(), by=world.viewer("steward"))


@pytest.mark.django_db(transaction=True)
def test_cancelled_load_changes_nothing(world, home, tmp_path):
    folder = Export().write(tmp_path / "e")
    load = ask_for_load([folder], wanted=Wanted(), by=world.viewer("steward"))
    cancel(load.job, by=world.steward.pk)
    assert run(load.job.pk) is None
    assert all_snapshots(home) == []


def test_same_input_twice_is_recognized(loaded):
    loaded(Export())
    assert loaded(Export()).status == "unchanged"


def test_findings_file_holds_the_whole_result(loaded, home):
    load = loaded(Export(enabled={"s01": "perhaps"}))
    told = json.loads((Path(home) / "facts" / "loads" / f"{load.pk}.json").read_text())
    first = told["errors"][0]
    assert (first["file"], first["line"], first["rule"]) == ("users.csv", 3, "boolean")
