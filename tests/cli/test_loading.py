"""`convergent load`: what it prints, how it exits, and who lets people and places follow."""

import fcntl
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.loads.exports import Export

pytestmark = pytest.mark.without_records
KEYS = {
    "status",
    "snapshot",
    "tables",
    "files",
    "errors",
    "notices",
    "broken",
    "differences",
    "held",
    "quarantine",
}
HALF = dict(list(Export().students.items())[:20])
PEOPLE = """
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "convergent.web.settings"
django.setup()
from convergent.jobs.models import Job
from convergent.people.models import Person
jobs = Job.objects.filter(kind="follow").values_list("state", flat=True)
print(json.dumps([Person.objects.count(), list(jobs)]))
"""


@pytest.fixture
def export(tmp_path):
    return Export().write(tmp_path / "export")


def followed(command):
    done = subprocess.run(
        [sys.executable, "-c", PEOPLE],
        env=command.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_outcome_as_json_is_alone_on_standard_output(in_use, tmp_path):
    spoilt = Export(enabled={"s01": "perhaps"}).write(tmp_path / "spoilt")
    told = in_use.run("load", spoilt, "--json")
    outcome = json.loads(told.out)
    assert (told.code, set(outcome), outcome["status"]) == (0, KEYS, "published_with_rejects")
    assert outcome["tables"]["users"] == {"read": 41, "loaded": 40, "rejected": 1}
    first = outcome["errors"][0]
    assert (first["file"], first["line"], first["column"], first["value"], first["rule"]) == (
        "users.csv",
        3,
        "enabledUser",
        "perhaps",
        "boolean",
    )
    assert outcome["quarantine"]
    assert "Traceback" not in told.err


def test_people_follow_at_once_where_no_worker_is(in_use, export):
    assert in_use.run("load", export).code == 0
    assert followed(in_use) == [1, ["done"]]


def test_people_follow_later_when_told_so(in_use, export):
    told = in_use.run("load", export, "--no-follow")
    assert told.err.endswith("People and places follow when a worker next runs.\n")
    assert followed(in_use) == [0, ["waiting"]]


def test_people_are_left_to_a_worker_that_is_there(in_use, export):
    """A real one may be done before it is told of, so its place is held until then."""
    with (in_use.home / ".worker.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = in_use.run("load", export)
    assert "People and places follow: a worker sees to it." in told.err
    worker = in_use.start("worker")
    try:
        _wait_until(lambda: followed(in_use) == [1, ["done"]])
    finally:
        worker.terminate()
        worker.communicate(timeout=300)


def _wait_until(is_so):
    until = time.monotonic() + 300
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.2)


def test_held_load_exits_4_and_names_what_to_do(in_use, export, tmp_path):
    in_use.run("load", export, "--no-follow")
    half = Export(students=HALF).write(tmp_path / "half")
    told = in_use.run("load", half)
    (line,) = [one for one in told.err.splitlines() if "facts approve" in one]
    assert told.code == 4
    assert "enrollments: of 40 active rows 20 would end" in told.err
    assert line.endswith(' --reason "…"')
    name = line.split()[-3]
    assert in_use.run("facts", "approve", name).code == 2

    shown = in_use.run("facts", "diff", name)
    assert "enrollments: of 40 active rows 20 end and 0 change; 0 come\n" in shown.out

    approved = in_use.run("facts", "approve", name, "--reason", "Birch closed", "--json")

    assert (approved.code, json.loads(approved.out)) == (0, {"snapshot": name})
    assert in_use.run("facts", "refuse", name, "--reason", "Too late").code == 3


def test_refused_load_exits_3_and_shows_where(in_use, tmp_path):
    spoilt = Export(enabled=dict.fromkeys(Export().students, "perhaps")).write(tmp_path / "spoilt")
    told = in_use.run("load", spoilt)
    assert told.code == 3
    assert "users.csv:3:enabledUser: “perhaps” breaks the rule “boolean”." in told.err


def test_words_say_what_each_file_was_what_was_odd_and_where_the_left_out_rows_are(
    in_use, tmp_path
):
    spoilt = Export(enabled={"s01": "perhaps", "s02": "TRUE"}).write(tmp_path / "spoilt")
    told = in_use.run("load", spoilt)
    lines = told.err.splitlines()
    (file,) = [one for one in lines if one.startswith("  users.csv is ")]
    assert file.startswith("  users.csv is OneRoster users, the whole: ")
    noticed = (
        "  users.csv:4:enabledUser: “TRUE” was noticed, “other words for true and false”. "
        "Nothing: enabledUser was understood. Write true or false."
    )
    assert noticed in lines
    (left_out,) = [one for one in lines if one.startswith("Rows that were left out")]
    folder = Path(left_out.split(": ")[-1])
    assert {one.name for one in folder.iterdir()} >= {"manifest.csv", "users.csv"}


def test_dry_run_only_checks(in_use, export):
    told = in_use.run("load", export, "--dry-run", "--json")
    assert (told.code, json.loads(told.out)["status"]) == (0, "checked")
    assert json.loads(in_use.run("facts", "status", "--json").out)["snapshot"] is None


def test_changes_leave_what_they_do_not_hold(in_use, export, tmp_path):
    in_use.run("load", export, "--no-follow")
    half = Export(students=HALF, names={"s01": "Another"}).write(tmp_path / "half")
    told = in_use.run("load", half, "--changes", "--no-follow", "--json")
    outcome = json.loads(told.out)
    assert (told.code, outcome["status"]) == (0, "published")
    assert {one["table"]: one["ended"] for one in outcome["differences"]} == {"users": 0}


def test_source_that_says_nothing_usable_is_refused_by_name(in_use, tmp_path):
    source = tmp_path / "vendor.toml"
    source.write_text('kind = "something-else"\n')
    told = in_use.run("load", source, "--json")
    (error,) = json.loads(told.out)["errors"]
    assert (told.code, error["file"], error["rule"]) == (3, "vendor.toml", "kind known")


@pytest.mark.asvs("1.3.3")
def test_what_a_file_holds_commands_no_terminal(in_use, tmp_path):
    spoilt = Export(enabled={"s01": "\x1b]0;owned\x07\x1b[2J"}).write(tmp_path / "spoilt")
    told = in_use.run("load", spoilt, "--no-follow")
    assert "\x1b" not in told.err + told.out
    assert r"\x1b[2J" in told.err


def test_file_whose_name_is_no_text_is_refused_without_a_traceback(in_use, tmp_path):
    file = tmp_path / os.fsdecode(b"us\xe9rs.csv")
    file.write_text("sourcedId\n")
    told = in_use.run("load", file, "--no-follow")
    assert (told.code, "Traceback" in told.err) == (3, False)
    assert "us?rs.csv cannot be read" in told.err
