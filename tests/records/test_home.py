"""Two processes that prepare one empty home at once."""

import stat
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet

from convergent.errors import WrongSetting
from convergent.records.home import prepare_home
from tests.cli.command import Command

pytestmark = pytest.mark.without_records

PREPARE = """
import sys, time
from pathlib import Path
from convergent.records.home import prepare_home
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    home = Path(sys.argv[1]) / str(number)
    prepare_home(home)
    print((home / "keys" / "private_text.key").read_text().strip())
    print((home / "keys" / "secret.key").read_text().strip())
"""


def test_two_processes_at_once_agree_on_the_keys_of_twenty_homes(tmp_path):
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PREPARE, tmp_path],
            stdin=subprocess.PIPE,
            cwd="/",
            stdout=subprocess.PIPE,
            text=True,
            env=Command(tmp_path).environment(),
        )
        for _ in range(2)
    ]
    assert [one.stdout.readline() for one in both] == ["ready\n"] * 2
    for one in both:
        one.stdin.write("go\n")
        one.stdin.flush()
    keys = [one.communicate(timeout=300)[0].split() for one in both]
    assert keys[0] == keys[1]
    assert len({Fernet(key) and key for key in keys[0]}) == 40


def test_two_servers_at_once_on_an_empty_home_make_one_whole_home(tmp_path):
    """The whole preparation: keys, tables, static files."""
    command = Command(tmp_path / "home")
    both = [command.start("load", "absent") for _ in range(2)]
    told = [(*one.communicate(timeout=300), one.returncode) for one in both]
    assert [(code, "Traceback" in err) for _out, err, code in told] == [(3, False)] * 2, told
    keys = sorted(path.name for path in (command.home / "keys").iterdir())
    assert keys == ["devices.key", "private_text.key", "secret.key"]
    assert command.run("load", "absent").code == 3


@pytest.mark.asvs("13.3.1", "13.3.2")
def test_keys_are_for_their_owner_alone(tmp_path):
    prepare_home(tmp_path / "home")
    keys = tmp_path / "home" / "keys"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (keys, *keys.iterdir())}
    named = ("devices.key", "private_text.key", "secret.key")
    assert modes == {"keys": 0o700, **dict.fromkeys(named, 0o600)}


def test_prepared_home_is_left_as_it_is(tmp_path):
    prepare_home(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "keys").iterdir()}
    prepare_home(tmp_path)
    assert {path: path.read_bytes() for path in (tmp_path / "keys").iterdir()} == before


def test_missing_key_of_records_is_not_made_anew(tmp_path):
    prepare_home(tmp_path)
    (tmp_path / "records.sqlite3").touch()
    (tmp_path / "keys" / "private_text.key").unlink()
    with pytest.raises(WrongSetting, match="Restore it from your key backup"):
        prepare_home(tmp_path)


def test_home_that_others_may_read_is_said_and_left_as_it_is(tmp_path):
    """A folder that somebody else made is hers to open or close."""
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    told = Command(home).run("load", "absent")
    assert f"Others on this machine may look into {home}. Close it: chmod 700 {home}" in told.err
    assert stat.S_IMODE(home.stat().st_mode) == 0o755
    home.chmod(0o700)
    assert "Others on this machine" not in Command(home).run("load", "absent").err


@pytest.mark.asvs("13.3.2")
def test_new_home_is_for_its_owner_alone(tmp_path):
    prepare_home(tmp_path / "home")
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
