"""`convergent init`, and `upgrade` from an earlier state of Records."""

import re
import subprocess
import sys
import tomllib
from contextlib import closing

import pysqlite3.dbapi2 as sqlite
import pytest

from convergent.cli.beginning import settings_text
from convergent.configuration import SETTINGS, read_configuration
from tests.cli.command import ROOT, is_one_sentence_with_advice

pytestmark = pytest.mark.without_records


@pytest.fixture
def nothing_set(monkeypatch):
    for setting in SETTINGS:
        monkeypatch.delenv(setting.environment, raising=False)


def test_init_makes_a_home_that_says_what_was_chosen(command, nothing_set):
    address, mail = "https://a.example", "smtp://n:p@mail.example:587"
    told = command.run("init", "--public-url", address, "--mail", mail, "--time-zone", "Asia/Tokyo")
    read = read_configuration(command.home)
    assert (told.code, told.out, mail in told.err) == (0, "", False)
    assert (read.public_url, read.mail, read.time_zone) == (address, mail, "Asia/Tokyo")
    assert {one.name for one in (command.home / "keys").iterdir()} == {
        "devices.key",
        "private_text.key",
        "secret.key",
    }
    assert (command.home / "convergent.toml").stat().st_mode & 0o077 == 0
    again = command.run("init", "--time-zone", "Asia/Tokyo")
    assert (again.code, "is there already. Change it by hand." in again.err) == (2, True)


def test_wrong_answer_makes_nothing(command):
    told = command.run("init", "--mail", "mail:hunter2@example")
    assert (told.code, is_one_sentence_with_advice(told.err)) == (2, True)
    assert ("hunter2" in told.err, (command.home / "convergent.toml").exists()) == (False, False)


def test_settings_file_has_every_setting_with_its_default(tmp_path, nothing_set):
    text = settings_text({})
    opened = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    assert tomllib.loads(text) == {}
    named = {*tomllib.loads(opened), *re.findall(r"^# \[\[(\w+)\]\]", text, re.MULTILINE)}
    assert named == {one.name for one in SETTINGS}
    (tmp_path / "convergent.toml").write_text(opened)
    assert read_configuration(tmp_path).values == {one.name: one.default for one in SETTINGS}


@pytest.fixture
def earlier(in_use):
    """Records as they were one migration ago."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "priorities", "0003", "-v", "0"],
        env={**in_use.environment(), "DJANGO_SETTINGS_MODULE": "convergent.web.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return in_use


def state(command):
    """What was applied, and which tables there are."""
    with closing(sqlite.connect(command.home / "records.sqlite3")) as database:
        asked = "SELECT app || name FROM django_migrations", "SELECT name FROM sqlite_master"
        return [sorted(database.execute(sql).fetchall()) for sql in asked]


def test_upgrade_backs_up_and_brings_records_up(earlier, tmp_path):
    told = earlier.run("upgrade", tmp_path / "before")
    assert (told.code, told.err) == (0, "")
    assert re.match(r"Records are of this version: [1-9][0-9]* changes\.", told.out)
    assert (tmp_path / "before" / "manifest.json").exists()
    assert "meeting" in str(state(earlier))


def test_upgrade_that_fails_leaves_records_as_they_were(earlier, tmp_path):
    with closing(sqlite.connect(earlier.home / "records.sqlite3")) as database:
        database.execute("CREATE TABLE priorities_meeting (ours TEXT)")
        database.commit()
    before = state(earlier)
    told = earlier.run("upgrade", tmp_path / "before")
    assert (told.code, told.out) == (2, "")
    assert 'table "priorities_meeting" already exists' in told.err
    assert "Traceback" not in told.err
    assert state(earlier) == before
