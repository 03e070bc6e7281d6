"""`backup`, `restore` and `drill` as a person types them."""

import fcntl
import json
import os
import subprocess
import sys

import pytest

from convergent.records.home import IN_USE_FILE
from tests.cli.command import ROOT

pytestmark = pytest.mark.without_records
PASSPHRASE = {"CONVERGENT_PASSPHRASE": "five words in a row"}


def test_backup_is_restored_into_a_new_home(in_use, tmp_path):
    """What a district does whose server burned down. Nothing is restored while one runs."""
    made = in_use.run("backup", tmp_path / "backup", "--json")
    in_use.settings = PASSPHRASE
    keys = in_use.run("backup", "--keys", tmp_path / "keys.saved")
    assert (made.code, keys.code, json.loads(made.out)["snapshot"]) == (0, 0, None)
    assert "Keep it, and the passphrase, in other places." in keys.out
    with (in_use.home / IN_USE_FILE).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        refused = in_use.run("restore", tmp_path / "backup", "--yes")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"Convergent is running on {in_use.home}. Stop it first")

    in_use.home = tmp_path / "new"
    brought = in_use.run("restore", "--keys", tmp_path / "keys.saved")
    assert (brought.code, "keys/private_text.key" in brought.out) == (0, True)
    told = in_use.run("restore", tmp_path / "backup", "--yes", "--json")
    assert (told.code, json.loads(told.out)["audit_rows"]) == (0, 2)
    assert "Nothing here is newer than it." in told.err


def test_backups_under_writing_miss_nothing_that_was_acknowledged(in_use):
    """Some are killed; the whole is `./dev bench torture-operate`."""
    asked = {"backups": 10, "kills": 3, "rehearse_every": 11}
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.operating", json.dumps(asked)],
        env={**in_use.environment(), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["backups"], told["killed"], told["least_margin"] >= 0) == (10, 3, True)


@pytest.mark.parametrize("arguments", [[], ["x", "--keys", "y"]])
def test_folder_or_keys_have_to_be_named(arguments, command):
    told = command.run("backup", *arguments)
    assert (told.code, "Name either a folder or" in told.err) == (2, True)
    assert command.home.exists() is False
