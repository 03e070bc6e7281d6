"""`convergent facts`: compare, decide, go back, remove, templates."""

import json
import shutil
import subprocess

import pytest

from tests.cli.command import Command
from tests.loads.exports import Export

pytestmark = pytest.mark.without_records
WHY = ("--reason", "It was the wrong file")


@pytest.fixture(scope="module")
def two_loads(tmp_path_factory):
    """A home with two snapshots, not to be written to."""
    folder = tmp_path_factory.mktemp("two-loads")
    command = Command(folder / "home")
    for number in range(2):
        export = Export(names={"s01": f"Name {number}"}).write(folder / str(number))
        told = command.run("load", export, "--no-follow")
        assert told.code == 0, told.err
    return command


@pytest.fixture
def own(two_loads, tmp_path):
    """A copy of it, to be written to."""
    shutil.copytree(two_loads.home, tmp_path / "home", symlinks=True)
    return Command(tmp_path / "home")


def snapshots(command):
    told = command.run("facts", "list", "--json")
    return [(one["snapshot"], one["is_current"]) for one in json.loads(told.out)["snapshots"]]


def hash_of(command):
    return json.loads(command.run("facts", "status", "--json").out)["content_hash"]


def test_difference_of_the_last_two_as_json(two_loads):
    told = json.loads(two_loads.run("facts", "diff", "--json").out)
    (first, _), (second, _) = snapshots(two_loads)
    assert (told["before"], told["after"], told["gone"], told["come"]) == (first, second, [], [])
    assert [(one["table"], one["changed"]) for one in told["differences"]] == [("users", 1)]


def test_difference_in_words(two_loads):
    told = two_loads.run("facts", "diff")
    assert told.out == "users: of 41 active rows 0 end and 1 change; 0 come\n"


def test_going_back_serves_the_identical_content_and_forward_again(own):
    (first, _), (second, _) = snapshots(own)
    before = hash_of(own)
    back = json.loads(own.run("facts", "rollback", *WHY, "--no-follow", "--json").out)
    assert (back["before"], back["snapshot"]) == (second, first)
    assert snapshots(own) == [(first, True), (second, False)]
    assert hash_of(own) == back["content_hash"] != before
    assert own.run("facts", "publish", second, *WHY, "--no-follow").code == 0
    assert hash_of(own) == before
    audit = own.run("audit")
    assert audit.out.endswith("the chain holds.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("facts", "rollback", "nonsense", *WHY),
        ("facts", "publish", "nonsense", *WHY),
        ("facts", "approve", "nonsense", *WHY),
        ("facts", "refuse", "nonsense", *WHY),
        ("facts", "diff", "nonsense"),
        ("facts", "template", "nonsense"),
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_one_sentence_and_exits_3(two_loads, arguments):
    told = two_loads.run(*arguments)
    assert (told.code, told.out, told.err.count("\n")) == (3, "", 1)
    assert "nonsense" in told.err


def test_removed_student_is_gone_and_only_the_reason_stays(own, two_loads):
    told = own.run("facts", "forget", "s07", "--reason", "Request 12", "--yes", "--json")
    assert (told.code, json.loads(told.out)["snapshots"]) == (0, 2)
    records = (own.home / "records.sqlite3").read_bytes()
    wal = own.home / "records.sqlite3-wal"
    records += wal.read_bytes() if wal.exists() else b""
    assert b"Request 12" in records
    assert b"s07" not in records


def test_removal_that_is_not_confirmed_changes_nothing(own):
    before = hash_of(own)
    started = own.start("facts", "forget", "s07", *WHY, stdin=subprocess.PIPE)
    out, err = started.communicate("n\n", timeout=300)
    assert (started.returncode, out) == (0, "")
    assert err.endswith("Nothing was removed.\n")
    assert hash_of(own) == before


def test_template_is_the_heading_of_a_file_that_can_be_loaded(own, tmp_path):
    heading = own.run("facts", "template", "users").out
    assert heading.startswith("sourcedId,enabledUser,givenName,")
    assert "password" not in heading
